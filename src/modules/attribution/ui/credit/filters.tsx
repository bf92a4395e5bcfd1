import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { type FieldFilter, FieldFilters } from '../../../../web/parts/field-filters.tsx';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { useWorkspace } from '../../../../web/session.ts';
import { currencies } from '../../../workspace/ui/choices.ts';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import type { Choices, Credit } from './api-types.ts';
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
      {/* Any field of a touchpoint, person, company or deal: credit is shared out first and filtered then. */}
      <FieldFilters
        fields={choices?.items ?? []}
        filter={state.filter}
        valuesQuery={valuesQuery(state)}
        onChange={(filter) => set({ filter, open: undefined })}
      />
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

/** The values there are, under all the other filters: one model is enough to know them. */
const valuesQuery = (state: PageState) => (by: string, filter: FieldFilter) =>
  api.results.credit.read.queryOptions({
    input: { ...planInput({ ...state, by, filter }), models: 'linear' },
    select: ({ rows }) => rows.map(({ key, label }) => ({ key, label })),
    staleTime: 60_000,
  });
