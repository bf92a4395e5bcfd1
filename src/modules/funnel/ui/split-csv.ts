import { csvText } from '../../../web/csv.ts';
import type { FunnelSplit, FunnelStage } from './rows.ts';

/** The table as CSV: amounts in minor units of the main currency, so that nothing is rounded. */
export function splitCsv(split: FunnelSplit, stages: readonly Pick<FunnelStage, 'key' | 'name'>[]): string {
  const heading = [
    split.dimension.label,
    ...stages.map((stage) => stage.name),
    'Median days',
    'Won deals',
    `Won (minor units, ${split.currency})`,
  ];
  const rows = split.rows.map((row) => [
    row.key === '' && !row.isRest ? '' : row.label,
    ...stages.map((stage) => row.stages[stage.key] ?? 0),
    row.throughout?.medianDays ?? '',
    row.deals,
    row.value.find((money) => money.currency === split.currency)?.amountMinor ?? 0,
  ]);
  return csvText([heading, ...rows]);
}
