import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { AddFilter, FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import classes from './journeys.module.css';
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
  const [added, setAdded] = useState<string[]>([]);
  const shown = dimensions.filter(
    ({ key }) => alwaysShown.includes(key) || key in state.filter || added.includes(key),
  );
  const change = (key: string, values: readonly string[]) => {
    const { [key]: _old, ...others } = state.filter;
    const filter = values.length === 0 ? others : { ...others, [key]: [...values] };
    set({ filter: Object.keys(filter).length === 0 ? undefined : filter });
  };
  return (
    <FilterChips right={right}>
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
      {state.view === 'waterfall' ? (
        <Choice
          label="Cohort"
          value={state.basis}
          options={{ touch: 'by first touch', known: 'by becoming known' }}
          onPick={(basis) => set({ basis: basis === 'known' ? 'known' : undefined })}
        />
      ) : state.view === 'stalls' && state.of === 'leads' ? null : (
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
      {shown.map((dimension) => (
        <DimensionChip
          key={dimension.key}
          dimension={dimension}
          values={[state.filter[dimension.key] ?? []].flat()}
          onChange={(values) => change(dimension.key, values)}
        />
      ))}
      <AddFilter
        options={dimensions
          .filter((dimension) => !shown.includes(dimension))
          .map(({ key, label }) => ({ value: key, label }))}
        onAdd={(key) => setAdded((now) => [...now, key])}
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

type ChipProps = { dimension: Dimension; values: readonly string[]; onChange: (values: string[]) => void };

/** The values there are, of everybody. */
const valuesQuery = (key: string) =>
  api.funnel.splitFunnel.queryOptions({
    input: { period: 'all' as const, dimension: key, limit: 500 },
    staleTime: 60_000,
  });

function DimensionChip({ dimension, values, onChange }: ChipProps) {
  const needsNames = values.length > 0 && (dimension.key === 'owner' || dimension.key === 'campaign');
  const named = useQuery({ ...valuesQuery(dimension.key), enabled: needsNames });
  const label = (value: string) =>
    value === ''
      ? '(none)'
      : (named.data?.rows.find((row) => row.key === value)?.label ?? (needsNames ? '…' : value));
  const [first, ...others] = values.map(label);
  const text = first === undefined ? 'all' : others.length === 0 ? first : `${first} + ${others.length}`;
  return (
    <FilterChip
      label={dimension.label}
      value={text}
      onClear={values.length > 0 ? () => onChange([]) : undefined}
    >
      {() => <Values dimension={dimension} values={values} onChange={onChange} />}
    </FilterChip>
  );
}

const shownValues = 60;

function Values({ dimension, values, onChange }: ChipProps) {
  const [search, setSearch] = useState('');
  const query = useQuery(valuesQuery(dimension.key));
  const wanted = search.trim().toLowerCase();
  const matching = (query.data?.rows ?? []).filter(
    (row) => !row.isRest && row.label.toLowerCase().includes(wanted),
  );
  return (
    <Stack gap="sm" miw={240} maw={340}>
      <TextInput
        aria-label={`Search ${dimension.label}`}
        placeholder={`Search ${dimension.label.toLowerCase()}`}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      <div className={classes.values}>
        {query.isPending ? <p className="mute">Reading…</p> : null}
        {query.isSuccess && matching.length === 0 ? <p className="mute">Nothing by that name.</p> : null}
        {matching.slice(0, shownValues).map((row) => (
          <Checkbox
            key={row.key}
            checked={values.includes(row.key)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...values, row.key] : values.filter((one) => one !== row.key),
              )
            }
            label={row.key === '' ? '(none)' : row.label}
          />
        ))}
        {matching.length > shownValues ? (
          <p className="mute">And {formatCount(matching.length - shownValues)} more: search for them.</p>
        ) : null}
      </div>
    </Stack>
  );
}
