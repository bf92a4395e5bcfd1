import { AppError } from '../../../../platform/errors.ts';
import type { BusinessCalendar } from '../policy.ts';
import { OpenHours, type YearTable } from './open-hours.ts';

/** Calendars made ready, the one used longest ago first. A company has a few; a year of one is some 10 KB. */
const ready = new Map<string, OpenHours>();
const mostReady = 200;

/** A calendar that is closed for so many years on end is taken never to open again. */
const closedYears = 3;
/** Nothing that people promise each other takes longer. */
const mostYears = 300;

function openHoursOf(calendar: BusinessCalendar): OpenHours {
  const key = JSON.stringify([
    calendar.name,
    calendar.timeZone,
    calendar.hours,
    calendar.holidays,
    calendar.daysOff,
  ]);
  const hours = ready.get(key) ?? new OpenHours(calendar);
  ready.delete(key);
  ready.set(key, hours);
  if (ready.size > mostReady) {
    const [oldest] = ready.keys();
    if (oldest !== undefined) ready.delete(oldest);
  }
  return hours;
}

/**
 * The moment by which so much office time has passed since `fromMs`: the earliest one, so that what fills a day to its end
 * is due at its end, not the next morning. A negative time counts back to the latest moment from which that much is left.
 */
export function addBusinessMs(calendar: BusinessCalendar, fromMs: number, ms: number): number {
  if (ms === 0) return fromMs;
  const hours = openHoursOf(calendar);
  return ms > 0
    ? countForward(calendar, hours, fromMs, Math.round(ms))
    : countBack(calendar, hours, fromMs, Math.round(-ms));
}

function countForward(calendar: BusinessCalendar, hours: OpenHours, fromMs: number, ms: number): number {
  const firstYear = hours.yearAt(fromMs);
  let neededMs = openBefore(hours.table(firstYear), fromMs) + ms;
  let closed = 0;
  for (let year = firstYear; year < firstYear + mostYears; year++) {
    const table = hours.table(year);
    if (neededMs <= table.totalMs) {
      const at = lastAtMost(table.beforeMs, neededMs, true);
      return (table.startsMs[at] ?? 0) + neededMs - (table.beforeMs[at] ?? 0);
    }
    neededMs -= table.totalMs;
    closed = table.totalMs === 0 ? closed + 1 : 0;
    if (closed >= closedYears) throw neverOpens(calendar, year);
  }
  throw tooLong(calendar);
}

function countBack(calendar: BusinessCalendar, hours: OpenHours, fromMs: number, ms: number): number {
  const firstYear = hours.yearAt(fromMs);
  let leftMs = openBefore(hours.table(firstYear), fromMs) - ms;
  let closed = 0;
  for (let year = firstYear; year > firstYear - mostYears; year--) {
    const table = hours.table(year);
    if (leftMs >= 0) {
      const at = lastAtMost(table.beforeMs, leftMs, false);
      return (table.startsMs[at] ?? 0) + leftMs - (table.beforeMs[at] ?? 0);
    }
    leftMs += hours.table(year - 1).totalMs;
    closed = table.totalMs === 0 ? closed + 1 : 0;
    if (closed >= closedYears) throw neverOpens(calendar, year);
  }
  throw tooLong(calendar);
}

/** How much office time lies between two moments; negative where the second comes first. */
export function businessMsBetween(calendar: BusinessCalendar, fromMs: number, toMs: number): number {
  if (toMs < fromMs) return -businessMsBetween(calendar, toMs, fromMs);
  const hours = openHoursOf(calendar);
  const [firstYear, lastYear] = [hours.yearAt(fromMs), hours.yearAt(toMs)];
  let betweenMs = openBefore(hours.table(lastYear), toMs) - openBefore(hours.table(firstYear), fromMs);
  for (let year = firstYear; year < lastYear; year++) betweenMs += hours.table(year).totalMs;
  return betweenMs;
}

/**
 * The end of office hours on the so-manieth business day after the day of `fromMs`; with 0 the end of the day at hand, or
 * of the next business day where it is over or closed.
 */
export function addBusinessDays(calendar: BusinessCalendar, fromMs: number, days: number): number {
  const hours = openHoursOf(calendar);
  const firstYear = hours.yearAt(fromMs);
  const today = hours.dayAt(fromMs);
  let left = Math.max(1, Math.round(days));
  let closed = 0;
  for (let year = firstYear; year < firstYear + mostYears; year++) {
    const { daysOpen, dayEndsMs } = hours.table(year);
    const passed = 1 + (days > 0 ? lastAtMost(daysOpen, today, false) : lastAtMost(dayEndsMs, fromMs, false));
    const found = dayEndsMs[passed + left - 1];
    if (found !== undefined) return found;
    left -= dayEndsMs.length - passed;
    closed = dayEndsMs.length === 0 ? closed + 1 : 0;
    if (closed >= closedYears) throw neverOpens(calendar, year);
  }
  throw tooLong(calendar);
}

export function isOpen(calendar: BusinessCalendar, atMs: number): boolean {
  const { startsMs, endsMs } = openHoursOf(calendar).tableAt(atMs);
  return atMs < (endsMs[lastAtMost(startsMs, atMs, false)] ?? Number.NEGATIVE_INFINITY);
}

/** When it is open between two moments, at most a few years apart. */
export function openSpans(
  calendar: BusinessCalendar,
  fromMs: number,
  toMs: number,
): { fromMs: number; toMs: number }[] {
  const hours = openHoursOf(calendar);
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let year = hours.yearAt(fromMs); year <= hours.yearAt(toMs); year++) {
    const { startsMs, endsMs } = hours.table(year);
    for (let at = Math.max(0, lastAtMost(startsMs, fromMs, false)); at < startsMs.length; at++) {
      const from = Math.max(startsMs[at] ?? 0, fromMs);
      const to = Math.min(endsMs[at] ?? 0, toMs);
      if ((startsMs[at] ?? 0) >= toMs) break;
      if (from < to) spans.push({ fromMs: from, toMs: to });
    }
  }
  return spans;
}

function openBefore({ startsMs, endsMs, beforeMs }: YearTable, atMs: number): number {
  const at = lastAtMost(startsMs, atMs, false);
  if (at < 0) return 0;
  const startMs = startsMs[at] ?? 0;
  return (beforeMs[at] ?? 0) + Math.min(atMs, endsMs[at] ?? 0) - startMs;
}

/** The last place of an ascending row whose value is at most (or, strictly, below) the one asked for; −1: none. */
function lastAtMost(values: Float64Array, wanted: number, strictly: boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle] ?? 0;
    if (strictly ? value < wanted : value <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const neverOpens = ({ name }: BusinessCalendar, year: number) =>
  new AppError(
    'invalid_input',
    `The calendar "${name}" does not open for years on end (around ${year}). Give it office hours on days that are neither holidays nor days off.`,
  );

const tooLong = ({ name }: BusinessCalendar) =>
  new AppError('invalid_input', `The time asked for is longer than the calendar "${name}" can count.`);
