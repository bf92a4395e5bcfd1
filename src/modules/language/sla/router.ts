import { implement } from '@orpc/server';
import { AppError } from '../../../platform/errors.ts';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { slaContract } from './contract.ts';
import { countries, type HolidayPlace, isPlace, listHolidays, regionsOf, statesOf } from './holidays.ts';

const os = implement(slaContract).$context<RequestContext>().use(authorised);

const dayMs = 24 * 60 * 60_000;

const daysLater = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

function requirePlace(place: HolidayPlace): void {
  if (isPlace(place)) return;
  throw new AppError(
    'invalid_input',
    `The public holidays of ${[place.country, place.state, place.region].filter(Boolean).join(', ')} are not known. Take a country, state and region from GET /holiday-places.`,
    { fields: [{ path: 'country', message: 'no holidays are known of this place' }] },
  );
}

export const slaRouter = {
  listHolidayPlaces: os.listHolidayPlaces.handler(({ input: { country, state } }) => ({
    countries: countries(),
    states: country === undefined ? [] : statesOf(country),
    regions: country === undefined || state === undefined ? [] : regionsOf(country, state),
  })),
  listHolidays: os.listHolidays.handler(({ input: { country, state = null, region = null, from, days } }) => {
    const place = { country, state, region };
    requirePlace(place);
    return { items: listHolidays(place, from, daysLater(from, days - 1)) };
  }),
};
