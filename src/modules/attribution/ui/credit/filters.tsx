import { Checkbox, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { AddFilter, FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useWorkspace } from '../../../../web/session.ts';
import { currencies } from '../../../workspace/ui/choices.ts';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import type { Choices, Credit, Dimension } from './api-types.ts';
import classes from './credit.module.css';
import { ModelChooser } from './model-chooser.tsx';
import { modelsOf, type PageState, planInput, type SetState } from './state.ts';
import { eligibilityWords, lookbackWords, plural, rangeWords } from './words.ts';

type Props = {
  state: PageState;
  set: SetState;
  credit: Credit | undefined;
  choices: Choices | undefined;
  hasOwnWeights: boolean;
  right?: ReactNode;
};

/** Which results, which touchpoints, by which models. */
export function Filters({ state, set, credit, choices, hasOwnWeights, right }: Props) {
  const { currency: own } = useWorkspace();
  const plan = credit?.plan;
  const models = modelsOf(state);
  const shownCurrency = state.currency ?? own;
  return (
    <FilterChips right={right}>
      <FilterChip label="Credit for" value={valueLabel(choices, state.value)}>
        {(close) => (
          <Pick
            label="What is shared out"
            options={choices?.values ?? []}
            value={state.value}
            onPick={(value) => {
              set({ value: value === 'revenue' ? undefined : value, open: undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip label="Period" value={plan ? rangeWords(plan.range) : '…'}>
        {(close) => (
          <ResultsPeriodForm
            period={state.period}
            range={plan?.range}
            basis={state.basis}
            onChange={(changes) => {
              set({ ...changes, open: undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip label="Whose" value={plan ? eligibilityWords[plan.eligibility].short : '…'}>
        {(close) => (
          <WhoseForm
            value={plan?.eligibility}
            onPick={(whose) => {
              set({ whose, open: undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip label="Look-back" value={plan ? lookbackWords(plan.lookbackDays) : '…'}>
        {(close) => (
          <LookbackForm
            days={plan?.lookbackDays ?? null}
            onPick={(lookback) => {
              set({ lookback, open: undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      {credit?.unit === 'micro' ? null : (
        <FilterChip
          label="In"
          value={shownCurrency}
          {...(state.currency ? { onClear: () => set({ currency: undefined, open: undefined }) } : {})}
        >
          {(close) => (
            <Select
              label="Currency"
              description="At the rate of the day of the result."
              data={currencies}
              value={shownCurrency}
              searchable
              limit={60}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(currency) => {
                set({ currency: currency === own ? undefined : (currency ?? undefined), open: undefined });
                close();
              }}
            />
          )}
        </FilterChip>
      )}
      <FilterChip label="Models" value={`${models.length} of 17`}>
        {() => (
          <ModelChooser
            chosen={models}
            choices={choices}
            hasOwnWeights={hasOwnWeights}
            halfLifeDays={plan?.halfLifeDays}
            onChange={(next) => set({ models: next }, { replace: true })}
          />
        )}
      </FilterChip>
      <FieldFilters state={state} set={set} dimensions={choices?.items ?? []} />
    </FilterChips>
  );
}

const valueLabel = (choices: Choices | undefined, value: string): string =>
  choices?.values.find(({ key }) => key === value)?.label ?? (choices ? value : '…');

type PickProps = {
  label: string;
  options: readonly { key: string; label: string }[];
  value: string;
  onPick: (key: string) => void;
};

function Pick({ label, options, value, onPick }: PickProps) {
  return (
    <Radio.Group label={label} value={value} onChange={onPick}>
      <Stack gap="sm" mt="sm">
        {options.map((option) => (
          <Radio key={option.key} value={option.key} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

type Whose = Credit['plan']['eligibility'];
const whoseOptions = ['group', 'account', 'primary'] as const satisfies readonly Whose[];

function WhoseForm({ value, onPick }: { value: Whose | undefined; onPick: (whose: Whose) => void }) {
  return (
    <Radio.Group
      label="Whose touchpoints count"
      value={value ?? ''}
      onChange={(word) => {
        const whose = whoseOptions.find((one) => one === word);
        if (whose) onPick(whose);
      }}
    >
      <Stack gap="sm" mt="sm" maw={300}>
        {whoseOptions.map((whose) => (
          <Radio
            key={whose}
            value={whose}
            label={`The ${eligibilityWords[whose].short}’s`}
            description={eligibilityWords[whose].says}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

const lookbacks = [30, 90, 180, 365];

type LookbackProps = { days: number | null; onPick: (lookback: number | 'all') => void };

function LookbackForm({ days, onPick }: LookbackProps) {
  const [own, setOwn] = useState(days === null ? '' : String(days));
  const wanted = Number(own);
  const isGood = Number.isInteger(wanted) && wanted >= 1 && wanted <= 3650;
  return (
    <Stack gap="sm" maw={280}>
      <Radio.Group
        label="How long before the result"
        description="What a buyer met longer before counts for nothing."
        value={days === null ? 'all' : String(days)}
        onChange={(word) => onPick(word === 'all' ? 'all' : Number(word))}
      >
        <Stack gap="sm" mt="sm">
          <Radio value="all" label="No limit" />
          {lookbacks.map((choice) => (
            <Radio key={choice} value={String(choice)} label={plural(choice, 'day')} />
          ))}
        </Stack>
      </Radio.Group>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isGood) onPick(wanted);
        }}
      >
        <TextInput
          label="Or so many days"
          inputMode="numeric"
          value={own}
          error={own === '' || isGood ? undefined : '1 to 3,650'}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
      </form>
    </Stack>
  );
}

type FieldFiltersProps = { state: PageState; set: SetState; dimensions: readonly Dimension[] };

/** Any field of a touchpoint, person, company or deal: credit is shared out first and filtered then. */
function FieldFilters({ state, set, dimensions }: FieldFiltersProps) {
  const [added, setAdded] = useState<string[]>([]);
  const shown = dimensions.filter(({ key }) => key in state.filter || added.includes(key));
  const change = (key: string, values: readonly string[]) => {
    const { [key]: _old, ...others } = state.filter;
    const filter = values.length === 0 ? others : { ...others, [key]: [...values] };
    set({ filter: Object.keys(filter).length === 0 ? undefined : filter, open: undefined });
  };
  return (
    <>
      {shown.map((dimension) => (
        <FieldChip
          key={dimension.key}
          dimension={dimension}
          values={[state.filter[dimension.key] ?? []].flat()}
          state={state}
          isNew={added.includes(dimension.key)}
          onChange={(values) => change(dimension.key, values)}
        />
      ))}
      <AddFilter
        options={dimensions
          .filter((dimension) => !shown.includes(dimension))
          .map((dimension) => ({ value: dimension.key, label: dimension.label }))}
        onAdd={(key) => setAdded((now) => [...now, key])}
      />
    </>
  );
}

type FieldChipProps = {
  dimension: Dimension;
  values: readonly string[];
  state: PageState;
  isNew: boolean;
  onChange: (values: string[]) => void;
};

function FieldChip({ dimension, values, state, isNew, onChange }: FieldChipProps) {
  const query = useQuery({ ...valuesQuery(dimension, state), enabled: values.length > 0 });
  const label = (value: string) =>
    query.data?.rows.find(({ key }) => key === value)?.label ?? (query.data ? value : '…');
  const [first, ...others] = values.map(label);
  const text = first === undefined ? 'all' : others.length === 0 ? first : `${first} + ${others.length}`;
  return (
    <FilterChip
      label={dimension.label}
      value={text}
      defaultOpened={isNew}
      {...(values.length > 0 ? { onClear: () => onChange([]) } : {})}
    >
      {() => <FieldForm dimension={dimension} values={values} state={state} onChange={onChange} />}
    </FilterChip>
  );
}

/** The values there are, under all the other filters: one model is enough to know them. */
function valuesQuery(dimension: Dimension, state: PageState) {
  const { [dimension.key]: _own, ...filter } = state.filter;
  return api.results.credit.read.queryOptions({
    input: { ...planInput({ ...state, by: dimension.key, filter }), models: 'linear' },
    staleTime: 60_000,
  });
}

const shownValues = 60;

function FieldForm({ dimension, values, state, onChange }: Omit<FieldChipProps, 'isNew'>) {
  const [search, setSearch] = useState('');
  const query = useQuery(valuesQuery(dimension, state));
  const wanted = search.trim().toLowerCase();
  const rows = query.data?.rows.filter((row) => row.label.toLowerCase().includes(wanted)) ?? [];
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
        {query.isSuccess && rows.length === 0 ? <p className="mute">Nothing by that name.</p> : null}
        {rows.slice(0, shownValues).map((row) => (
          <Checkbox
            key={row.key}
            checked={values.includes(row.key)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...values, row.key]
                  : values.filter((value) => value !== row.key),
              )
            }
            label={row.label}
          />
        ))}
        {rows.length > shownValues ? (
          <p className="mute">And {plural(rows.length - shownValues, 'more', 'more')}: search for them.</p>
        ) : null}
      </div>
    </Stack>
  );
}
