import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { api } from '../../../../web/api.ts';
import { FieldFilters } from '../../../../web/parts/field-filters.tsx';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import type { PageState, SetState } from './state.ts';
import { rangeWords } from './words.ts';

type Dimension = { key: string; label: string };

type Props = {
  state: PageState;
  set: SetState;
  range: { from: string | null; to: string | null } | undefined;
  dimensions: readonly Dimension[];
  right?: ReactNode;
};

const alwaysShown = ['channel', 'campaign', 'persona', 'segment'];

const whoseWords = {
  group: 'buying group',
  account: 'whole company',
  primary: 'primary contact',
} as const;

/** Whose journeys: the period, whose touchpoints, and any field, freely combined. */
export function Filters({ state, set, range, dimensions, right }: Props) {
  // Leads stand where they stand today, whenever they came.
  const isOfLeads = state.view === 'stalls' && state.of === 'leads';
  return (
    <FilterChips right={right}>
      {isOfLeads ? null : (
        <FilterChip label="Period" value={range ? rangeWords(range) : '…'}>
          {(close) => (
            <ResultsPeriodForm
              period={state.period}
              range={range}
              onChange={({ period, from, to }) => {
                set({ period, from, to });
                close();
              }}
            />
          )}
        </FilterChip>
      )}
      {state.view === 'waterfall' ? (
        <Choice
          label="Cohort"
          value={state.basis}
          options={{ touch: 'by first touch', known: 'by becoming known' }}
          onPick={(basis) => set({ basis: basis === 'known' ? 'known' : undefined })}
        />
      ) : isOfLeads ? null : (
        <Choice
          label="Whose touchpoints"
          value={state.whose ?? ''}
          options={{ '': 'as the settings say', ...whoseWords }}
          onPick={(whose) =>
            set({
              whose: whose === 'group' || whose === 'account' || whose === 'primary' ? whose : undefined,
            })
          }
        />
      )}
      <FieldFilters
        fields={dimensions}
        filter={state.filter}
        alwaysShown={alwaysShown}
        needsNames={(key) => key === 'owner' || key === 'campaign'}
        valuesQuery={valuesQuery}
        onChange={(filter) => set({ filter })}
      />
    </FilterChips>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: Readonly<Record<string, string>>;
  onPick: (value: string) => void;
};

function Choice({ label, value, options, onPick }: ChoiceProps) {
  return (
    <FilterChip label={label} value={options[value] ?? value}>
      {(close) => (
        <Stack gap="sm" miw={200}>
          {Object.entries(options).map(([key, words]) => (
            <Button
              key={key}
              variant={key === value ? 'light' : 'default'}
              size="compact-md"
              justify="flex-start"
              aria-pressed={key === value}
              onClick={() => {
                onPick(key);
                close();
              }}
            >
              {words}
            </Button>
          ))}
        </Stack>
      )}
    </FilterChip>
  );
}

/** The values there are, of everybody. */
const valuesQuery = (dimension: string) =>
  api.funnel.splitFunnel.queryOptions({
    input: { period: 'all' as const, dimension, limit: 500 },
    select: ({ rows }) =>
      rows
        .filter(({ isRest }) => !isRest)
        .map(({ key, label }) => ({ key, label: key === '' ? '(none)' : label })),
    staleTime: 60_000,
  });
