import type { Commitment, SlaDimension, SlaSplitRow } from '../../measures/contract.ts';
import { comparedColumns } from './columns.ts';
import { titles } from './words.ts';

/** Text that a spreadsheet would run as a formula gets a quote in front. */
const cell = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const lines = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n');

const rounded = (value: number | null | undefined): number | string =>
  value === null || value === undefined ? '' : Math.round(value * 100) / 100;

export function splitCsv({
  dimension,
  rows,
}: {
  dimension: SlaDimension;
  rows: readonly SlaSplitRow[];
}): string {
  const heading = [
    dimension.label,
    'Hand-offs',
    ...comparedColumns.flatMap((key) => [`${titles[key]} (%)`, 'of', 'stands out']),
    'Median business hours to first response',
  ];
  return lines([
    heading,
    ...rows.map((row) => [
      row.label,
      row.n,
      ...comparedColumns.flatMap((key) => {
        const one = row.figures[key];
        return [rounded(one?.figure), one?.n ?? 0, one?.standsOut ?? ''];
      }),
      rounded(row.medianResponseHours),
    ]),
  ]);
}

/** The commitments with their trend, a row for each stretch of time. */
export function commitmentsCsv(commitments: readonly Commitment[]): string {
  return lines([
    ['Commitment', 'Side', 'Promise', 'From', 'To', 'Figure', 'Unit', 'Hand-offs', 'Kept', 'Broken', 'Open'],
    ...commitments.flatMap((one) => [
      [
        titles[one.key],
        one.side,
        one.promise ?? '',
        '',
        '',
        rounded(one.figure),
        one.unit,
        one.n,
        one.keptCount,
        one.brokenCount,
        one.waitingCount,
      ],
      ...one.trend.map(({ from, to, figure, n }) => [
        titles[one.key],
        one.side,
        one.promise ?? '',
        from,
        to,
        rounded(figure),
        one.unit,
        n,
        '',
        '',
        '',
      ]),
    ]),
  ]);
}
