import { z } from 'zod';
import { day } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Definitions';

const place = z.object({ code: z.string(), name: z.string() });
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, such as DE');
const part = z.string().min(1).max(10);

const longestLookDays = 800;

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
    summary: 'Public holidays of a place on which nobody works, from a day on',
  })
    .input(
      z.object({
        country,
        state: part.optional(),
        region: part.optional(),
        from: day,
        days: z.coerce.number().int().min(1).max(longestLookDays).default(366),
      }),
    )
    .output(z.object({ items: z.array(z.object({ date: day, name: z.string() })) })),
};
