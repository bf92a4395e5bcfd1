/** Days as the workspace's calendar counts them. */
export const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, Map<number, string>>();
/** Since then every zone's clocks differ from UTC by whole quarters of an hour. */
const quartersSinceMs = Date.UTC(1973, 0, 1);
const quarterMs = 900_000;
const mostKnown = 20_000;

function formatted(atMs: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(atMs);
}

/** The date (YYYY-MM-DD) that the workspace's calendars show then. */
export function localDate(atMs: number, timeZone: string): string {
  if (atMs < quartersSinceMs) return formatted(atMs, timeZone);
  let dates = known.get(timeZone);
  if (!dates || dates.size > mostKnown) {
    dates = new Map();
    known.set(timeZone, dates);
  }
  const quarter = Math.floor(atMs / quarterMs);
  let date = dates.get(quarter);
  if (date === undefined) {
    date = formatted(atMs, timeZone);
    dates.set(quarter, date);
  }
  return date;
}

/** The first moment at which calendars show this date or a later one. */
export function startOfDay(date: string, timeZone: string): number {
  const utcMs = Date.parse(`${date}T00:00:00Z`);
  // Clocks are at most 14 hours ahead of UTC and 12 behind; a zone that skipped a whole day needs a day more.
  let before = Math.floor((utcMs - 15 * 3_600_000) / quarterMs);
  let after = Math.ceil((utcMs + 40 * 3_600_000) / quarterMs);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(middle * quarterMs, timeZone) >= date) after = middle;
    else before = middle;
  }
  return after * quarterMs;
}

/** Further than any date that is kept, and still one. */
const mostDays = 50_000;

/** The date so many days later; part of a day counts as one where it goes back. */
export function addDays(date: string, days: number): string {
  const whole = Math.max(-mostDays, Math.min(mostDays, Math.floor(days)));
  return new Date(Date.parse(`${date}T00:00:00Z`) + whole * dayMs).toISOString().slice(0, 10);
}

/** Whether this is a date that exists, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}
