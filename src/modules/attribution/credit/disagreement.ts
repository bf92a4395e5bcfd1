import type { AttributionModel } from '../models/models.ts';
import type { Credit, CreditRow } from './contract.ts';
import { modelWords } from './model-words.ts';

const most = 3;

/** Where models differ most in what they give, in what they share out. */
export function findDisagreement(
  rows: readonly CreditRow[],
  options: { models: readonly AttributionModel[]; say: (amount: number) => string },
): Credit['disagreement'] {
  const { models, say } = options;
  if (models.length < 2) return [];
  return rows
    .map(({ key, label, credits }) => {
      const each = models
        .map((model) => ({ model, amount: credits[model] ?? 0 }))
        .toSorted((a, b) => b.amount - a.amount);
      return { key, label, most: each.at(0), least: each.at(-1) };
    })
    .flatMap(({ key, label, most: high, least: low }) =>
      high && low && high.amount > low.amount
        ? [
            {
              key,
              label,
              most: high,
              least: low,
              words: `${label}: ${say(high.amount)} by ${modelWords[high.model].said}, ${say(low.amount)} by ${modelWords[low.model].said}`,
            },
          ]
        : [],
    )
    .toSorted(
      (a, b) => b.most.amount - b.least.amount - (a.most.amount - a.least.amount) || (a.key < b.key ? -1 : 1),
    )
    .slice(0, most);
}

/** An amount in whole units, as a sentence says it. */
export function sayer(unit: Credit['unit'], currency: string): (amount: number) => string {
  if (unit === 'micro') {
    const format = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
    return (amount) => format.format(amount / 1_000_000);
  }
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  return (amount) => format.format(amount / 10 ** digits);
}
