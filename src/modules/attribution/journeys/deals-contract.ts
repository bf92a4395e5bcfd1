import { z } from 'zod';
import { id, named, time } from '../../people/contract.ts';

const count = z.number().int().nonnegative();
const money = z.number().int().meta({ description: 'Minor units of the reporting currency' });

const journeyPeriods = ['quarters', 'last90', 'last365', 'all', 'custom'] as const;

/** By what the steps of a journey are told apart. */
export const journeySteps = ['channel', 'type', 'kind', 'campaign', 'asset'] as const;
export type JourneyStep = (typeof journeySteps)[number];

const filterValue = z.string().max(500);

/** Whose journeys: every operation takes the same, so that a number and its list never part. */
export const journeysFilter = z.object({
  period: z.enum(journeyPeriods).default('quarters').meta({
    description: 'quarters: the last four whole quarters and the running one. custom: from and to',
  }),
  from: z.iso.date().optional().meta({
    description: 'First day, in the time zone of the workspace; makes the period custom',
  }),
  to: z.iso.date().optional().meta({ description: 'Last day, inclusive' }),
  filter: z
    .record(z.string().max(80), z.union([filterValue, z.array(filterValue).max(100)]))
    .default({})
    .meta({
      description:
        'By dimension: filter[channel]=webinar. Of a deal, what its primary contact has; several values are alternatives, blank is "unknown"',
    }),
  eligibility: z.enum(['group', 'account', 'primary']).optional().meta({
    description: 'Whose touchpoints count for a deal; absent: as the workspace says',
  }),
});
export type JourneysFilter = z.infer<typeof journeysFilter>;

/** What every answer says of itself. */
export const journeysAsOf = z.object({
  madeAt: time.meta({ description: 'When the journeys were made that answer' }),
  isBehind: z.boolean().meta({ description: 'Newer facts are being worked in' }),
  range: z.object({
    period: z.enum(journeyPeriods),
    from: z.string().nullable(),
    to: z.string().nullable().meta({ description: 'Last day, inclusive' }),
  }),
  currency: z.string(),
  dealsWithoutRate: count.meta({
    description: 'Counted, but their money is left out: no amount in a currency with a rate',
  }),
});
export type JourneysAsOf = z.infer<typeof journeysAsOf>;

const rate = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: count,
});
export type Rate = z.infer<typeof rate>;

const step = z.object({
  key: z.string().meta({ description: '"" where unknown' }),
  label: z.string(),
  kind: z.enum(['content', 'person', 'both']),
  times: count.meta({ description: 'In a row' }),
});

export const pathRow = z.object({
  path: z.string().meta({ description: 'To ask for its deals with' }),
  steps: z.array(step.omit({ times: true })),
  isCut: z.boolean().meta({ description: 'Goes on after these steps' }),
  journeys: count,
  wins: count,
  losses: count,
  open: count,
  winRate: rate.nullable().meta({ description: 'Of the decided ones; null where none is' }),
  wonMinor: money,
  medianDays: z.number().nullable().meta({ description: 'First touchpoint to won' }),
});
export type PathRow = z.infer<typeof pathRow>;

const flowNode = z.object({
  id: z.string(),
  step: count.meta({ description: 'From 0; the ends stand after the last' }),
  key: z.string(),
  label: z.string(),
  kind: z.enum(['content', 'person', 'both', 'none', 'rest', 'won', 'lost', 'open']),
  journeys: count,
});
const flowLink = z.object({
  from: z.string(),
  to: z.string(),
  journeys: count,
  wins: count,
  minor: money.meta({ description: 'Won and open, of these journeys' }),
});
export const flow = journeysAsOf.extend({
  by: z.enum(journeySteps),
  steps: count,
  journeys: count,
  goOn: count.meta({ description: 'Journeys with more steps than are shown' }),
  nodes: z.array(flowNode),
  links: z.array(flowLink),
});
export type Flow = z.infer<typeof flow>;
export type FlowNode = z.infer<typeof flowNode>;
export type FlowLink = z.infer<typeof flowLink>;

export const stallRow = z.object({
  stage: z.string().meta({ description: '"" where unknown' }),
  stageName: z.string(),
  key: z.string().meta({ description: 'Of the last touchpoint; "" without any' }),
  label: z.string(),
  kind: z.enum(['content', 'person', 'both', 'none']),
  waiting: count,
  medianDays: z.number().meta({ description: 'In this stage until now, half for longer' }),
  longestDays: z.number(),
  sinceTouchDays: z.number().nullable().meta({ description: 'Median, since the last touchpoint' }),
  goneOn: count.meta({ description: 'Left this stage for a later one, whatever their last touch' }),
  goneOnMedianDays: z.number().nullable(),
  goneOnP90Days: z.number().nullable(),
  stalled: count.meta({ description: 'Longer here than nine in ten of those that went on' }),
  openMinor: money,
  stalledMinor: money,
});
export type StallRow = z.infer<typeof stallRow>;

const liftCell = z.object({
  stage: z.string(),
  withWins: count,
  withDeals: count,
  withoutWins: count,
  withoutDeals: count,
  ratio: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  verdict: z.enum(['more', 'less', 'not-shown', 'too-few']).meta({
    description: 'not-shown: the interval holds 1; too-few: under five deals on a side',
  }),
});
export type LiftCell = z.infer<typeof liftCell>;

export const lift = journeysAsOf.extend({
  of: z.enum(['asset', 'talk', 'topic', 'channel']),
  landmarkDays: count,
  stages: z.array(
    z.object({
      key: z.string().meta({ description: '"" is the whole purchase, from before the deal on' }),
      name: z.string(),
      deals: count.meta({ description: 'Decided, and undecided at the landmark' }),
      wins: count,
      leftOut: count.meta({ description: 'Decided before the landmark' }),
    }),
  ),
  rows: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      kind: z.enum(['content', 'person', 'both']),
      cells: z.array(liftCell),
    }),
  ),
  comparisons: count.meta({ description: 'With enough deals on both sides' }),
  method: z.string(),
});
export type Lift = z.infer<typeof lift>;
export type LiftRow = Lift['rows'][number];

/** A blank key of the last touchpoint stands for those without any, and for those whose last has no such key. */
export const untouchedOnly = z.stringbool().optional().meta({
  description: 'true: only those without any touchpoint; false: only those with one',
});

/** Which deals: those of a path, of a place in the flow, of a stall or of a cell of lifts. */
export const dealsSelector = z.object({
  by: z.enum(journeySteps).default('channel'),
  path: z.string().max(2_000).optional(),
  steps: z.coerce.number().int().min(1).max(8).default(4).meta({ description: 'Of the path or the flow' }),
  node: z.string().max(300).optional().meta({ description: 'Of the flow' }),
  nextNode: z.string().max(300).optional().meta({ description: 'With node: the link to it' }),
  stage: z.string().max(200).optional().meta({ description: 'Open deals in this stage' }),
  lastTouch: z.string().max(300).optional().meta({ description: 'With stage: key of the last touchpoint' }),
  untouched: untouchedOnly,
  liftOf: z.enum(['asset', 'talk', 'topic', 'channel']).optional(),
  liftKey: z.string().max(500).optional(),
  liftStage: z.string().max(63).default(''),
  landmarkDays: z.coerce.number().int().min(1).max(730).default(30),
  met: z.stringbool().default(true).meta({ description: 'false: the deals that did not meet it' }),
  status: z.enum(['open', 'won', 'lost', 'decided']).optional(),
});

export const dealOfJourneys = z.object({
  id,
  name: z.string(),
  account: named.nullable(),
  owner: named.nullable(),
  status: z.enum(['open', 'won', 'lost']),
  stage: z.string(),
  minor: money.nullable().meta({ description: 'null: no amount, or no rate' }),
  openedAt: time,
  closedAt: time.nullable(),
  touchpoints: count,
  people: count,
  firstTouchAt: time.nullable(),
  lastTouchAt: time.nullable(),
  steps: z.array(step).meta({ description: 'The first twelve, repeats collapsed' }),
  isCut: z.boolean(),
  daysInStage: z.number().nullable(),
});
export type DealOfJourneys = z.infer<typeof dealOfJourneys>;
