import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { CommitmentKey, SlaDimension, SlaSplitRow } from '../../measures/contract.ts';
import { splitCsv } from './csv.ts';
import classes from './sla.module.css';
import { filterInput, type PageState, type SetState } from './state.ts';
import { figureWords, standsOutWords, titles } from './words.ts';

const columns: readonly { key: CommitmentKey; heading: string }[] = [
  { key: 'completeness', heading: 'Packets complete' },
  { key: 'acceptance', heading: 'Taken' },
  { key: 'response', heading: 'Answered in time' },
  { key: 'disposition', heading: 'Decided in time' },
  { key: 'attempts', heading: 'Tried enough' },
  { key: 'expired', heading: 'Answered at all' },
];

type Props = { state: PageState; set: SetState; dimensions: readonly SlaDimension[] };

/** The measures by one dimension, those that stand out for the worse first. */
export function SplitTable({ state, set, dimensions }: Props) {
  const known = dimensions.some(({ key }) => key === state.by) ? state.by : 'owner';
  const query = useQuery(
    api.handoff.measures.readSlaSplit.queryOptions({
      input: { ...filterInput(state), dimension: known, limit: 100 },
      placeholderData: keepPreviousData,
    }),
  );
  const rows = query.data?.rows ?? [];
  return (
    <section className={classes.card} aria-label="By dimension">
      <div className={classes.cardHead}>
        <h2>
          By{' '}
          <Select
            aria-label="Split by"
            className={classes.by}
            data={dimensions.map(({ key, label }) => ({ value: key, label: label.toLowerCase() }))}
            value={known}
            onChange={(value) => set({ by: value ?? undefined })}
            allowDeselect={false}
            searchable
            size="xs"
          />
        </h2>
        {query.data ? (
          <a
            className={classes.quiet}
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(splitCsv(query.data))}`}
            download={`sla-by-${known}.csv`}
          >
            CSV
          </a>
        ) : null}
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <p className="mute">Counting…</p> : null}
      {rows.length > 0 ? (
        <div className={classes.scroll}>
          <table className={classes.split}>
            <thead>
              <tr>
                <th scope="col">{query.data?.dimension.label}</th>
                <th scope="col">Offers</th>
                {columns.map(({ key, heading }) => (
                  <th scope="col" key={key}>
                    {heading}
                  </th>
                ))}
                <th scope="col">Median to answer</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.key} row={row} dimension={known} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function Row({ row, dimension }: { row: SlaSplitRow; dimension: string }) {
  const where = { key: dimension, value: row.key, label: row.label };
  return (
    <tr>
      <th scope="row">{row.label}</th>
      <td data-label="Offers">
        <Figure evidence={{ of: 'volume', state: 'all', where }}>{formatCount(row.n)}</Figure>
      </td>
      {columns.map(({ key, heading }) => {
        const one = row.figures[key];
        return (
          <td key={key} data-label={heading} data-stands-out={one?.standsOut ?? undefined}>
            {one ? (
              <Figure
                evidence={{ of: key, state: 'all', where }}
                label={`${row.label}: ${figureWords(one.figure, 'percent')} ${standsOutWords[key]}, ${titles[key]}`}
              >
                {figureWords(one.figure, 'percent')}
              </Figure>
            ) : (
              <span className="mute">–</span>
            )}
            {one?.standsOut ? <span className={classes.flag}>{one.standsOut}</span> : null}
          </td>
        );
      })}
      <td data-label="Median to answer">
        {row.medianResponseHours === null ? (
          <span className="mute">–</span>
        ) : (
          <Figure evidence={{ of: 'response', state: 'all', where }}>
            {figureWords(row.medianResponseHours, 'hours')}
          </Figure>
        )}
      </td>
    </tr>
  );
}
