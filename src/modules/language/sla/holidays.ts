import Holidays from 'date-holidays';

export type HolidayPlace = { country: string; state: string | null; region: string | null };
export type Holiday = { date: string; name: string };

const dayLength = 'yyyy-mm-dd'.length;
const english = 'en';

/** A place's holidays are many rules; each is read once. */
const known = new Map<string, Holidays | null>();
const mostKnown = 200;

/** The holidays of a place; null where `date-holidays` knows no such place. */
export function holidaysOf({ country, state, region }: HolidayPlace): Holidays | null {
  const key = `${country} ${state ?? ''} ${region ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const made = isPlace({ country, state, region })
    ? new Holidays(country, state ?? '', region ?? '', { types: ['public'], languages: english })
    : null;
  known.set(key, made);
  return made;
}

let all: Holidays | null = null;
/** Reads the names of all places once. */
const everywhere = (): Holidays => {
  all ??= new Holidays();
  return all;
};

const listed = (names: Record<string, string> | undefined) =>
  Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((one, other) => one.name.localeCompare(other.name, english));

export const countries = () => listed(everywhere().getCountries(english));
export const statesOf = (country: string) => listed(everywhere().getStates(country, english));
export const regionsOf = (country: string, state: string) =>
  listed(everywhere().getRegions(country, state, english));

const has = (places: readonly { code: string }[], code: string) =>
  places.some((place) => place.code === code);

export function isPlace({ country, state, region }: HolidayPlace): boolean {
  if (!has(countries(), country)) return false;
  if (state === null) return region === null;
  if (!has(statesOf(country), state)) return false;
  return region === null || has(regionsOf(country, state), region);
}

/** Public holidays from one day to another, both included; days off at work, one a day. */
export function listHolidays(place: HolidayPlace, from: string, to: string): Holiday[] {
  const holidays = holidaysOf(place);
  if (holidays === null) return [];
  const byDate = new Map<string, string>();
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    for (const { date, name } of holidays.getHolidays(year, english)) {
      const day = date.slice(0, dayLength);
      if (day >= from && day <= to && !byDate.has(day)) byDate.set(day, name);
    }
  }
  return [...byDate].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}
