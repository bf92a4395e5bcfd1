import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { TwoByTwo } from '../evidence/two-by-two.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { staleClass, Waiting } from '../parts/waiting.tsx';
import { scaleOf } from './amounts.ts';
import type { Choices, Credit } from './api-types.ts';
import { Below } from './below.tsx';
import classes from './credit.module.css';
import { CreditTable } from './credit-table.tsx';
import { creditCsv } from './csv.ts';
import { CreditEvidence } from './evidence.tsx';
import { Filters } from './filters.tsx';
import { creditsOf } from './rows.ts';
import { Sentence } from './sentence.tsx';
import { modelsOf, type PageState, pageState, planInput, type SetState } from './state.ts';
import { plural, sentenceMiddle } from './words.ts';

const seldomChangesMs = 60_000;
/** More columns take the whole width. */
const columnsBeside = 7;

/** Who gets the credit, by every model, and whether marketing adds value. */
export function ResultsPage() {
  const [state, set] = useUrlState(pageState);
  const models = modelsOf(state);
  const options = api.results.credit.read.queryOptions({
    input: { ...planInput(state), models: models.join(',') },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const choices = useQuery(api.results.credit.dimensions.queryOptions({ staleTime: seldomChangesMs }));
  const settings = useQuery(api.results.settings.read.queryOptions({ staleTime: seldomChangesMs }));
  const credit = query.data;
  const stageName =
    settings.data?.stages.find(({ key }) => `stage:${key}` === state.value)?.name ?? state.value;
  return (
    <div aria-busy={query.isFetching}>
      <ResultsTabs />
      <Sentence credit={credit} state={state} failed={query.error !== null} stageName={stageName} />
      <Filters
        state={state}
        set={set}
        credit={credit}
        choices={choices.data}
        hasOwnWeights={settings.data?.customWeights != null}
        right={
          credit && credit.results > 0 ? (
            <a
              className={classes.quiet}
              href={creditCsv(credit)}
              download={`credit-by-${credit.plan.by.key}.csv`}
            >
              CSV
            </a>
          ) : null
        }
      />
      <Waiting
        query={query}
        queryKey={options.queryKey}
        what={credit ? plural(credit.touchpoints, 'touchpoint') : 'journeys'}
      />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      <div className={classes.duo} data-wide={models.length > columnsBeside || undefined}>
        <TwoByTwo from={state.from} to={state.to} />
        {credit ? (
          <div className={staleClass(query)}>
            {credit.results === 0 ? (
              <Nothing set={set} />
            ) : (
              <CreditCard credit={credit} state={state} set={set} choices={choices.data} />
            )}
          </div>
        ) : null}
      </div>
      {credit ? <CreditEvidence state={state} credit={credit} /> : null}
    </div>
  );
}

type CardProps = { credit: Credit; state: PageState; set: SetState; choices: Choices | undefined };

function CreditCard({ credit, state, set, choices }: CardProps) {
  const { models } = credit.plan;
  const largest = Math.max(0, ...credit.rows.flatMap((row) => creditsOf(row, models).map(Math.abs)));
  const { words } = scaleOf({ ...credit, largest });
  const value = choices?.values.find(({ key }) => key === credit.plan.value)?.label.toLowerCase();
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="credit-heading">
      <div className={classes.cardHead}>
        <h2 id="credit-heading">
          Who gets the credit, by model{' '}
          <span className={classes.about}>· {[value, words].filter((part) => part).join(', ')}</span>
        </h2>
        <BySelect state={state} set={set} choices={choices} />
      </div>
      <CreditTable credit={credit} state={state} set={set} choices={choices} />
      <Below credit={credit} />
    </section>
  );
}

type ByProps = { state: PageState; set: SetState; choices: Choices | undefined };

const groupNames = {
  touchpoint: 'Of the touchpoint',
  contact: 'Of the person',
  account: 'Of the company',
  deal: 'Of the deal',
} as const;

function BySelect({ state, set, choices }: ByProps) {
  const items = choices?.items ?? [];
  const records = ['touchpoint', 'contact', 'account', 'deal'] as const;
  return (
    <Select
      aria-label="By"
      className={classes.by}
      size="xs"
      data={records
        .map((record) => ({
          group: groupNames[record],
          items: items
            .filter((item) => item.record === record)
            .map((item) => ({ value: item.key, label: `by ${sentenceMiddle(item.label)}` })),
        }))
        .filter((group) => group.items.length > 0)}
      value={state.by}
      onChange={(by) =>
        set({ by: by === 'channel' ? undefined : (by ?? undefined), open: undefined, rows: undefined })
      }
      allowDeselect={false}
      searchable
    />
  );
}

function Nothing({ set }: { set: SetState }) {
  return (
    <EmptyState
      heading="Nothing to share out in this period with these filters."
      action={
        <button
          type="button"
          className={classes.quiet}
          onClick={() => set({ period: 'all', from: undefined, to: undefined, filter: undefined })}
        >
          Look at all time
        </button>
      }
    >
      Credit is shared out among what led to deals. Widen the period, or take a filter off.
    </EmptyState>
  );
}
