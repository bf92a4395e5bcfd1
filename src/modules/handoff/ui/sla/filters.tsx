import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { daysPresets, PeriodForm } from '../../../../web/parts/period-form.tsx';
import type { Sla, SlaDimension } from '../../measures/contract.ts';
import { commitmentsCsv } from './csv.ts';
import classes from './sla.module.css';
import { filterInput, type PageState, type SetState } from './state.ts';
import { periodWords } from './words.ts';

type FiltersProps = { state: PageState; set: SetState; sla: Sla; dimensions: readonly SlaDimension[] };

/** Whose hand-offs: the period, and what the reader picked from the splits. */
export function Filters({ state, set, sla, dimensions }: FiltersProps) {
  return (
    <FilterChips
      right={
        <a
          className={classes.quiet}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(commitmentsCsv(sla.commitments))}`}
          download="sla.csv"
        >
          CSV
        </a>
      }
    >
      <FilterChip label="Offered in" value={periodWords(sla.range)}>
        {(close) => (
          <PeriodForm
            presets={daysPresets}
            chosen={sla.range.period}
            range={sla.range}
            onPreset={(period) => {
              set({ period, from: undefined, to: undefined });
              close();
            }}
            onDays={(days) => {
              set({ period: 'custom', ...days });
              close();
            }}
          />
        )}
      </FilterChip>
      {Object.entries(state.filter).map(([key, values]) => {
        const dimension = dimensions.find((one) => one.key === key);
        return (
          <PickedChip
            key={key}
            state={state}
            dimension={dimension ?? { key, label: key }}
            values={[values].flat()}
            onClear={() => {
              const { [key]: _gone, ...rest } = state.filter;
              set({ filter: Object.keys(rest).length === 0 ? undefined : rest });
            }}
          />
        );
      })}
    </FilterChips>
  );
}

type PickedProps = {
  state: PageState;
  dimension: SlaDimension;
  values: readonly string[];
  onClear: () => void;
};

/** Names of owners and campaigns come with the split: in the address they are ids. */
function PickedChip({ state, dimension, values, onClear }: PickedProps) {
  const { [dimension.key]: _own, ...filter } = state.filter;
  const query = useQuery(
    api.handoff.measures.readSlaSplit.queryOptions({
      input: { ...filterInput(state), filter, dimension: dimension.key, limit: 1_000 },
    }),
  );
  const label = (value: string) =>
    query.data?.rows.find(({ key }) => key === value)?.label ?? (query.data ? value : '…');
  return (
    <FilterChip label={dimension.label} value={values.map(label).join(', ')} onClear={onClear}>
      {() => <p className="mute">Pick another in the table below.</p>}
    </FilterChip>
  );
}
