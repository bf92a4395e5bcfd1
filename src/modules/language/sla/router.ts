import { implement } from '@orpc/server';
import { AppError } from '../../../platform/errors.ts';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { holidayCountries, holidayRegions, holidayStates, listHolidays } from './calendar/index.ts';
import { slaContract } from './contract.ts';

const os = implement(slaContract).$context<RequestContext>().use(authorised);

type Place = { country: string; state: string | null; region: string | null };

const has = (places: readonly { key: string }[], key: string) => places.some((place) => place.key === key);

function isPlace({ country, state, region }: Place): boolean {
  if (!has(holidayCountries(), country)) return false;
  if (state === null) return region === null;
  if (!has(holidayStates(country), state)) return false;
  return region === null || has(holidayRegions(country, state), region);
}

function requirePlace(place: Place): void {
  if (isPlace(place)) return;
  throw new AppError(
    'invalid_input',
    `The public holidays of ${[place.country, place.state, place.region].filter(Boolean).join(', ')} are not known. Choose a country, a state and a region that are listed, or none.`,
    { fields: [{ path: 'country', message: 'no public holidays are known of this place' }] },
  );
}

export const slaRouter = {
  listHolidayPlaces: os.listHolidayPlaces.handler(({ input: { country, state } }) => ({
    countries: holidayCountries(),
    states: country === undefined ? [] : holidayStates(country),
    regions: country === undefined || state === undefined ? [] : holidayRegions(country, state),
  })),
  listHolidays: os.listHolidays.handler(
    ({ input: { country, state = null, region = null, from, count } }) => {
      const place = { country, state, region };
      requirePlace(place);
      return { items: listHolidays(place, { from, count }) };
    },
  ),
};
