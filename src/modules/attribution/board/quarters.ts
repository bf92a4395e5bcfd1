import { DateTime } from 'luxon';
import { AppError } from '../../../platform/errors.ts';

/** A quarter of the calendar on a workspace's wall. */
export type Quarter = {
  /** `2026-Q3`. */
  key: string;
  label: string;
  from: Date;
  /** The first moment after it. */
  to: Date;
  /** Its last day, `2026-09-30`. */
  end: string;
  days: number;
};

function quarterAtStart(start: DateTime): Quarter {
  const next = start.plus({ months: 3 });
  return {
    key: `${start.year}-Q${start.quarter}`,
    label: `Q${start.quarter} ${start.year}`,
    from: start.toJSDate(),
    to: next.toJSDate(),
    end: next.minus({ days: 1 }).toISODate() ?? '',
    days: Math.round(next.diff(start, 'days').days),
  };
}

export function quarterAt(at: Date, zone: string): Quarter {
  return quarterAtStart(DateTime.fromJSDate(at, { zone }).startOf('quarter'));
}

/** The quarter so many before (or, negative, after) another. */
export function quartersBefore(quarter: Quarter, count: number, zone: string): Quarter {
  const start = DateTime.fromJSDate(quarter.from, { zone });
  return quarterAtStart(start.minus({ months: 3 * count }));
}

/** The quarter of a key such as `2026-Q3`; refuses one that has not begun. */
export function quarterOf(key: string, { now, zone }: { now: Date; zone: string }): Quarter {
  const [year = '', nth = ''] = key.split('-Q');
  const start = DateTime.fromObject({ year: Number(year), month: Number(nth) * 3 - 2, day: 1 }, { zone });
  if (!start.isValid)
    throw new AppError('invalid_input', `"${key}" is no quarter. Write one as 2026-Q3.`, {
      fields: [{ path: 'quarter', message: 'is a quarter such as 2026-Q3' }],
    });
  if (start.toJSDate() > now)
    throw new AppError(
      'invalid_input',
      `${key} has not begun. Choose the running quarter or an earlier one.`,
      {
        fields: [{ path: 'quarter', message: 'has not begun' }],
      },
    );
  return quarterAtStart(start);
}

/** Half-open. */
export type Span = { from: Date; to: Date };

/**
 * As much of a quarter as has passed of another: a running quarter is compared with the same days of the one before, up
 * to the same time of day. A quarter that is over is compared as a whole.
 */
export function sameStretch(
  quarter: Quarter,
  { of, until, zone }: { of: Quarter; until: Date; zone: string },
): Span {
  if (until >= of.to) return { from: quarter.from, to: quarter.to };
  const passed = DateTime.fromJSDate(until, { zone }).diff(DateTime.fromJSDate(of.from, { zone }), [
    'days',
    'milliseconds',
  ]);
  const to = DateTime.fromJSDate(quarter.from, { zone }).plus(passed.toObject()).toJSDate();
  return { from: quarter.from, to: new Date(Math.min(to.getTime(), quarter.to.getTime())) };
}

/** Which day of the quarter it is, from 1 on; the last one when it is over. */
export function dayOf(quarter: Quarter, at: Date, zone: string): number {
  const passed = DateTime.fromJSDate(at, { zone }).diff(
    DateTime.fromJSDate(quarter.from, { zone }),
    'days',
  ).days;
  return Math.min(quarter.days, Math.max(1, Math.floor(passed) + 1));
}

export const isWithin = (atMs: number, { from, to }: Span): boolean =>
  atMs >= from.getTime() && atMs < to.getTime();
