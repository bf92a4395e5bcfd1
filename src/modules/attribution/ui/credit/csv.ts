import { csvHref } from '../../../../web/csv.ts';
import { amountForSheet } from './amounts.ts';
import type { Credit } from './api-types.ts';
import { modelWords } from './model-words.ts';
import { creditOf, withoutTouchRow } from './rows.ts';

/** The table with all its rows, nothing rounded, the sums last. */
export function creditCsv(credit: Credit): string {
  const { plan, unit, currency } = credit;
  const without = withoutTouchRow(credit);
  const figures = (amounts: readonly number[]) => amounts.map((amount) => amountForSheet(credit, amount));
  return csvHref([
    [
      plan.by.label,
      'Key',
      'Kind',
      'Touchpoints',
      'Results',
      ...plan.models.map((model) => `${modelWords[model].name}${unit === 'minor' ? ` (${currency})` : ''}`),
    ],
    ...[...credit.rows, ...(without ? [without] : [])].map((row) => [
      row.label,
      row.key.trim(),
      row.kind,
      row.touchpoints,
      row.deals,
      ...figures(plan.models.map((model) => creditOf(row, model))),
    ]),
    [
      'Sum',
      null,
      null,
      credit.touchpoints,
      credit.results,
      ...figures(plan.models.map((model) => (credit.totals[model] ?? 0) + credit.withoutTouch.value)),
    ],
  ]);
}
