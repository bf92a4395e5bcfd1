import { Button, Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { AddFilter, FilterChip, FilterChips } from '../../../web/parts/filter-chips.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import type { FunnelDimension, FunnelRange } from '../contract.ts';
import classes from './funnel.module.css';
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
  const [added, setAdded] = useState<string[]>([]);
  const shown = dimensions.filter(
    ({ key }) => alwaysShown.includes(key) || key in state.filter || added.includes(key),
  );
  const change = (key: string, values: readonly string[]) => {
    const { [key]: _old, ...others } = state.filter;
    const filter =
      values.length === 0
        ? others
        : { ...others, [key]: values.length === 1 ? (values[0] ?? '') : [...values] };
    set({ filter: Object.keys(filter).length === 0 ? undefined : filter, pick: state.pick });
  };
  return (
    <FilterChips right={right}>
      <FilterChip label="Period" value={range ? periodWords(range) : '…'}>
        {(close) => <PeriodForm state={state} set={set} range={range} close={close} />}
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
      {shown.map((dimension) => {
        const values = [state.filter[dimension.key] ?? []].flat();
        return (
          <DimensionChip
            key={dimension.key}
            dimension={dimension}
            values={values}
            input={filterInput(state)}
            onChange={(next) => change(dimension.key, next)}
          />
        );
      })}
      <AddFilter
        options={dimensions
          .filter((dimension) => !shown.includes(dimension))
          .map(({ key, label, record }) => ({
            value: key,
            label: record === 'account' ? `${label} (company)` : label,
          }))}
        onAdd={(key) => setAdded((now) => [...now, key])}
      />
    </FilterChips>
  );
}

const presets = [
  ['last30', 'Last 30 days'],
  ['last90', 'Last 90 days'],
  ['last365', 'Last 365 days'],
  ['all', 'All time'],
] as const;

type FormProps = { state: PageState; set: SetState; close: () => void };

function PeriodForm({ set, range, close }: FormProps & { range: FunnelRange | undefined }) {
  const [from, setFrom] = useState(range?.from ?? '');
  const [to, setTo] = useState(range?.to ?? '');
  const isWrong = from !== '' && to !== '' && to < from;
  return (
    <Stack gap="sm">
      {presets.map(([period, label]) => (
        <Button
          key={period}
          variant={range?.period === period ? 'light' : 'default'}
          size="compact-md"
          justify="flex-start"
          aria-pressed={range?.period === period}
          onClick={() => {
            set({ period, from: undefined, to: undefined });
            close();
          }}
        >
          {label}
        </Button>
      ))}
      <form
        className={classes.customPeriod}
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

type ChipProps = {
  dimension: FunnelDimension;
  values: readonly string[];
  input: FilterInput;
  onChange: (values: string[]) => void;
};

function DimensionChip({ dimension, values, input, onChange }: ChipProps) {
  const isSet = values.length > 0;
  // Owners and campaigns are ids in the address; their names come with the counts.
  const needsNames = isSet && (dimension.key === 'owner' || dimension.key === 'campaign');
  const named = useQuery({ ...valuesQuery(dimension, input), enabled: needsNames });
  const label = (value: string) =>
    value === ''
      ? '(none)'
      : (named.data?.rows.find((row) => row.key === value && !row.isRest)?.label ??
        (needsNames ? '…' : value));
  const [first, ...others] = values.map(label);
  const text = first === undefined ? 'all' : others.length === 0 ? first : `${first} + ${others.length}`;
  return (
    <FilterChip label={dimension.label} value={text} onClear={isSet ? () => onChange([]) : undefined}>
      {() => <ValuesForm dimension={dimension} values={values} input={input} onChange={onChange} />}
    </FilterChip>
  );
}

/** The values there are, with how many people have each, under all the other filters. */
function valuesQuery(dimension: FunnelDimension, input: FilterInput) {
  const { [dimension.key]: _own, ...filter } = input.filter;
  return api.funnel.splitFunnel.queryOptions({
    input: { ...input, filter, dimension: dimension.key, limit: 500 },
  });
}

const shownValues = 60;

function ValuesForm({ dimension, values, input, onChange }: ChipProps) {
  const [search, setSearch] = useState('');
  const query = useQuery(valuesQuery(dimension, input));
  const rows = query.data?.rows.filter((row) => !row.isRest) ?? [];
  const wanted = search.trim().toLowerCase();
  const matching = rows.filter((row) => row.label.toLowerCase().includes(wanted));
  const stage = Object.keys(rows[0]?.stages ?? {})[0] ?? '';
  const toggle = (key: string, isOn: boolean) =>
    onChange(isOn ? [...values, key] : values.filter((value) => value !== key));
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
            onChange={(event) => toggle(row.key, event.currentTarget.checked)}
            label={
              <span className={classes.valueLabel}>
                <span>{row.label}</span>
                <span className="mute">{formatCount(row.stages[stage] ?? 0)}</span>
              </span>
            }
          />
        ))}
        {matching.length > shownValues ? (
          <p className="mute">And {formatCount(matching.length - shownValues)} more: search for them.</p>
        ) : null}
      </div>
    </Stack>
  );
}
