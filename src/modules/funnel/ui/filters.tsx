import { Radio, Stack } from '@mantine/core';
import { api } from '../../../web/api.ts';
import { type FieldFilter, FieldFilters } from '../../../web/parts/field-filters.tsx';
import { FilterChip, FilterChips } from '../../../web/parts/filter-chips.tsx';
import { daysPresets, PeriodForm } from '../../../web/parts/period-form.tsx';
import type { FunnelDimension, FunnelRange } from '../contract.ts';
import { RecastForm } from './recast-form.tsx';
import type { Funnel } from './rows.ts';
import { type FilterInput, filterInput, type PageState, type SetState } from './state.ts';
import { periodWords } from './words.ts';

/** Always shown, set or not; every other dimension is a press away. */
const alwaysShown = ['channel', 'campaign', 'segment'];

type FiltersProps = {
  state: PageState;
  set: SetState;
  range: FunnelRange | undefined;
  recast: Funnel['recast'] | undefined;
  dimensions: readonly FunnelDimension[];
  right: React.ReactNode;
};

/** Whose funnel: the period, how it is counted, and any field, freely combined. */
export function Filters({ state, set, range, recast, dimensions, right }: FiltersProps) {
  return (
    <FilterChips right={right}>
      <FilterChip label="Period" value={range ? periodWords(range) : '…'}>
        {(close) => (
          <PeriodForm
            presets={daysPresets}
            chosen={range?.period}
            range={range}
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
      <FilterChip label="Counting" value={state.mode === 'cohort' ? 'who came in' : 'who moved'}>
        {(close) => <ModeForm state={state} set={set} close={close} />}
      </FilterChip>
      <FilterChip
        label="Stages"
        value={recast ? `${recast.word} under version ${recast.number}` : state.recast ? '…' : 'as they were'}
        onClear={state.recast ? () => set({ recast: undefined }) : undefined}
      >
        {(close) => (
          <RecastForm
            value={state.recast}
            onChange={(next) => {
              set({ recast: next });
              close();
            }}
          />
        )}
      </FilterChip>
      <FieldFilters
        fields={dimensions}
        filter={state.filter}
        alwaysShown={alwaysShown}
        // Owners and campaigns are ids in the address; their names come with the counts.
        needsNames={(key) => key === 'owner' || key === 'campaign'}
        labelToAdd={({ label, record }) => (record === 'account' ? `${label} (company)` : label)}
        valuesQuery={valuesQuery(filterInput(state))}
        onChange={(filter) => set({ filter, pick: state.pick })}
      />
    </FilterChips>
  );
}

type FormProps = { state: PageState; set: SetState; close: () => void };

function ModeForm({ state, set, close }: FormProps) {
  return (
    <Radio.Group
      label="Who is counted"
      value={state.mode}
      onChange={(value) => {
        set({ mode: value === 'period' ? 'period' : undefined });
        close();
      }}
    >
      <Stack gap="sm" mt="sm" maw={320}>
        <Radio
          value="cohort"
          label="Who came in"
          description="Everyone who came in during the period, and how far they have got to this day."
        />
        <Radio
          value="period"
          label="Who moved"
          description="Everyone who reached a stage, or a later one, during the period, whenever they came in."
        />
      </Stack>
    </Radio.Group>
  );
}

/** The values there are, with how many people have each, under all the other filters. */
const valuesQuery = (input: FilterInput) => (dimension: string, filter: FieldFilter) =>
  api.funnel.splitFunnel.queryOptions({
    input: { ...input, filter, dimension, limit: 500 },
    select: ({ rows }) => {
      const stage = Object.keys(rows[0]?.stages ?? {})[0] ?? '';
      return rows
        .filter(({ isRest }) => !isRest)
        .map(({ key, label, stages }) => ({ key, label, count: stages[stage] ?? 0 }));
    },
  });
