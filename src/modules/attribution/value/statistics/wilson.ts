/** The 97.5th percentile of the normal distribution. */
export const z95 = 1.959963984540054;

/** A share with Wilson's 95 % interval (Wilson 1927), which holds its word where counts are small; null of nobody. */
export function wilson(
  hits: number,
  n: number,
): { value: number; low: number; high: number; n: number } | null {
  if (n <= 0) return null;
  const value = hits / n;
  const spread = z95 ** 2 / n;
  const middle = (value + spread / 2) / (1 + spread);
  const half = (z95 / (1 + spread)) * Math.sqrt((value * (1 - value)) / n + spread / (4 * n));
  // At the ends rounding would leave a crumb outside of what a share can be.
  return {
    value,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === n ? 1 : Math.min(1, middle + half),
    n,
  };
}
