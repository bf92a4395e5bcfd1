import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../../../../web/api.ts';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { Figure, FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatDate } from '../../../../web/parts/when.tsx';
import { valueDimensions } from '../../value/contract.ts';
import { inPieces } from '../credit/sentence-words.ts';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { staleClass, Waiting } from '../parts/waiting.tsx';
import { AlternativeCard } from './alternative-card.tsx';
import type { Value } from './api-types.ts';
import { CostsCard } from './costs-card.tsx';
import { Forest } from './forest.tsx';
import { LeadsEvidence } from './leads-evidence.tsx';
import { pageState, valueInput } from './state.ts';
import classes from './value.module.css';
import { ValueTable } from './value-table.tsx';
import { dimensionNames, plural } from './words.ts';

const BaselineDialog = lazy(async () => ({
  default: (await import('./baseline-dialog.tsx')).BaselineDialog,
}));
const CostDialog = lazy(async () => ({ default: (await import('./cost-dialog.tsx')).CostDialog }));

/** Before anything a workspace can know. */
const allTimeFrom = '2000-01-01';

/** Whether marketing adds value: its leads beside comparable ones of the alternative. */
export function ValuePage() {
  const [state, set] = useUrlState(pageState);
  const input = valueInput(state);
  const options = api.results.value.read.queryOptions({ input, placeholderData: keepPreviousData });
  const query = useQuery(options);
  const value = query.data;
  const search = new URLSearchParams(Object.entries(input).map(([key, each]) => [key, String(each)]));
  const period = state.from === allTimeFrom ? 'all' : state.from || state.to ? 'custom' : 'quarters';
  return (
    <div aria-busy={query.isFetching}>
      <ResultsTabs />
      <FirstLine title="Value" sub={value ? <Under value={value} /> : undefined}>
        {value ? (
          <Headline value={value} />
        ) : query.error ? (
          'Value could not be read.'
        ) : (
          <span className="mute">Counting…</span>
        )}
      </FirstLine>
      <FilterChips>
        <FilterChip
          label="Came in"
          value={value ? `${formatDate(value.range.from)} to ${formatDate(value.range.to)}` : '…'}
        >
          {(close) => (
            <ResultsPeriodForm
              period={period}
              range={value?.range}
              onChange={({ period: chosen, from, to }) => {
                set(chosen === 'all' ? { from: allTimeFrom, to: undefined } : { from, to });
                close();
              }}
            />
          )}
        </FilterChip>
        {value ? (
          <Select
            aria-label="What counts as success"
            size="xs"
            w={150}
            data={value.stages.map(({ key, name }) => ({ value: key, label: `to ${name}` }))}
            value={value.stage.key}
            onChange={(stage) => set({ stage: stage ?? undefined })}
            allowDeselect={false}
          />
        ) : null}
        <Segmented
          label="By"
          value={state.by}
          onChange={(by) => set({ by: by === 'channel' ? undefined : by })}
          options={valueDimensions.map((each) => ({ value: each, label: dimensionNames[each] }))}
        />
      </FilterChips>
      <Waiting query={query} queryKey={options.queryKey} what="leads" />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {value ? (
        <div className={staleClass(query)}>
          <div className={classes.duo}>
            <Forest value={value} />
            <AlternativeCard value={value} set={set} />
          </div>
          <ValueTable value={value} exportHref={`/api/v1/results/value/export?${search}`} />
          {value.by === 'marketer' && !value.mayName ? (
            <p className={classes.below}>
              Figures of colleagues are shown to themselves, liaisons and admins alone; these are your own.
            </p>
          ) : null}
          <CostsCard set={set} />
          <LeadsEvidence value={value} state={state} />
        </div>
      ) : null}
      <Suspense>
        {state.edit === 'baseline' ? <BaselineDialog onClose={() => set({ edit: undefined })} /> : null}
        {state.edit === 'cost' ? <CostDialog onClose={() => set({ edit: undefined })} /> : null}
      </Suspense>
    </div>
  );
}

/** The answer in a sentence; its figures open the leads that they are made of. */
function Headline({ value }: { value: Value }) {
  return inPieces(value.headline).map((piece, index) =>
    piece.isFigure ? (
      <Figure
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence, in their order.
        key={index}
        evidence={{ key: value.marketing.key, side: 'row', state: 'judged' }}
      >
        {piece.text}
      </Figure>
    ) : (
      piece.text
    ),
  );
}

function Under({ value }: { value: Value }) {
  const { marketing, leftOut } = value;
  const compared = marketing.comparison;
  const opens = (state: string, count: number) => (
    <Figure evidence={{ key: marketing.key, side: 'row', state }}>{formatCount(count)}</Figure>
  );
  return (
    <>
      Of {opens('came', marketing.leads)} leads that marketing brought, {opens('judged', marketing.judged)}{' '}
      are old enough to be judged, {opens('young', marketing.young)} are too young
      {compared && compared.notComparable > 0 ? (
        <>, and {opens('notComparable', compared.notComparable)} have nobody comparable and are left out</>
      ) : null}
      .
      {leftOut.dealsWithoutRate > 0
        ? ` ${plural(leftOut.dealsWithoutRate, 'won deal')} without a currency rate ${leftOut.dealsWithoutRate === 1 ? 'is' : 'are'} left out.`
        : ''}
      {leftOut.costsWithoutRate > 0
        ? ` ${plural(leftOut.costsWithoutRate, 'cost')} without a currency rate ${leftOut.costsWithoutRate === 1 ? 'is' : 'are'} left out.`
        : ''}
      {value.isBehind ? ' Newer facts are being worked in.' : ''}
    </>
  );
}
