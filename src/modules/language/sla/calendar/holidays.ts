import { createRequire } from 'node:module';
import type HolidayBook from 'date-holidays';
import type { BusinessCalendar } from '../policy.ts';

type Place = NonNullable<BusinessCalendar['holidays']>;

/** From its beginning to its end as clocks on the wall show it, in milliseconds as if they stood in UTC. */
export type Closure = { fromMs: number; toMs: number };
export type PublicHoliday = { date: string; name: string };

let book: typeof HolidayBook | null = null;

/** The library is 33 MB in memory and a quarter of a second to read: only who has holidays pays for it. */
function holidayBook(): typeof HolidayBook {
  const loaded: typeof HolidayBook = book ?? createRequire(import.meta.url)('date-holidays');
  book = loaded;
  return loaded;
}

function publicHolidays({ country, state, region }: Place, year: number) {
  const Book = holidayBook();
  const options = { types: ['public' as const] };
  // In UTC a holiday is a whole day long also where clocks are set on it.
  const holidays = state
    ? region
      ? new Book(country, state, region, options)
      : new Book(country, state, options)
    : new Book(country, options);
  holidays.setTimezone('UTC');
  return holidays.getHolidays(year);
}

/** "2026-12-24 19:00:00": when it begins on the wall; some are a part of a day. */
const wallMs = (date: string) => Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19) || '00:00:00'}Z`);

/** When a place's public holidays of a year close it, those that began the year before included. */
export function closuresOf(place: Place, year: number): Closure[] {
  return [...publicHolidays(place, year - 1), ...publicHolidays(place, year)].map(({ date, start, end }) => {
    const fromMs = wallMs(date);
    return { fromMs, toMs: fromMs + (end.getTime() - start.getTime()) };
  });
}

/** A place's public holidays from a day on, in order; those of several days are named on their first. */
export function listHolidays(place: Place, options: { from: string; count: number }): PublicHoliday[] {
  const firstYear = Number(options.from.slice(0, 4));
  return [firstYear, firstYear + 1]
    .flatMap((year) => publicHolidays(place, year))
    .map(({ date, name }) => ({ date: date.slice(0, 10), name }))
    .filter(({ date }) => date >= options.from)
    .sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0))
    .slice(0, options.count);
}

const named = (names: Record<string, string> | null | undefined) =>
  Object.entries(names ?? {})
    .map(([key, name]) => ({ key, name }))
    .sort((left, right) => left.name.localeCompare(right.name, 'en'));

export const holidayCountries = () => named(new (holidayBook())().getCountries('en'));
export const holidayStates = (country: string) => named(new (holidayBook())().getStates(country, 'en'));
export const holidayRegions = (country: string, state: string) =>
  named(new (holidayBook())().getRegions(country, state, 'en'));
