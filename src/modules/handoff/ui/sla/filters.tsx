import { Button, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
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
        {(close) => <PeriodForm set={set} sla={sla} close={close} />}
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

const presets = [
  ['last30', 'Last 30 days'],
  ['last90', 'Last 90 days'],
  ['last365', 'Last 365 days'],
  ['all', 'All time'],
] as const;

function PeriodForm({ set, sla, close }: { set: SetState; sla: Sla; close: () => void }) {
  const [from, setFrom] = useState(sla.range.from ?? '');
  const [to, setTo] = useState(sla.range.to ?? '');
  const isWrong = from !== '' && to !== '' && to < from;
  return (
    <Stack gap="sm">
      {presets.map(([period, label]) => (
        <Button
          key={period}
          variant={sla.range.period === period ? 'light' : 'default'}
          size="compact-md"
          justify="flex-start"
          aria-pressed={sla.range.period === period}
          onClick={() => {
            set({ period, from: undefined, to: undefined });
            close();
          }}
        >
          {label}
        </Button>
      ))}
      <form
        className={classes.period}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong || (from === '' && to === '')) return;
          set({ period: 'custom', from: from || undefined, to: to || undefined });
          close();
        }}
      >
        <TextInput
          type="date"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="To"
          value={to}
          error={isWrong ? 'Ends before it starts' : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit">Use these days</Button>
      </form>
    </Stack>
  );
}
