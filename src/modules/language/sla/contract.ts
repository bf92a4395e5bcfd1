import { z } from 'zod';
import { day } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Definitions';

const place = z.object({ key: z.string(), name: z.string() });
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, such as DE');
const part = z.string().min(1).max(10);

const mostHolidays = 60;

/** What the editor of an agreement looks up: public holidays, which are known to the server alone. */
export const slaContract = {
  listHolidayPlaces: operation({
    method: 'GET',
    path: '/holiday-places',
    access: 'language:read',
    tag,
    summary: 'Countries whose public holidays are known; of one its states, of a state its regions',
  })
    .input(z.object({ country: country.optional(), state: part.optional() }))
    .output(z.object({ countries: z.array(place), states: z.array(place), regions: z.array(place) })),
  listHolidays: operation({
    method: 'GET',
    path: '/holidays',
    access: 'language:read',
    tag,
    summary: 'The public holidays of a place that come next, from a day on',
  })
    .input(
      z.object({
        country,
        state: part.optional(),
        region: part.optional(),
        from: day,
        count: z.coerce.number().int().min(1).max(mostHolidays).default(14),
      }),
    )
    .output(z.object({ items: z.array(z.object({ date: day, name: z.string() })) })),
};
