import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { costsContract } from './costs/contract.ts';

const tag = 'Results';

/** By what leads are told apart: each belongs to where it came from, so that nobody is counted twice. */
export const valueDimensions = ['channel', 'campaign', 'asset', 'asset_type', 'marketer'] as const;
export type ValueDimension = (typeof valueDimensions)[number];

/** With fewer leads on either side nothing is claimed. */
export const fewestLeads = 30;

/** The row of everything that marketing brought. */
export const allOfMarketing = 'marketing';

const count = z.number().int().nonnegative();
const minor = z.number().int();

export const valueQuery = z.object({
  from: z.iso.date().optional().meta({
    description: 'First day of coming in, where the workspace is; left out, four whole quarters back',
  }),
  to: z.iso.date().optional().meta({ description: 'Last day, inclusive; left out, today' }),
  by: z.enum(valueDimensions).default('channel'),
  stage: z
    .string()
    .max(63)
    .optional()
    .meta({ description: 'The lifecycle stage that counts as success; left out, the last but one (a deal)' }),
  horizonDays: z.coerce.number().int().min(1).max(1_095).optional().meta({
    description:
      'Success counts within so many days of coming in, and only leads at least so old are judged; left out, the days in which four of five of those who succeed do so',
  }),
});
export type ValueQuery = z.infer<typeof valueQuery>;

const bounded = z.object({ value: z.number(), low: z.number(), high: z.number() });

const verdicts = ['more', 'less', 'not-shown', 'waiting', 'no-baseline'] as const;
export type Verdict = (typeof verdicts)[number];

const comparison = z.object({
  leads: count.meta({
    description: 'Of the row, old enough to be judged, with comparable leads to hold against',
  }),
  notComparable: count.meta({
    description: 'Old enough, but no lead of the baseline is like them: left out',
  }),
  baselineLeads: count.meta({ description: 'Leads of the baseline that they are held against' }),
  converted: count,
  baselineConverted: count,
  rate: z.number().nullable(),
  baselineRate: z
    .number()
    .nullable()
    .meta({ description: 'Of comparable leads: weighted to the row’s own mix of strata' }),
  difference: bounded.nullable().meta({ description: 'Rate less baseline rate, with 95 % interval' }),
  ratio: bounded.nullable().meta({ description: 'Rate over baseline rate, with 95 % interval' }),
  method: z.enum(['bootstrap', 'beta-binomial', 'none']),
  costPerLeadDifferenceMinor: minor
    .nullable()
    .meta({ description: 'What a lead costs beyond one of the baseline; below nothing: less' }),
  verdict: z.enum(verdicts),
  verdictWords: z.string(),
});
export type ValueComparison = z.infer<typeof comparison>;

const row = z.object({
  key: z.string().meta({ description: 'Folded text or an id; "" where unknown' }),
  label: z.string(),
  isBaseline: z.boolean(),
  leads: count.meta({ description: 'People who came in during the period' }),
  passed: count.nullable().meta({ description: 'Of these, who met all tests at once, in some week since' }),
  passedEach: z.array(count).meta({ description: 'Who met each of the tests, in their order' }),
  young: count.meta({ description: 'Not yet old enough to be judged' }),
  cameThere: count.meta({
    description:
      'Stood in the stage when they became known, as who is named once a deal is there does: not judged',
  }),
  judged: count,
  converted: count.meta({ description: 'Of the judged, who reached the stage within the horizon' }),
  rate: z.number().nullable(),
  rateLow: z.number().nullable(),
  rateHigh: z.number().nullable(),
  won: count.meta({ description: 'Who reached the last stage, at whatever time' }),
  revenueMinor: minor.meta({
    description: 'Won deals up to now: each shared evenly among the people of its buying group',
  }),
  costMinor: minor.nullable().meta({ description: 'Spent in the period; null: nothing is recorded' }),
  plannedMinor: minor.nullable().meta({ description: 'Budget; never counted as spent' }),
  costPerLeadMinor: minor.nullable(),
  costPerConversionMinor: minor.nullable(),
  medianDays: z
    .number()
    .nullable()
    .meta({ description: 'From coming in to the stage, of those who reached it' }),
  medianDaysToWon: z.number().nullable(),
  comparison: comparison.nullable().meta({ description: 'null: the baseline itself' }),
});
export type ValueRow = z.infer<typeof row>;

const baseline = z.object({
  kind: z.enum(['channel', 'campaigns', 'assumed', 'none']),
  name: z.string(),
  isSuggested: z.boolean().meta({ description: 'Nobody chose it yet: taken from the data' }),
  isRateAssumed: z.boolean(),
  isCostAssumed: z.boolean(),
  source: z.string().nullable(),
  row: row.nullable().meta({ description: 'What is observed of it; null where it is assumed' }),
  rate: z.number().nullable(),
  costPerLeadMinor: minor.nullable(),
  days: z
    .number()
    .nullable()
    .meta({ description: 'To the stage, half took less: observed, or assumed as the rate is' }),
});
export type ValueBaseline = z.infer<typeof baseline>;

const value = z.object({
  asOf: time,
  isBehind: z.boolean(),
  range: z.object({ from: z.iso.date(), to: z.iso.date() }),
  by: z.enum(valueDimensions),
  currency: z.string(),
  stage: z.object({ key: z.string(), name: z.string() }),
  lastStage: z.object({ key: z.string(), name: z.string() }),
  stages: z.array(z.object({ key: z.string(), name: z.string() })),
  horizon: z.object({
    days: count,
    isChosen: z.boolean(),
    words: z.string().meta({ description: 'How it was come to' }),
  }),
  tests: z
    .object({
      definitionKey: z.string(),
      word: z.string(),
      versionNumber: count,
      isSigned: z.boolean(),
      names: z.array(z.string()),
    })
    .nullable()
    .meta({ description: 'The definition that says which leads pass; null: there is none in force' }),
  baseline,
  headline: z.string().meta({ description: 'The answer, in a sentence' }),
  marketing: row.meta({ description: 'All leads whose channel is known, but the baseline’s and sales’ own' }),
  rows: z.array(row).meta({ description: 'Most leads first; marketers by name' }),
  mayName: z.boolean().meta({ description: 'Whether figures of other marketers than oneself are shown' }),
  leftOut: z.object({
    dealsWithoutRate: count.meta({ description: 'Won, in a currency without a rate' }),
    costsWithoutRate: count,
    dealsWithoutPeople: count.meta({ description: 'Won, with nobody of its group among these leads' }),
  }),
  method: z.array(z.string()).meta({ description: 'How all this is worked out, a sentence each' }),
});
export type Value = z.infer<typeof value>;

export const valueStates = [
  'came',
  'passed',
  'judged',
  'converted',
  'young',
  'cameThere',
  'notComparable',
  'won',
] as const;
export type ValueState = (typeof valueStates)[number];

const lead = z.object({
  contact: named,
  account: named.nullable(),
  cameAt: time,
  cameBy: z.string(),
  reachedAt: time.nullable().meta({ description: 'When they reached the stage' }),
  days: z.number().nullable(),
  passed: z.boolean().nullable(),
  isYoung: z.boolean(),
  stratum: z.string().meta({ description: 'Segment, size, persona or role, quarter of coming in' }),
  heldAgainst: count.meta({ description: 'Leads on the other side that they are held against' }),
  revenueMinor: minor,
});
export type ValueLead = z.infer<typeof lead>;

const baselineInput = z
  .object({
    kind: z.enum(['channel', 'campaigns', 'assumed']),
    channel: z.string().trim().min(1).max(200).optional(),
    campaignIds: z.array(id).min(1).max(100).optional(),
    name: z.string().trim().min(1).max(120).optional(),
    assumedRates: z
      .record(z.string().max(63), z.number().min(0).max(1))
      .default({})
      .meta({ description: 'By stage: what share of its leads reaches it, 0 to 1' }),
    assumedDays: z
      .record(z.string().max(63), z.number().min(0).max(3_650))
      .default({})
      .meta({ description: 'By stage: how many days that takes' }),
    costPerLeadMinor: z.number().int().nonnegative().nullable().default(null),
    source: z.string().trim().max(500).nullable().default(null),
    salesChannels: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
    testsKey: z.string().trim().min(1).max(80).default('qualified_lead'),
  })
  .refine(({ kind, channel }) => kind !== 'channel' || channel !== undefined, {
    path: ['channel'],
    message: 'says which channel',
  })
  .refine(({ kind, campaignIds }) => kind !== 'campaigns' || campaignIds !== undefined, {
    path: ['campaignIds'],
    message: 'says which campaigns',
  })
  .refine(({ kind, name }) => kind !== 'assumed' || name !== undefined, {
    path: ['name'],
    message: 'says what it is called',
  });
export type BaselineInput = z.infer<typeof baselineInput>;

const baselineSetting = z.object({
  kind: z.enum(['channel', 'campaigns', 'assumed', 'none']),
  isSuggested: z.boolean(),
  channel: z.string().nullable(),
  campaignIds: z.array(id),
  name: z.string(),
  assumedRates: z.record(z.string(), z.number()),
  assumedDays: z.record(z.string(), z.number()),
  costPerLeadMinor: minor.nullable(),
  source: z.string().nullable(),
  salesChannels: z.array(z.string()),
  testsKey: z.string(),
  updatedAt: time.nullable(),
  updatedBy: z.string().nullable(),
  choices: z.object({
    channels: z.array(z.object({ key: z.string(), label: z.string(), leads: count })),
    campaigns: z.array(named.extend({ leads: count })),
    tests: z.array(z.object({ key: z.string(), word: z.string() })),
  }),
});
export type BaselineSetting = z.infer<typeof baselineSetting>;

/** Whether marketing adds value: its leads held against comparable ones of the alternative. */
export const valueContract = {
  read: operation({
    method: 'GET',
    path: '/results/value',
    access: 'results:read',
    tag,
    summary:
      'Value against the alternative: leads, conversion, revenue, cost and time, beside comparable leads',
    description:
      'A lead belongs to where it came from. Comparable: same segment, size of company, persona or role, and quarter of coming in; where too few are alike, the quarter and then the persona are let go. Figures of named marketers need the permission "results:persons", except one’s own.',
  })
    .input(valueQuery)
    .output(value),
  leads: operation({
    method: 'GET',
    path: '/results/value/leads',
    access: 'results:read',
    tag,
    summary: 'The leads behind a number of value, and the comparable ones',
  })
    .input(
      valueQuery.extend({
        ...pageQuery.shape,
        key: z.string().max(200).meta({ description: 'Of the row; "marketing" for all of them' }),
        side: z
          .enum(['row', 'baseline'])
          .default('row')
          .meta({ description: 'baseline: the comparable leads that the row is held against' }),
        state: z.enum(valueStates).default('came'),
      }),
    )
    .output(pageOf(lead).extend({ total: count })),
  export: operation({
    method: 'GET',
    path: '/results/value/export',
    access: 'results:read',
    tag,
    summary: 'Value against the alternative as CSV',
  })
    .input(valueQuery)
    .output(z.file()),
  baseline: operation({
    method: 'GET',
    path: '/results/value/baseline',
    access: 'results:read',
    tag,
    summary: 'What marketing is held against',
  }).output(baselineSetting),
  setBaseline: operation({
    method: 'PUT',
    path: '/results/value/baseline',
    access: 'results:write',
    tag,
    summary: 'Say what marketing is held against',
    description:
      'A channel or campaigns of the data, or an alternative with assumed rates and cost, marked so everywhere.',
  })
    .input(baselineInput)
    .output(baselineSetting),
  costs: costsContract,
};
