import type { Rate } from './deals-contract.ts';

/** The 97.5th percentile of the normal distribution. */
export const z95 = 1.959963984540054;

/** A share with Wilson's 95 % interval (Wilson 1927), which holds its word where counts are small; null of nobody. */
export function wilson(hits: number, n: number): Rate | null {
  if (n === 0) return null;
  const value = hits / n;
  const spread = z95 ** 2 / n;
  const middle = (value + spread / 2) / (1 + spread);
  const half = (z95 / (1 + spread)) * Math.sqrt((value * (1 - value)) / n + spread / (4 * n));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n };
}
