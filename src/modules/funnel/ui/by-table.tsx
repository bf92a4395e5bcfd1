import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import type { FunnelDimension } from '../contract.ts';
import classes from './funnel.module.css';
import type { Funnel, FunnelSplit, FunnelStage, SplitRow } from './rows.ts';
import { splitCsv } from './split-csv.ts';
import { StageTerm } from './stage-term.tsx';
import { filterInput, type PageState, type SetState } from './state.ts';
import { formatDays, moneyWords } from './words.ts';

type ByTableProps = {
  state: PageState;
  set: SetState;
  funnel: Funnel;
  dimensions: readonly FunnelDimension[];
  /** How many rows there are at first. */
  rows: number;
};

/** What a browser still shows and a CSV still helps with; smaller keys are one row together. */
const mostRows = 1_000;

/** The funnel by one dimension: what comes in where, how much of it passes, what it is worth. */
export function ByTable({ state, set, funnel, dimensions, rows }: ByTableProps) {
  const known = dimensions.some((one) => one.key === state.by) ? state.by : 'channel';
  const query = useQuery(
    api.funnel.splitFunnel.queryOptions({
      input: { ...filterInput(state), dimension: known, limit: mostRows },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <section className={classes.card} aria-label="By dimension">
      <div className={classes.cardHead}>
        <h2>
          By{' '}
          <Select
            aria-label="Split the funnel by"
            className={classes.bySelect}
            data={dimensions.map(({ key, label }) => ({ value: key, label: label.toLowerCase() }))}
            value={known}
            onChange={(value) => set({ by: value ?? undefined, order: undefined })}
            allowDeselect={false}
            searchable
            size="xs"
          />
        </h2>
        {query.data ? <CsvLink split={query.data} funnel={funnel} /> : null}
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.data ? (
        <Table split={query.data} funnel={funnel} state={state} set={set} limit={rows} />
      ) : query.isPending ? (
        <p className="mute">Counting…</p>
      ) : null}
    </section>
  );
}

function CsvLink({ split, funnel }: { split: FunnelSplit; funnel: Funnel }) {
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(splitCsv(split, funnel.stages))}`;
  return (
    <a className={classes.quietLink} href={href} download={`funnel-by-${split.dimension.key}.csv`}>
      CSV
    </a>
  );
}

type SortValue = (row: SplitRow) => number | string;

function sortValues(funnel: Funnel): Record<string, SortValue> {
  const stages = funnel.stages.map((stage): [string, SortValue] => [
    stage.key,
    (row) => row.stages[stage.key] ?? 0,
  ]);
  return {
    label: (row) => row.label.toLowerCase(),
    ...Object.fromEntries(stages),
    rate: (row) => rateOf(row, funnel) ?? -1,
    days: (row) => row.throughout?.medianDays ?? Number.POSITIVE_INFINITY,
    value: (row) => row.value.find((money) => money.currency === funnel.currency)?.amountMinor ?? 0,
  };
}

/** From the first stage to the last. */
function rateOf(row: SplitRow, funnel: Funnel): number | null {
  const first = row.stages[funnel.stages[0]?.key ?? ''] ?? 0;
  const last = row.stages[funnel.stages.at(-1)?.key ?? ''] ?? 0;
  return first === 0 ? null : last / first;
}

function sorted(rows: readonly SplitRow[], order: string, funnel: Funnel): SplitRow[] {
  const isDescending = order.startsWith('-');
  const sortValue = sortValues(funnel)[isDescending ? order.slice(1) : order];
  if (!sortValue) return [...rows];
  return rows.toSorted((one, other) => {
    const [a, b] = [sortValue(one), sortValue(other)];
    const rest = Number(one.isRest) - Number(other.isRest);
    return rest || (a < b ? -1 : a > b ? 1 : 0) * (isDescending ? -1 : 1);
  });
}

type HeadingProps = {
  text: string;
  stage: FunnelStage | undefined;
  arrow: string;
  onSort: () => void;
};

/** A heading sorts; a stage's name opens its definition, so that the sorting has a button of its own. */
function Heading({ text, stage, arrow, onSort }: HeadingProps) {
  if (!stage)
    return (
      <button type="button" className={classes.sort} onClick={onSort}>
        {text} {arrow}
      </button>
    );
  return (
    <>
      <StageTerm stage={stage} />
      <button type="button" className={classes.sort} aria-label={`Sort by ${text}`} onClick={onSort}>
        {arrow || '↕'}
      </button>
    </>
  );
}

function Table(props: {
  split: FunnelSplit;
  funnel: Funnel;
  state: PageState;
  set: SetState;
  limit: number;
}) {
  const { split, funnel, state, set, limit } = props;
  const [shown, setShown] = useState(limit);
  const rows = sorted(split.rows, state.order, funnel);
  const isMiddle = (id: string) => middleOf(funnel).includes(id);
  const headings: [id: string, text: string][] = [
    ['label', split.dimension.label],
    ...funnel.stages.map((stage): [string, string] => [stage.key, stage.name]),
    ['rate', 'all the way'],
    ['days', 'median'],
    ['value', 'won'],
  ];
  const press = (id: string) => {
    const descending = `-${id}`;
    const first = id === 'label' || id === 'days' ? id : descending;
    set({ order: state.order === first ? (first === id ? descending : id) : first }, { replace: true });
  };
  return (
    <>
      <div className={classes.tableScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              {headings.map(([id, text]) => (
                <th
                  key={id}
                  scope="col"
                  aria-sort={ariaSort(state.order, id)}
                  className={isMiddle(id) ? classes.wide : undefined}
                >
                  <Heading
                    text={text}
                    stage={funnel.stages.find((stage) => stage.key === id)}
                    arrow={
                      state.order.replace('-', '') === id ? (state.order.startsWith('-') ? '↓' : '↑') : ''
                    }
                    onSort={() => press(id)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <Row
                key={row.isRest ? '\u0000rest' : row.key}
                row={row}
                funnel={funnel}
                dimension={split.dimension.key}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? <p className="mute">Nobody to split.</p> : null}
      {rows.length > shown ? (
        <button type="button" className={classes.quietLink} onClick={() => setShown(rows.length)}>
          Show all {formatCount(rows.length)}
        </button>
      ) : null}
    </>
  );
}

/** What a phone has no room for: all but the first stage, the last, and what it came to. */
const middleOf = (funnel: Funnel): string[] => [
  'days',
  'rate',
  ...funnel.stages.slice(1, -1).map((stage) => stage.key),
];

function ariaSort(order: string, id: string): 'ascending' | 'descending' | 'none' {
  if (order === id) return 'ascending';
  return order === `-${id}` ? 'descending' : 'none';
}

function Row({ row, funnel, dimension }: { row: SplitRow; funnel: Funnel; dimension: string }) {
  const where = { key: dimension, value: row.key };
  const last = funnel.stages.at(-1);
  const rate = rateOf(row, funnel);
  /** The rest is many keys at once: it adds up the table, its people are found under their own keys. */
  const show = (evidence: Record<string, unknown>, text: string) =>
    row.isRest ? text : <Figure evidence={{ ...evidence, where }}>{text}</Figure>;
  return (
    <tr>
      <th scope="row" className={row.key === '' ? 'mute' : undefined} title={row.label}>
        {row.label}
      </th>
      {funnel.stages.map((stage) => (
        <td key={stage.key} className={middleOf(funnel).includes(stage.key) ? classes.wide : undefined}>
          {show(
            { of: 'people', stage: stage.key, state: 'reached' },
            formatCount(row.stages[stage.key] ?? 0),
          )}
        </td>
      ))}
      <td className={classes.wide}>
        {rate === null || !last
          ? '–'
          : show({ of: 'people', stage: last.key, state: 'reached' }, formatShare(rate))}
      </td>
      <td className={classes.wide}>
        {row.throughout && last
          ? show({ of: 'people', stage: last.key, state: 'timed' }, formatDays(row.throughout.medianDays))
          : '–'}
      </td>
      <td>{row.value.length > 0 ? show({ of: 'deals' }, moneyWords(row.value)) : '–'}</td>
    </tr>
  );
}
