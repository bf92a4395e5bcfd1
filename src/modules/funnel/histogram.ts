import type { Velocity } from './contract.ts';

/** How many people took so many whole hours. */
export type HoursCount = { hours: number; people: number };

const hoursADay = 24;

/**
 * The value below which the given share lies, interpolated between neighbours like PostgreSQL's percentile_cont.
 * Counting whole hours instead of sorting a million times keeps it one pass; the error is under an hour.
 */
function percentileHours(sorted: readonly HoursCount[], people: number, share: number): number {
  const rank = share * (people - 1);
  const low = valueAt(sorted, Math.floor(rank));
  const high = valueAt(sorted, Math.ceil(rank));
  return low + (high - low) * (rank - Math.floor(rank));
}

function valueAt(sorted: readonly HoursCount[], rank: number): number {
  let passed = 0;
  for (const { hours, people } of sorted) {
    passed += people;
    if (rank < passed) return hours;
  }
  return sorted.at(-1)?.hours ?? 0;
}

const round = (days: number): number => Math.round(days * 100) / 100;

/** Median and 90th percentile in days; null where nobody was timed. */
export function velocityOf(counts: readonly HoursCount[]): Velocity | null {
  const people = counts.reduce((sum, one) => sum + one.people, 0);
  if (people === 0) return null;
  const sorted = counts.toSorted((one, other) => one.hours - other.hours);
  return {
    people,
    medianDays: round(percentileHours(sorted, people, 0.5) / hoursADay),
    p90Days: round(percentileHours(sorted, people, 0.9) / hoursADay),
  };
}
