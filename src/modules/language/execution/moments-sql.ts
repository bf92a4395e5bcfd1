import { arrayOf, integer } from './sql-text.ts';

/**
 * Places of times among the moments asked about. Few moments are compared one after another, which costs the engine
 * least; many would take it longer to read than the rows, so they are looked up by the stretch of time they lie in.
 */
const mostCompared = 32;
/** Stretches for each moment, beyond which a list of them says too little. */
const mostStretches = 40;

export const momentsSql = (momentsMs: readonly number[]): string => arrayOf(momentsMs.map(integer));

/** How many of the moments (ascending) come before. */
export function countBefore(ms: string, momentsMs: readonly number[]): string {
  if (momentsMs.length === 0) return 'toUInt32(0)';
  if (momentsMs.length <= mostCompared)
    return `toUInt32(${momentsMs.map((momentMs) => `(${ms} > ${integer(momentMs)})`).join(' + ')})`;
  return (
    countInStretches(ms, momentsMs) ??
    `toUInt32(arrayCount(moment_ms -> moment_ms < ${ms}, ${momentsSql(momentsMs)}))`
  );
}

/**
 * Time is cut into stretches as long as the shortest gap: of each is known how many moments come before it, and the one
 * within. The last moment may be the present, at no distance to speak of from the one before: it is compared by itself.
 */
function countInStretches(ms: string, momentsMs: readonly number[]): string | null {
  const regular = momentsMs.slice(0, -1);
  const first = regular[0] ?? 0;
  const last = regular.at(-1) ?? 0;
  const present = momentsMs.at(-1) ?? 0;
  const gap = Math.min(...regular.slice(1).map((momentMs, place) => momentMs - (regular[place] ?? 0)));
  const count = Math.floor((last - first) / gap) + 1;
  if (!(gap > 0) || count > regular.length * mostStretches) return null;
  const before: number[] = [];
  const within: number[] = [];
  let passed = 0;
  for (let stretch = 0; stretch < count; stretch += 1) {
    const begins = first + stretch * gap;
    while ((regular[passed] ?? Number.POSITIVE_INFINITY) < begins) passed += 1;
    before.push(passed);
    within.push(regular[passed] ?? present);
  }
  const stretch = `(intDiv(least(greatest(${ms}, ${integer(first)}), ${integer(last)}) - ${integer(first)}, ${integer(gap)}) + 1)`;
  return `toUInt32(arrayElement(${arrayOf(before.map(integer))}, ${stretch})
    + (${ms} > arrayElement(${momentsSql(within)}, ${stretch})) + (${ms} > ${integer(present)}))`;
}
