import { wilson as wilsonInterval } from '../value/statistics/wilson.ts';

export const intervalWords =
  'Shares stand with their 95 % interval by Wilson’s score method, which holds for few deals too.';

/** The interval of `hits` out of `of`; null where there is nothing to count. */
export function wilson(hits: number, of: number): { share: number; low: number; high: number } | null {
  const found = wilsonInterval(hits, of);
  return found === null ? null : { share: found.value, low: found.low, high: found.high };
}

const perCent = (share: number) => Math.round(share * 100);

/** “(95 %: 31 to 69 %)” */
export function intervalOf(hits: number, of: number): string {
  const found = wilson(hits, of);
  return found === null ? '' : `(95 %: ${perCent(found.low)} to ${perCent(found.high)} %)`;
}
