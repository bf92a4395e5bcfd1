import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import {
  dealOfJourneys,
  dealsSelector,
  flow,
  journeySteps,
  journeysAsOf,
  journeysFilter,
  lift,
  pathRow,
  stallRow,
  untouchedOnly,
} from './deals-contract.ts';
import { accountJourney } from './picture-contract.ts';

const tag = 'Results';
const count = z.number().int().nonnegative();
const money = z.number().int().meta({ description: 'Minor units of the reporting currency' });

/** From when a person belongs to a cohort. */
const cohortBases = ['touch', 'known'] as const;

const velocity = z.object({
  people: count.meta({ description: 'With both times recorded, and in order' }),
  medianDays: z.number(),
  p90Days: z.number(),
});
export type StepVelocity = z.infer<typeof velocity>;

const waterfallQuery = journeysFilter.omit({ eligibility: true }).extend({
  basis: z.enum(cohortBases).default('touch').meta({
    description:
      'touch: who had their first touchpoint in the period; known: who became known in it. The waterfall follows them up to now',
  }),
  by: z.string().max(80).optional().meta({
    description: 'month or quarter of joining the cohort, or a dimension: channel, campaign, persona, …',
  }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(24)
    .meta({ description: 'Rows of `by` beyond it are one, isRest' }),
});
export type WaterfallQuery = z.infer<typeof waterfallQuery>;

const waterfallStep = z.object({
  key: z.string().meta({ description: 'click, known, stage:<key> or won' }),
  kind: z.enum(['click', 'known', 'stage', 'won']),
  stage: z.string().nullable().meta({ description: 'Of a lifecycle stage, its key' }),
  name: z.string(),
  people: count.meta({ description: 'Known people who got to this step or a later one' }),
  visitors: count.meta({ description: 'Clicked, and never became known; of the step click alone' }),
  passRate: z
    .number()
    .nullable()
    .meta({ description: 'Of all of this step, the share that got to the next' }),
  tightest: z.boolean(),
  slowest: z.boolean(),
  toNext: velocity.nullable(),
  deals: count.meta({ description: 'Won; each counts once, under its primary contact' }),
  wonMinor: money,
  openMinor: money.meta({ description: 'Of the open deals whose primary contact got to this step' }),
});
export type WaterfallStep = z.infer<typeof waterfallStep>;

const waterfallRow = z.object({
  key: z.string().meta({ description: '"" where unknown' }),
  label: z.string(),
  isRest: z.boolean(),
  steps: z.record(z.string(), count),
  visitors: count,
  deals: count,
  wonMinor: money,
  throughout: velocity.nullable(),
});
export type WaterfallRow = z.infer<typeof waterfallRow>;

const waterfall = journeysAsOf.extend({
  basis: z.enum(cohortBases),
  steps: z.array(waterfallStep),
  throughout: velocity.nullable().meta({ description: 'From the first touchpoint to the won deal' }),
  withoutTouch: count.meta({
    description: 'Known people of whom no touchpoint is known, in no cohort by touch',
  }),
  rows: z.array(waterfallRow).meta({ description: 'Add up to the steps; empty unless `by` is given' }),
  rowsAre: z.enum(['none', 'month', 'quarter', 'dimension']),
});
export type Waterfall = z.infer<typeof waterfall>;

const waterfallPerson = z.object({
  id,
  name: z.string(),
  title: z.string().nullable(),
  account: named.nullable(),
  firstTouch: z
    .object({ at: time, type: z.string(), channel: z.string(), campaign: z.string().nullable() })
    .nullable(),
  knownAt: time,
  steps: z.array(z.object({ key: z.string(), at: time.nullable() })).meta({
    description: 'Those they got to, in order; null: went past it, or nobody wrote when',
  }),
  daysToNext: z.number().nullable(),
  touchpoints: count,
  deal: z
    .object({ id, name: z.string(), status: z.enum(['open', 'won', 'lost']), minor: money.nullable() })
    .nullable()
    .meta({ description: 'The latest whose primary contact they are; money null without a rate' }),
});
export type WaterfallPerson = z.infer<typeof waterfallPerson>;

/** How the people of a step are told apart. */
export const waterfallStates = ['reached', 'goneOn', 'stopped', 'timed', 'valued'] as const;

const waterfallPeopleQuery = waterfallQuery.omit({ limit: true }).extend({
  ...pageQuery.shape,
  step: z.string().max(80),
  state: z.enum(waterfallStates).default('reached').meta({
    description:
      'goneOn: got to the next step as well; stopped: did not; timed: with a measured time to the next; valued: primary contact of a won deal',
  }),
  row: z.string().max(500).optional().meta({ description: 'Only those of this key of `by`' }),
});
export type WaterfallPeopleQuery = z.infer<typeof waterfallPeopleQuery>;

const pathsQuery = journeysFilter.extend({
  by: z.enum(journeySteps).default('channel'),
  steps: z.coerce.number().int().min(1).max(8).default(3).meta({
    description: 'After so many steps a path is cut: what follows is …',
  }),
  limit: z.coerce.number().int().min(1).max(200).default(25),
});
export type PathsQuery = z.infer<typeof pathsQuery>;

const paths = journeysAsOf.extend({
  by: z.enum(journeySteps),
  journeys: count,
  differentPaths: count,
  steps: count.meta({ description: 'After which a path is cut' }),
  rows: z.array(pathRow),
  wins: count,
  losses: count,
  medianSteps: z.number().nullable().meta({ description: 'Touchpoints in half of the won journeys' }),
  medianDays: z.number().nullable().meta({ description: 'First touchpoint to won, half took less' }),
});
export type Paths = z.infer<typeof paths>;

const flowQuery = journeysFilter.extend({
  by: z.enum(journeySteps).default('channel'),
  steps: z.coerce.number().int().min(1).max(6).default(4),
});
export type FlowQuery = z.infer<typeof flowQuery>;

const stallsQuery = journeysFilter.extend({
  of: z.enum(['deals', 'leads']).default('deals'),
  by: z.enum(journeySteps).default('type'),
});
export type StallsQuery = z.infer<typeof stallsQuery>;

const stalls = journeysAsOf.extend({
  of: z.enum(['deals', 'leads']),
  waiting: count,
  stalled: count,
  openMinor: money,
  stalledMinor: money,
  rows: z.array(stallRow),
});
export type Stalls = z.infer<typeof stalls>;

const stalledLeadsQuery = stallsQuery.omit({ of: true }).extend({
  ...pageQuery.shape,
  stage: z.string().max(200),
  lastTouch: z.string().max(300).optional().meta({ description: 'Key of the last touchpoint' }),
  untouched: untouchedOnly,
  stalled: z
    .stringbool()
    .optional()
    .meta({ description: 'true: only those who wait longer than nine in ten did' }),
});
export type StalledLeadsQuery = z.infer<typeof stalledLeadsQuery>;

const stalledLead = z.object({
  id,
  name: z.string(),
  title: z.string().nullable(),
  account: named.nullable(),
  since: time.meta({ description: 'In this stage' }),
  days: z.number().meta({ description: 'In this stage until now' }),
  stalled: z.boolean(),
  lastTouchAt: time.nullable(),
  touchpoints: count,
  openMinor: money.meta({ description: 'Of open deals whose primary contact they are' }),
});
export type StalledLead = z.infer<typeof stalledLead>;

const liftQuery = journeysFilter.extend({
  of: z.enum(['asset', 'talk', 'topic', 'channel']).default('asset'),
  landmarkDays: z.coerce.number().int().min(1).max(730).default(30),
  limit: z.coerce.number().int().min(1).max(200).default(30),
});
export type LiftQuery = z.infer<typeof liftQuery>;

const dealsQuery = journeysFilter.extend({ ...pageQuery.shape, ...dealsSelector.shape });
export type DealsQuery = z.infer<typeof dealsQuery>;

/** What buyers met on their way, and where the way led. */
export const journeysContract = {
  waterfall: operation({
    method: 'GET',
    path: '/results/journeys/waterfall',
    access: 'results:read',
    tag,
    summary: 'From click to contract: volume, conversion, velocity and value of a cohort',
    description:
      'Click, becoming known, each lifecycle stage, won deal. A person counts for a step if they got to it or to a later one, each once; of a won deal its whole buying group won. The deal and its money count once, under the primary contact.',
  })
    .input(waterfallQuery)
    .output(waterfall),
  waterfallPeople: operation({
    method: 'GET',
    path: '/results/journeys/waterfall/people',
    access: 'results:read',
    tag,
    summary: 'The people behind a number of the waterfall',
  })
    .input(waterfallPeopleQuery)
    .output(pageOf(waterfallPerson)),
  paths: operation({
    method: 'GET',
    path: '/results/journeys/paths',
    access: 'results:read',
    tag,
    summary: 'The commonest paths that deals take, and how often each is won',
    description:
      'What follows upon the same is one step. Deals that closed in the period, and those open at its end. Win rate: won ÷ decided, with Wilson’s 95 % interval.',
  })
    .input(pathsQuery)
    .output(paths),
  flow: operation({
    method: 'GET',
    path: '/results/journeys/flow',
    access: 'results:read',
    tag,
    summary: 'Journeys as a flow: what came first, second … and how it ended',
  })
    .input(flowQuery)
    .output(flow),
  stalls: operation({
    method: 'GET',
    path: '/results/journeys/stalls',
    access: 'results:read',
    tag,
    summary: 'Where journeys stand still: by stage and last touch, against those that went on',
    description:
      'Stalled: in its stage for longer than nine in ten of those that went on took to leave it. With fewer than five that went on nothing is called so.',
  })
    .input(stallsQuery)
    .output(stalls),
  stalledLeads: operation({
    method: 'GET',
    path: '/results/journeys/stalls/leads',
    access: 'results:read',
    tag,
    summary: 'The leads behind a number of what stands still',
  })
    .input(stalledLeadsQuery)
    .output(pageOf(stalledLead)),
  beforeAWin: operation({
    method: 'GET',
    path: '/results/journeys/before-a-win',
    access: 'results:read',
    tag,
    summary: 'Which reading and which talks come before a win, stage by stage, with the uncertainty',
    description:
      'Lift: win rate of decided deals that met it ÷ of those that did not, with Haldane’s correction and the log-normal 95 % interval of the ratio. Only what happened within so many days after the buyer entered the stage counts, and only deals still undecided then: else long deals would seem to win because they had time to read. What comes before a win need not cause it.',
  })
    .input(liftQuery)
    .output(lift),
  deals: operation({
    method: 'GET',
    path: '/results/journeys/deals',
    access: 'results:read',
    tag,
    summary: 'The deals behind a path, a flow, a stall or a lift',
  })
    .input(dealsQuery)
    .output(pageOf(dealOfJourneys)),
  account: operation({
    method: 'GET',
    path: '/results/journeys/account',
    access: 'results:read',
    tag,
    summary: 'One account’s journey as a picture: who met what, when, and what came of it',
  })
    .input(z.object({ accountId: z.uuid() }))
    .output(accountJourney),
};
