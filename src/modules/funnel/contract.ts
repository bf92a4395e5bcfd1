import { z } from 'zod';
import { pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';

export const periods = ['auto', 'last30', 'last90', 'last365', 'all', 'custom'] as const;
export const funnelModes = ['cohort', 'period'] as const;
/** How the people of a stage are told apart; `here` is waiting and late together, `timed` has a measured time. */
export const peopleStates = ['reached', 'here', 'waiting', 'late', 'goneOn', 'left', 'timed'] as const;
export type PeopleState = (typeof peopleStates)[number];

const date = z.iso.date();
const filterValue = z.string().max(500);

/** Whose funnel: every operation of the funnel takes the same, so that a number and its list never part. */
const funnelFilter = z.object({
  period: z
    .enum(periods)
    .default('auto')
    .describe('auto: the last 90 days, or all time where nobody came in then. custom: from and to'),
  from: date.optional().describe('first day, in the time zone of the workspace; makes the period custom'),
  to: date.optional().describe('last day, inclusive'),
  mode: z
    .enum(funnelModes)
    .default('cohort')
    .describe(
      'cohort: who came in during the period, and how far they got to this day. period: who reached the stage or a later one during the period',
    ),
  filter: z
    .record(z.string().max(80), z.union([filterValue, z.array(filterValue).max(100)]))
    .default({})
    .describe('by dimension: filter[channel]=webinar; several values are alternatives; blank is "unknown"'),
  recast: z
    .uuid()
    .optional()
    .describe(
      "a version of a stage's definition: that stage is read as the version would have let people in, not as recorded",
    ),
});
export type FunnelFilter = z.infer<typeof funnelFilter>;

const recast = z.object({
  versionId: z.uuid(),
  number: z.number().int(),
  word: z.string(),
  stage: z.string(),
  step: z.enum(['day', 'week', 'month']).describe('how exactly it is known when somebody came in'),
  madeAt: z.date(),
});

const money = z.object({ amountMinor: z.number().int(), currency: z.string() });

const velocity = z.object({
  people: z.number().int().describe('with both dates recorded, and in order'),
  medianDays: z.number(),
  p90Days: z.number(),
});
export type Velocity = z.infer<typeof velocity>;

const named = z.object({ id: z.uuid(), name: z.string() });

const longestWaiting = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  account: named.nullable(),
  owner: named.nullable(),
  since: z.date(),
  dueAt: z.date().nullable().describe('when the allowed time ends or ended; null where the stage has none'),
});

const funnelStage = z.object({
  key: z.string(),
  position: z.number().int(),
  name: z.string(),
  gate: z.string(),
  allowedHours: z.number().int().nullable(),
  reached: z.number().int(),
  reachedBefore: z.number().int().nullable(),
  passRate: z
    .number()
    .nullable()
    .describe('of those who reached this stage, the share that reached the next, 0 to 1'),
  passRateBefore: z.number().nullable(),
  tightest: z.boolean(),
  toNext: velocity.nullable(),
  toNextBefore: velocity.nullable(),
  waiting: z.number().int(),
  late: z.number().int(),
  goneOn: z.number().int(),
  left: z.number().int(),
  won: z.array(money).describe('won deals of the people of this stage, main currency first'),
  longest: z.array(longestWaiting).describe('up to three who wait longest here'),
});
export type FunnelStage = z.infer<typeof funnelStage>;

const range = z.object({
  period: z.enum(periods).exclude(['auto']),
  mode: z.enum(funnelModes),
  from: z.string().nullable(),
  to: z.string().nullable().describe('last day, inclusive'),
  beforeFrom: z.string().nullable(),
  beforeTo: z.string().nullable(),
});
export type FunnelRange = z.infer<typeof range>;

const wonTotal = z.object({
  deals: z.number().int(),
  value: z.array(money),
  dealsWithoutPerson: z.number().int(),
});

const funnel = z.object({
  asOf: z.date(),
  range,
  recast: recast.nullable().describe('null: every stage as it was recorded'),
  currency: z.string(),
  stages: z.array(funnelStage),
  won: wonTotal,
  wonBefore: wonTotal.nullable(),
  throughout: velocity.nullable().describe('from the first recorded stage to the last stage'),
  throughoutBefore: velocity.nullable(),
  late: z.number().int(),
  hasPeople: z.boolean().describe('false where the workspace has no people at all'),
});
export type Funnel = z.infer<typeof funnel>;

const dimension = z.object({
  key: z.string(),
  label: z.string(),
  record: z.enum(['contact', 'account', 'both']),
  custom: z.boolean(),
});
export type FunnelDimension = z.infer<typeof dimension>;

const byRow = z.object({
  key: z.string().describe('"" where unknown'),
  label: z.string(),
  isRest: z.boolean().describe('true for the one row that holds the smaller keys together'),
  stages: z.record(z.string(), z.number().int()),
  throughout: velocity.nullable(),
  deals: z.number().int(),
  value: z.array(money),
});
export type FunnelByRow = z.infer<typeof byRow>;

const funnelPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  email: z.string().nullable(),
  account: named.nullable(),
  owner: named.nullable(),
  stage: z.string().nullable().describe('where they are now'),
  status: z.enum(['open', 'left']),
  since: z.date().nullable(),
  dueAt: z.date().nullable(),
  reason: z.string().nullable(),
  reachedStageAt: z
    .date()
    .nullable()
    .describe('when they reached the stage asked for; null where they skipped it'),
  daysToNext: z.number().nullable(),
  lastInteraction: z
    .object({ at: z.date(), type: z.string().nullable(), subject: z.string().nullable() })
    .nullable(),
  opensNext: z.string().nullable().describe('what would open the next gate'),
  value: money.nullable().describe('their open and won deals in the main currency'),
});
export type FunnelPerson = z.infer<typeof funnelPerson>;

const funnelDeal = z.object({
  id: z.uuid(),
  name: z.string(),
  value: money.nullable(),
  closedAt: z.date().nullable(),
  person: named.nullable(),
  account: named.nullable(),
  owner: named.nullable(),
});
export type FunnelDeal = z.infer<typeof funnelDeal>;

const tag = 'Funnel';

const getFunnel = operation({
  method: 'GET',
  path: '/funnel',
  access: 'funnel:read',
  tag,
  summary: 'The funnel, both lenses',
  description:
    'A person counts for a stage if they reached it or a later one, each once. waiting + late + goneOn + left = reached, for every stage.',
})
  .input(funnelFilter)
  .output(funnel);

const listDimensions = operation({
  method: 'GET',
  path: '/funnel/dimensions',
  access: 'funnel:read',
  tag,
  summary: 'What the funnel can be filtered and split by',
}).output(z.object({ items: z.array(dimension) }));

const splitFunnel = operation({
  method: 'GET',
  path: '/funnel/by',
  access: 'funnel:read',
  tag,
  summary: 'The funnel by a dimension',
  description: 'The rows add up to the funnel; each won deal counts once, under its primary contact.',
})
  .input(
    funnelFilter.extend({
      dimension: z.string().max(80),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(200)
        .describe('keys beyond it are one row, isRest'),
    }),
  )
  .output(z.object({ dimension, currency: z.string(), rows: z.array(byRow) }));

const funnelTrend = operation({
  method: 'GET',
  path: '/funnel/trend',
  access: 'funnel:read',
  tag,
  summary: 'The funnel by month',
  description:
    'Each month is the funnel of that month. cohort: of who came in then, so that the months add up to the funnel. period: of who reached a stage then.',
})
  .input(funnelFilter)
  .output(
    z.object({
      months: z.array(z.object({ month: z.string(), stages: z.record(z.string(), z.number().int()) })),
    }),
  );

const listFunnelPeople = operation({
  method: 'GET',
  path: '/funnel/people',
  access: 'funnel:read',
  tag,
  summary: 'The people behind a number of the funnel',
})
  .input(
    funnelFilter.extend({
      ...pageQuery.shape,
      stage: z.string().max(63),
      state: z.enum(peopleStates).default('reached'),
      before: z.stringbool().default(false).describe('true: the people of the period before'),
      within: z
        .string()
        .regex(/^[^.]{1,63}\.[A-Za-z]{1,20}$/, 'is <stage>.<state>')
        .optional()
        .describe('only people who are also in this group, such as mql.reached'),
      sort: z.enum(['waiting', 'recent', 'value', 'slowest']).default('waiting'),
    }),
  )
  .output(z.object({ items: z.array(funnelPerson), nextCursor: z.string().nullable() }));

const listFunnelDeals = operation({
  method: 'GET',
  path: '/funnel/deals',
  access: 'funnel:read',
  tag,
  summary: 'The won deals behind a value of the funnel',
})
  .input(
    funnelFilter.extend({
      ...pageQuery.shape,
      stage: z
        .string()
        .max(63)
        .optional()
        .describe('only deals of people who reached this stage or a later one'),
      before: z.stringbool().default(false),
    }),
  )
  .output(z.object({ items: z.array(funnelDeal), nextCursor: z.string().nullable() }));

export const funnelContract = {
  getFunnel,
  listDimensions,
  splitFunnel,
  funnelTrend,
  listFunnelPeople,
  listFunnelDeals,
};
