import { z } from 'zod';
import { id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Results';

export const eligibilities = ['group', 'account', 'primary'] as const;

/** Two places, so that shares of money can be worked out in whole numbers. */
const weight = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Math.abs(Math.round(value * 100) - value * 100) < 1e-6, 'has two places at most');

const customWeights = z
  .object({
    first: weight.meta({ description: 'The first touchpoint' }),
    leadCreated: weight.meta({ description: 'The last touchpoint up to when the lead was created' }),
    opportunityCreated: weight.meta({ description: 'The last touchpoint up to when the deal was opened' }),
    closed: weight.meta({ description: 'The last touchpoint up to the close' }),
    rest: weight.meta({ description: 'Everything between, together' }),
  })
  .refine((weights) => Object.values(weights).some((value) => value > 0), 'gives nothing to anything')
  .meta({ description: 'Weights of the model "custom"; they need not sum to 100' });

const settingsIn = z.object({
  leadStage: z.string().max(63).nullable().meta({
    description: 'The stage at which a lead counts as created; null: when the contact became known',
  }),
  halfLifeDays: z.number().positive().max(3650).meta({ description: 'Of the model "time-decay"' }),
  customWeights: customWeights.nullable(),
  lookbackDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .meta({ description: 'Touchpoints longer before the result count for nothing; null: all count' }),
  eligibility: z.enum(eligibilities).meta({
    description:
      'Whose touchpoints count: the buying group’s, everybody’s in the company, or the primary contact’s',
  }),
});

const settings = settingsIn.extend({
  currency: z.string().meta({ description: 'The workspace’s own, in which results are told' }),
  timeZone: z.string().meta({ description: 'In which days begin and end' }),
  stages: z.array(z.object({ key: z.string(), name: z.string() })),
  updatedAt: time.nullable().meta({ description: 'null: nobody changed anything yet' }),
  updatedBy: z.string().nullable(),
});
export type ResultsSettings = z.infer<typeof settings>;
export type ResultsSettingsIn = z.infer<typeof settingsIn>;

const rateIn = z.object({
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, 'is the three letters of a currency'),
  validFrom: z.iso.date().meta({ description: 'From this day on, until a later rate' }),
  rate: z
    .number()
    .min(1e-9)
    .max(1e9)
    .meta({ description: 'What one unit of it is worth in the workspace’s own currency' }),
  source: z.string().trim().max(200).nullish().meta({ description: 'Where the rate is from' }),
});
export type CurrencyRateIn = z.infer<typeof rateIn>;

const rate = z.object({
  id,
  currency: z.string(),
  validFrom: z.string(),
  rate: z.number(),
  source: z.string().nullable(),
  createdAt: time,
  createdBy: z.string().nullable(),
});
export type CurrencyRate = z.infer<typeof rate>;

/** How credit is shared out in this workspace where nobody says otherwise, and what other currencies are worth. */
export const settingsContract = {
  read: operation({
    method: 'GET',
    path: '/results/settings',
    access: 'results:read',
    tag,
    summary: 'How credit is shared out where nobody says otherwise',
  }).output(settings),
  save: operation({
    method: 'PUT',
    path: '/results/settings',
    access: 'results:write',
    tag,
    summary: 'Say how credit is shared out',
  })
    .input(settingsIn)
    .output(settings),
  listRates: operation({
    method: 'GET',
    path: '/results/currency-rates',
    access: 'results:read',
    tag,
    summary: 'What other currencies are worth, and since when',
  }).output(
    z.object({
      currency: z.string().meta({ description: 'The workspace’s own' }),
      items: z.array(rate),
      missing: z
        .array(z.object({ currency: z.string(), deals: z.number().int() }))
        .meta({ description: 'Currencies of deals for which there is no rate at all' }),
    }),
  ),
  addRate: operation({
    method: 'POST',
    path: '/results/currency-rates',
    access: 'results:write',
    tag,
    summary: 'Say what a currency is worth from a day on',
    creates: true,
  })
    .input(rateIn)
    .output(rate),
  removeRate: operation({
    method: 'DELETE',
    path: '/results/currency-rates/{rateId}',
    access: 'results:write',
    tag,
    summary: 'Take a rate away',
  }).input(z.object({ rateId: id })),
};
