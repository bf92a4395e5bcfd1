import { DateTime } from 'luxon';

/** A week from Monday to Sunday in a zone, ISO 8601. */
export type Week = { week: string; fromMs: number; toMs: number; from: string; to: string };

/** Weeks around a moment: so many before its own, its own, so many after. */
export function weeksAround(options: { now: Date; zone: string; before: number; after: number }): Week[] {
  const { now, zone, before, after } = options;
  const own = DateTime.fromJSDate(now, { zone }).startOf('week');
  return Array.from({ length: before + 1 + after }, (_, at) => {
    const begins = own.plus({ weeks: at - before });
    const ends = begins.plus({ weeks: 1 });
    return {
      week: begins.toFormat("kkkk-'W'WW"),
      fromMs: begins.toMillis(),
      toMs: ends.toMillis(),
      from: begins.toISODate() ?? '',
      to: ends.minus({ days: 1 }).toISODate() ?? '',
    };
  });
}
