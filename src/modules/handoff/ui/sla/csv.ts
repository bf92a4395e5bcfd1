import { csvText } from '../../../../web/csv.ts';
import type { Commitment, SlaDimension, SlaSplitRow } from '../../measures/contract.ts';
import { comparedColumns } from './columns.ts';
import { titles } from './words.ts';

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
  return csvText([
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
  return csvText([
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
