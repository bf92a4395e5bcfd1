import fc from 'fast-check';
import { startOfDay } from '../../rules/calendar.ts';

const dayMs = 86_400_000;

/** With clocks put forward and back in the days drawn, with half hours, and far ahead of UTC. */
export const timeZones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
];

const anchors = [
  Date.UTC(2024, 2, 28, 9, 30),
  Date.UTC(2024, 2, 31, 1, 0),
  Date.UTC(2024, 10, 3, 6, 0),
  Date.UTC(2024, 3, 6, 15, 0),
];
const midnights = ['2024-03-10', '2024-03-31', '2024-04-07', '2024-11-03', '2024-02-29'];

/**
 * Moments that fall on each other, and on edges of windows, often: a few anchors and midnights, so many whole days
 * before or after, and a millisecond more or less.
 */
export function momentIn(timeZone: string): fc.Arbitrary<number> {
  const bases = [...anchors, ...midnights.map((date) => startOfDay(date, timeZone))];
  return fc
    .tuple(
      fc.constantFrom(...bases),
      fc.integer({ min: -12, max: 12 }),
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(0, 0, 0, 1, -1) },
        { weight: 2, arbitrary: fc.integer({ min: -dayMs, max: dayMs }) },
      ),
    )
    .map(([base, days, off]) => base + days * dayMs + off);
}

export const dateText: fc.Arbitrary<string> = fc
  .integer({ min: -40, max: 40 })
  .map((days) => new Date(Date.UTC(2024, 3, 1) + days * dayMs).toISOString().slice(0, 10));
