import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { csvHref } from '../../../../web/csv.ts';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import classes from './backtest.module.css';
import type { Cohorts } from './types.ts';
import { monthYear } from './words.ts';

const state = z.object({ recast: z.uuid().optional().catch(undefined) });

/** Old cohorts as they were judged, or under another version; the page says which. */
export function CohortRecast({ definitionId }: { definitionId: string }) {
  const [{ recast }, set] = useUrlState(state);
  const definition = useQuery(api.language.getDefinition.queryOptions({ input: { id: definitionId } }));
  const query = useQuery(
    api.language.recastCohorts.queryOptions({
      input: { id: definitionId, ...(recast === undefined ? {} : { under: recast }) },
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  const versions = (definition.data?.versions ?? []).filter(
    (version) => version.body.kind === 'stage' && version.body.gate !== null && version.status !== 'draft',
  );
  return (
    <section className={`panel ${classes.card}`} aria-label="Cohorts" aria-busy={query.isFetching}>
      <header className={classes.head}>
        <h2>By the month people came in</h2>
        <NativeSelect
          aria-label="How the cohorts are read"
          size="xs"
          value={recast ?? ''}
          onChange={(event) => set({ recast: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'as it was' },
            ...versions.map((version) => ({
              value: version.id,
              label: `recast under version ${version.number}`,
            })),
          ]}
        />
      </header>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? (
        <p className={classes.asking} role="status">
          {recast ? 'Asking everybody who ever came in under this version…' : 'Counting…'}
        </p>
      ) : null}
      {query.data && !query.error ? <CohortTable cohorts={query.data} /> : null}
    </section>
  );
}

function CohortTable({ cohorts }: { cohorts: Cohorts }) {
  const { months, under } = cohorts;
  if (months.length === 0) return <p className={classes.asking}>Nobody has come in yet.</p>;
  return (
    <>
      <p className={classes.sentence}>
        {cohorts.sentence}{' '}
        <a className={classes.quiet} href={csvHref(csvRows(cohorts))} download="cohorts.csv">
          CSV
        </a>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.scroll} aria-label="Cohorts by month" tabIndex={0}>
        <table className={classes.figures}>
          <thead>
            <tr>
              <th scope="col">came in</th>
              <th scope="col">people</th>
              <th scope="col">as they were</th>
              <th scope="col" className={classes.wide}>
                under version
              </th>
              {under ? <th scope="col">version {under.number}</th> : null}
              <th scope="col">won</th>
              {under ? <th scope="col">of these let in</th> : null}
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((month) => (
              <tr key={month.month}>
                <th scope="row">{monthYear(month.month)}</th>
                <td>{formatCount(month.cameIn)}</td>
                <td>{withShare(month.asTheyWere, month.cameIn)}</td>
                <td className={classes.wide}>{month.versions.join(', ') || '–'}</td>
                {under ? <td className={classes.own}>{withShare(month.recast ?? 0, month.cameIn)}</td> : null}
                <td>{formatCount(month.won)}</td>
                {under ? <td>{formatCount(month.wonAmongRecast ?? 0)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

const withShare = (part: number, whole: number) => (
  <>
    {formatCount(part)} <span className="mute">{whole === 0 ? '' : formatShare(part / whole)}</span>
  </>
);

const csvRows = ({ months, under }: Cohorts) => [
  [
    'month',
    'came in',
    'as they were',
    'versions in force',
    ...(under ? [`under version ${under.number}`] : []),
    'won',
    ...(under ? ['won among them'] : []),
  ],
  ...months.map((month) => [
    month.month,
    month.cameIn,
    month.asTheyWere,
    month.versions.join(' '),
    ...(under ? [month.recast] : []),
    month.won,
    ...(under ? [month.wonAmongRecast] : []),
  ]),
];
