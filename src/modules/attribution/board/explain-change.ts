import { wilson, z95 } from '../value/statistics/wilson.ts';
import type { BoardDeal } from './reading/board-deal.ts';

export type Tally = { decided: number; won: number; wonMinor: number; sizes: number[] };
export const changeParts = ['volume', 'rate', 'size'] as const;
export type ChangePart = (typeof changeParts)[number];
export type Explained = Record<ChangePart, number>;

/** What was decided in a stretch. */
export function tallyOf(deals: readonly BoardDeal[]): Tally {
  const won = deals.filter((deal) => deal.status === 'won');
  const sizes = won.flatMap((deal) => (deal.amountMinor === null ? [] : [deal.amountMinor]));
  return {
    decided: deals.length,
    won: won.length,
    wonMinor: sizes.reduce((sum, size) => sum + size, 0),
    sizes,
  };
}

/**
 * Won revenue is volume × rate × size. How much of the difference between two stretches each of the three made: the mean
 * over all orders in which they could have changed (Shapley), in whole minor units that sum to the difference. Where a
 * stretch has no rate or size of its own, that of the other stands for it, so that nothing is said to have changed.
 */
export function explain(before: Tally, now: Tally): Explained {
  const of = (tally: Tally, other: Tally) => ({
    volume: tally.decided,
    rate: tally.decided > 0 ? tally.won / tally.decided : other.decided > 0 ? other.won / other.decided : 0,
    size: tally.won > 0 ? tally.wonMinor / tally.won : other.won > 0 ? other.wonMinor / other.won : 0,
  });
  const a = of(before, now);
  const b = of(now, before);
  const share = (part: ChangePart): number => {
    const [one, other] = changeParts.filter((name) => name !== part);
    if (one === undefined || other === undefined) return 0;
    const others =
      (a[one] * a[other]) / 3 + (b[one] * a[other]) / 6 + (a[one] * b[other]) / 6 + (b[one] * b[other]) / 3;
    return (b[part] - a[part]) * others;
  };
  const volume = Math.round(share('volume'));
  const rate = Math.round(share('rate'));
  return { volume, rate, size: now.wonMinor - before.wonMinor - volume - rate };
}

export type Range95 = { low: number; high: number };

/** Newcombe's interval (his method 10) of the difference of two rates, from Wilson's of each. */
export function rateDifference(before: Tally, now: Tally): Range95 {
  const a = rateOf(now.won, now.decided);
  const b = rateOf(before.won, before.decided);
  const difference = a.value - b.value;
  return {
    low: difference - Math.hypot(a.value - a.low, b.high - b.value),
    high: difference + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/** Of nothing decided a rate may be anything. */
const rateOf = (hits: number, of: number) => wilson(hits, of) ?? { value: 0, low: 0, high: 1 };

/** How many times as many: counts of two stretches of the same length, by Wilson's interval of the later one's part. */
export function volumeRatio(before: Tally, now: Tally): Range95 {
  const { low, high } = rateOf(now.decided, now.decided + before.decided);
  return { low: low / Math.max(1e-9, 1 - low), high: high / Math.max(1e-9, 1 - high) };
}

/** Of the difference between two averages (Welch, with the normal's bounds widened for few); null with one deal. */
export function sizeDifference(before: Tally, now: Tally): Range95 | null {
  if (before.sizes.length < 2 || now.sizes.length < 2) return null;
  const one = momentsOf(before.sizes);
  const other = momentsOf(now.sizes);
  const error = Math.sqrt(one.variance / one.n + other.variance / other.n);
  const degrees =
    (one.variance / one.n + other.variance / other.n) ** 2 /
    Math.max(
      Number.MIN_VALUE,
      (one.variance / one.n) ** 2 / (one.n - 1) + (other.variance / other.n) ** 2 / (other.n - 1),
    );
  const half = studentBound(degrees) * error;
  const difference = other.mean - one.mean;
  return { low: difference - half, high: difference + half };
}

function momentsOf(values: readonly number[]): { n: number; mean: number; variance: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) };
}

/** Student's 97.5 % bound by Cornish and Fisher's expansion: within 1 % from three degrees of freedom on. */
function studentBound(degrees: number): number {
  const z = z95;
  const v = Math.max(1, degrees);
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
  );
}
