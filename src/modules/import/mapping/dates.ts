import type { DateFormat } from './schema.ts';

/** A day, and a time of that day where the text has one. `offsetMinutes`: the zone the text itself states. */
export type ReadDate = {
  year: number;
  month: number;
  day: number;
  /** Milliseconds since midnight; null: a day without a time. */
  timeMs: number | null;
  offsetMinutes: number | null;
};

export type DateProblem = 'impossible_date' | 'wrong_type';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const time = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;
const word = String.raw`(\d{1,2}|[a-z]{3,9})`;
const numbersFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`, 'i');
const dayFirst = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[-/. ]\s*${word}[-/., ]\s*(\d{4}|\d{2})${time}$`,
  'i',
);
const monthFirst = new RegExp(
  String.raw`^${word}[-/. ]\s*(\d{1,2})(?:st|nd|rd|th)?[-/., ]\s*(\d{4}|\d{2})${time}$`,
  'i',
);

const maxMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Reads a date in one of the formats named, in their order. */
export function readDate(text: string, formats: readonly DateFormat[]): ReadDate | DateProblem {
  let problem: DateProblem = 'wrong_type';
  for (const format of formats) {
    const read = readIn(text, format);
    if (typeof read !== 'string') return read;
    if (read === 'impossible_date') problem = read;
  }
  return problem;
}

function readIn(text: string, format: DateFormat): ReadDate | DateProblem {
  if (format === 'unix-seconds' || format === 'unix-milliseconds') {
    return readUnix(text, format === 'unix-seconds' ? 1_000 : 1);
  }
  if (format === 'iso' || format === 'year-month-day') {
    const found = numbersFirst.exec(text);
    return found ? checked(found[1], found[2], found[3], found.slice(4)) : 'wrong_type';
  }
  const found = (format === 'day-month-year' ? dayFirst : monthFirst).exec(text);
  if (!found) return 'wrong_type';
  const [, first, second, year, ...rest] = found;
  return format === 'day-month-year'
    ? checked(year, second, first, rest)
    : checked(year, first, second, rest);
}

function readUnix(text: string, unitMs: number): ReadDate | DateProblem {
  if (!/^\d{1,15}(\.\d+)?$/.test(text)) return 'wrong_type';
  const ms = Number(text) * unitMs;
  if (ms > maxMs) return 'impossible_date';
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    timeMs: ms - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()),
    offsetMinutes: 0,
  };
}

function checked(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  rest: readonly (string | undefined)[],
): ReadDate | DateProblem {
  const year = asYear(yearText ?? '');
  const month = asMonth(monthText ?? '');
  const day = Number(dayText);
  if (month === null) return 'wrong_type';
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 'impossible_date';
  const timeMs = asTime(rest);
  if (timeMs === 'impossible_date') return timeMs;
  return { year, month, day, timeMs, offsetMinutes: asOffset(rest[5]) };
}

// Two digits: 70 to 99 are of the last century, as spreadsheets and strptime have it.
function asYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year >= 70 ? 1_900 + year : 2_000 + year;
}

function asMonth(text: string): number | null {
  if (/^\d/.test(text)) return Number(text);
  const index = months.indexOf(text.slice(0, 3).toLowerCase());
  return index < 0 ? null : index + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function asTime(rest: readonly (string | undefined)[]): number | null | 'impossible_date' {
  const [hourText, minuteText, secondText, fraction, half] = rest;
  if (hourText === undefined) return null;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  if (half) {
    if (hour < 1 || hour > 12) return 'impossible_date';
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return 'impossible_date';
  const ms = fraction ? Math.floor(Number(`0.${fraction}`) * 1_000) : 0;
  return ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
}

function asOffset(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[+-]/.test(text)) return 0;
  const digits = text.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return digits.startsWith('-') ? -minutes : minutes;
}

export function asDay(date: ReadDate): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
}

/** The moment; a day without a time is its first moment in `timeZone`, as is a time whose text states no zone. */
export function asMoment(date: ReadDate, timeZone: string): Date {
  const local = Date.UTC(date.year, date.month - 1, date.day) + (date.timeMs ?? 0);
  if (date.offsetMinutes !== null) return new Date(local - date.offsetMinutes * 60_000);
  if (timeZone === 'UTC') return new Date(local);
  const first = local - zoneOffsetMs(local, timeZone);
  const second = local - zoneOffsetMs(first, timeZone);
  return new Date(second);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const maxKeptOffsets = 100_000;
const quarterMs = 900_000;

/** How far the zone's clocks are ahead of UTC at a moment. Remembered by the quarter hour, on which all zones change. */
function zoneOffsetMs(moment: number, timeZone: string): number {
  const quarter = Math.floor(moment / quarterMs);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= maxKeptOffsets) offsets.clear();
  const at = quarter * quarterMs;
  const parts = formatterOf(timeZone).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  const offset = shown - at;
  offsets.set(key, offset);
  return offset;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
