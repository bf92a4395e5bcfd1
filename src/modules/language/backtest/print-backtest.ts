import type { Backtest, BacktestSide } from './contract.ts';

const whole = new Intl.NumberFormat('en');
const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const days = (value: { medianDays: number } | null): string =>
  value === null ? '–' : `${value.medianDays.toFixed(1)} days`;

type Row = [label: string, of: (side: BacktestSide) => string];

const rows: readonly Row[] = [
  ['qualified', (side) => whole.format(side.qualified)],
  ['a month', (side) => (side.qualified / Math.max(1, side.perMonth.length)).toFixed(1)],
  ['accepted by sales', (side) => percent(side.accepted.share)],
  ['became an opportunity', (side) => percent(side.opportunity.share)],
  ['won', (side) => percent(side.won.share)],
  ['of the won, found', (side) => percent(side.wonFound.share)],
  ['precision', (side) => percent(side.precision)],
  ['recall', (side) => percent(side.recall)],
  ['lift', (side) => (side.lift === null ? '–' : side.lift.toFixed(2))],
  ['area under the curve', (side) => (side.auc === null ? '–' : side.auc.toFixed(3))],
  ['ahead of what happened', (side) => days(side.daysGained)],
  ['until the outcome', (side) => days(side.daysToOutcome)],
];

/** The report as text, for people. */
export function printBacktest(backtest: Backtest): string {
  const sides = [backtest.against, backtest.subject].filter((side) => side !== null);
  const table = [
    ['', ...sides.map((side) => side.label)],
    ...rows.map(([label, of]) => [label, ...sides.map(of)]),
  ];
  const months = [
    ['month', ...sides.map((side) => side.label)],
    ...backtest.subject.perMonth.map(({ month }, index) => [
      month,
      ...sides.map((side) => whole.format(side.perMonth[index]?.qualified ?? 0)),
    ]),
  ];
  const { agreement, capacity } = backtest;
  const seconds = (backtest.tookMs / 1_000).toFixed(1);
  return [
    `${backtest.from} to ${backtest.to}: it ${backtest.sentence}.`,
    `${whole.format(backtest.leads)} leads, ${whole.format(backtest.interactions)} interactions, ${seconds} s; outcome: ${backtest.outcome}`,
    '',
    aligned(table),
    '',
    aligned(months),
    ...(capacity
      ? ['', `Sales can take ${whole.format(capacity.perMonth)} a month (${capacity.source}).`]
      : []),
    ...(agreement
      ? [
          '',
          `${whole.format(agreement.onlySubject + agreement.onlyAgainst)} leads would differ: ${whole.format(agreement.onlySubject)} come in, ${whole.format(agreement.onlyAgainst)} stay out.`,
        ]
      : []),
    ...backtest.notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

function aligned(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
