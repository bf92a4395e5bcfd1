import { z } from 'zod';
import { pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { attributionModels } from '../models/models.ts';
import { eligibilities } from '../settings/contract.ts';

const tag = 'Results';

/** Shown side by side where nobody says which. */
export const defaultModels = ['first', 'last', 'linear', 'full-path', 'time-decay', 'markov-1'] as const;

/** Counts are shared in millionths: one win is a million. */
export const microsEach = 1_000_000;

const filterValue = z.string().max(500);

/** Which results and touchpoints: every operation of credit takes the same, so that a number and its opening never part. */
const creditPlan = z.object({
  by: z
    .string()
    .max(80)
    .default('channel')
    .describe('what tells touchpoints apart: a key of /results/credit/dimensions; origin means channel'),
  value: z
    .string()
    .max(80)
    .regex(
      /^(revenue|pipeline|wins|opportunities|stage:[\w-]{1,63})$/,
      'is revenue, pipeline, wins, opportunities or stage:<key>',
    )
    .default('revenue')
    .describe('what is shared out; stage:<key> is leads that reached a stage, one each'),
  eligibility: z
    .enum(eligibilities)
    .optional()
    .describe('whose touchpoints count; as the settings say where left out'),
  lookbackDays: z
    .union([z.literal('all'), z.coerce.number().int().min(1).max(3650)])
    .optional()
    .describe('touchpoints longer before the result count for nothing; as the settings say where left out'),
  period: z
    .enum(['quarters', 'all', 'custom'])
    .default('quarters')
    .describe('quarters: the last four whole ones and the running one. custom: from and to'),
  from: z.iso
    .date()
    .optional()
    .describe('first day, in the time zone of the workspace; makes the period custom'),
  to: z.iso.date().optional().describe('last day, inclusive'),
  basis: z
    .enum(['result', 'touch'])
    .default('result')
    .describe(
      'result: results in the period, with all their touchpoints. touch: touchpoints in the period, whenever the result came',
    ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is the three letters of a currency')
    .optional()
    .describe('the workspace’s own where left out'),
  filter: z
    .record(z.string().max(80), z.union([filterValue, z.array(filterValue).max(100)]))
    .default({})
    .describe(
      'by dimension: filter[campaign]=…; several values are alternatives; blank is "unknown". Credit is shared out first and filtered then, so that nothing changes hands',
    ),
});
export type CreditPlan = z.infer<typeof creditPlan>;

const amount = z.number().int();
/** A figure for each model asked for. */
const byModel = z.record(z.string(), amount);

const row = z.object({
  key: z.string().describe('"" where unknown'),
  label: z.string(),
  kind: z
    .enum(['content', 'person', 'both'])
    .nullable()
    .describe('what its touchpoints are: content, talks between persons, or some of both; null: none'),
  credits: byModel.describe('minor units of the currency, or millionths of results'),
  results: byModel
    .nullable()
    .describe(
      'millionths of results, shared out by the same models; null where money is shared out and withCounts was not asked',
    ),
  removalEffect: z
    .record(z.string(), z.number())
    .describe('of Markov models: the share of what is earned that would be lost without it'),
  touchpoints: z.number().int(),
  deals: z.number().int().describe('with a touchpoint of it; leads, where a stage is asked for'),
});
export type CreditRow = z.infer<typeof row>;

const range = z.object({
  from: z.string().nullable().describe('first day'),
  to: z.string().nullable().describe('last day, inclusive'),
  timeZone: z.string(),
});

const definitionUsed = z.object({
  definitionId: id,
  key: z.string(),
  word: z.string(),
  versionId: id,
  version: z.number().int(),
});

const credit = z.object({
  asOf: time.describe('when the journeys that answer were made'),
  isBehind: z.boolean().describe('newer facts are being worked in'),
  plan: z.object({
    models: z.array(z.enum(attributionModels)),
    by: z.object({ key: z.string(), label: z.string() }),
    value: z.string(),
    eligibility: z.enum(eligibilities),
    lookbackDays: z.number().int().nullable(),
    basis: z.enum(['result', 'touch']),
    range,
    halfLifeDays: z.number(),
    leadStage: z.string().nullable(),
  }),
  unit: z.enum(['minor', 'micro']).describe('minor units of the currency, or millionths of results'),
  currency: z.string(),
  rows: z.array(row).describe('most credit first, over all models'),
  total: amount.describe(
    'the value of all results asked for: every model’s credits and withoutTouch sum to it',
  ),
  totals: byModel.describe('what the rows sum to, by model'),
  results: z.number().int().describe('how many deals or leads'),
  touchpoints: z.number().int(),
  people: z.number().int().describe('different persons whose touchpoints these are'),
  withoutTouch: z
    .object({ deals: z.number().int(), value: amount, results: amount })
    .describe('results of which no touchpoint is known'),
  noRate: z
    .array(z.object({ currency: z.string(), deals: z.number().int() }))
    .describe('deals left out because nothing says what their currency was worth on the day'),
  withoutAmount: z
    .number()
    .int()
    .describe('deals without an amount: they count as results, and are worth nothing'),
  sampled: z
    .object({ sets: z.number().int(), largestError: z.number() })
    .nullable()
    .describe(
      'of Shapley: sets of keys that were too large to be taken exactly, and the largest standard error of a part in them',
    ),
  together: z
    .number()
    .int()
    .describe(
      'of Shapley: with so many keys that weighing each would take minutes, how many of those that least came of were weighed as one; 0: none',
    ),
  disagreement: z
    .array(
      z.object({
        key: z.string(),
        label: z.string(),
        most: z.object({ model: z.enum(attributionModels), amount }),
        least: z.object({ model: z.enum(attributionModels), amount }),
        words: z.string(),
      }),
    )
    .describe('where the models disagree most, largest difference first, three at most'),
  definitions: z.array(definitionUsed).describe('what the words meant'),
});
export type Credit = z.infer<typeof credit>;

const touch = z.object({
  id: z.string().describe('of the interaction; of the contact, for where they came from'),
  at: time,
  type: z.string(),
  kind: z.enum(['content', 'person']),
  channel: z.string(),
  channelLabel: z.string(),
  key: z.string().describe('its key in the dimension asked for'),
  label: z.string(),
  person: named.nullable(),
  teammate: named.nullable().describe('the person on our side'),
  asset: named.nullable(),
  campaign: named.nullable(),
  counts: z.boolean().describe('this touchpoint is part of the figure that was opened'),
  weightPercent: z.number(),
  credit: amount,
  part: z
    .string()
    .describe('in the journey, such as "opportunity created"; blank where the model looks at none'),
  why: z.string().describe('the same with what it was: "opportunity created: the call of 3 June, 14:20"'),
});
export type OpenedTouch = z.infer<typeof touch>;

const opening = z.object({
  id,
  name: z.string(),
  account: named.nullable(),
  resultAt: time,
  value: amount,
  original: z
    .object({ amountMinor: amount, currency: z.string(), rate: z.number() })
    .nullable()
    .describe('where it was converted'),
  credit: amount.describe('of this deal, for the key asked for'),
  touchpoints: z.number().int().describe('that led to it, whatever they got'),
  touches: z
    .array(touch)
    .describe(
      'all of them in order of time, with what each got; of more than fit on a page those of milestones and those of the figure with their neighbours',
    ),
});
export type CreditOpening = z.infer<typeof opening>;

const openings = z.object({
  unit: z.enum(['minor', 'micro']),
  currency: z.string(),
  label: z.string(),
  total: amount.describe('the figure that was opened; the credits of all pages sum to it'),
  deals: z.number().int().describe('with a touchpoint of it'),
  earning: z.number().int().describe('of these, those that give it something'),
  words: z.string().describe('how the model shares out'),
  items: z.array(opening),
  nextCursor: z.string().nullable(),
  definitions: z.array(definitionUsed),
});
export type CreditOpenings = z.infer<typeof openings>;

const dimension = z.object({
  key: z.string(),
  label: z.string(),
  record: z.enum(['touchpoint', 'contact', 'account', 'deal']),
  custom: z.boolean(),
});
export type CreditDimension = z.infer<typeof dimension>;

/** Who gets the credit. */
export const creditContract = {
  read: operation({
    method: 'GET',
    path: '/results/credit',
    access: 'results:read',
    tag,
    summary: 'Who gets the credit for results, by several models side by side',
    description:
      'Credits of every model and withoutTouch sum to the total, to the minor unit (largest remainders within each deal).',
  })
    .input(
      creditPlan.extend({
        withCounts: z
          .stringbool()
          .default(false)
          .describe('of money, what parts of results the models give as well'),
        models: z
          .string()
          .max(300)
          .optional()
          .describe(
            `separated by commas: ${attributionModels.join(', ')}; without it ${defaultModels.join(', ')}`,
          ),
      }),
    )
    .output(credit),
  openings: operation({
    method: 'GET',
    path: '/results/credit/openings',
    access: 'results:read',
    tag,
    summary: 'The deals, touchpoints and weights behind one figure of credit',
  })
    .input(
      creditPlan.extend({
        ...pageQuery.shape,
        model: z.enum(attributionModels),
        key: z.string().max(500).describe('the row’s key; "" is unknown').default(''),
        withoutTouch: z
          .stringbool()
          .default(false)
          .describe('true: the results of which no touchpoint is known, instead of a key'),
      }),
    )
    .output(openings),
  dimensions: operation({
    method: 'GET',
    path: '/results/credit/dimensions',
    access: 'results:read',
    tag,
    summary: 'What credit can be split by, of what and by which models',
  }).output(
    z.object({
      items: z.array(dimension),
      values: z.array(z.object({ key: z.string(), label: z.string(), unit: z.enum(['minor', 'micro']) })),
      models: z.array(z.object({ key: z.enum(attributionModels), label: z.string(), words: z.string() })),
    }),
  ),
};
