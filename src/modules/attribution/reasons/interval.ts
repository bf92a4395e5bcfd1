/** Two-sided, 95 %. */
const z = 1.959963984540054;

export const intervalWords =
  'Shares stand with their 95 % interval by Wilson’s score method, which holds for few deals too.';

/** Wilson's score interval of `hits` out of `of` (Wilson 1927); null where there is nothing to count. */
export function wilson(hits: number, of: number): { share: number; low: number; high: number } | null {
  if (of <= 0) return null;
  const share = hits / of;
  const scale = 1 + z ** 2 / of;
  const middle = (share + z ** 2 / (2 * of)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  // At the ends rounding would leave a crumb outside of what a share can be.
  return {
    share,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === of ? 1 : Math.min(1, middle + half),
  };
}

const perCent = (share: number) => Math.round(share * 100);

/** “(95 %: 31 to 69 %)” */
export function intervalOf(hits: number, of: number): string {
  const found = wilson(hits, of);
  return found === null ? '' : `(95 %: ${perCent(found.low)} to ${perCent(found.high)} %)`;
}
