import { amountText, scaleOf } from './amounts.ts';
import type { Credit } from './api-types.ts';
import { modelWords } from './model-words.ts';
import { checkSums } from './rows.ts';

/** What the columns come to, in a sentence. */
export function sumWords(credit: Credit): string {
  const { unit } = credit;
  const sums = checkSums(credit);
  const exact = scaleOf({ ...credit, largest: 0 }).exact;
  const fully = unit === 'minor' ? 'to the cent' : 'to the millionth';
  switch (sums.state) {
    case 'whole':
      return `credits sum to ${exact(sums.total)}, ${fully}`;
    case 'part':
      return sums.least === sums.most
        ? `credits sum to ${exact(sums.least)} of ${amountText(credit, sums.total)}`
        : `credits sum to ${amountText(credit, sums.least)} to ${amountText(credit, sums.most)}, by model, of ${amountText(credit, sums.total)}`;
    case 'wrong':
      return `the columns of ${sums.models.map((model) => modelWords[model].name).join(', ')} do not come to their sums: read the page again`;
  }
}
