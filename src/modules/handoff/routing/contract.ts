import { z } from 'zod';
import { ruleGroup } from '../../language/contract.ts';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Routing';

const absence = z.object({
  id,
  from: day,
  to: day.describe('the last day away'),
  reason: z.string().nullable(),
  saidBy: z.string(),
});
export type Absence = z.infer<typeof absence>;

const seller = z.object({
  teammate: named,
  isMe: z.boolean(),
  known: z
    .boolean()
    .describe('somebody said how they take leads; else they get only those of their own accounts'),
  takesLeads: z.boolean(),
  capacity: z.number().int().nullable().describe('open hand-offs they may hold; null: no limit'),
  weight: z.number().int().describe('share of the turns, against the others’ weights'),
  calendarKey: z.string().nullable().describe('a calendar of the agreement in force; null: its first'),
  open: z.number().int().describe('open hand-offs they hold now'),
  atWork: z.boolean().nullable().describe('within their office hours now; null: no agreement gives hours'),
  awayUntil: day.nullable().describe('last day of an absence that covers today'),
  absences: z.array(absence).describe('of today and later, the nearest first'),
  poolIds: z.array(id),
});
export type Seller = z.infer<typeof seller>;

const pool = z.object({
  id,
  name: z.string(),
  members: z.array(named),
  waiting: z.number().int().describe('open hand-offs that nobody has claimed yet'),
});
export type Pool = z.infer<typeof pool>;

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('teammate'), teammateId: id }),
  z.object({ kind: z.literal('rotation'), poolId: id }).describe("by turns among the pool's members"),
  z.object({ kind: z.literal('pool'), poolId: id }).describe('for whoever of the pool claims it'),
]);
export type Target = z.infer<typeof target>;

const ruleIn = z.object({
  name: z.string().trim().min(1, 'give the rule a name').max(120),
  rule: ruleGroup,
  target,
});
const routingRule = ruleIn.extend({
  id,
  position: z.number().int(),
  sentence: z.string().describe('whom the rule holds, in words'),
  targetName: z.string(),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .describe('why it can no longer be asked; such a rule is passed over'),
});
export type RoutingRule = z.infer<typeof routingRule>;

const fallback = z.object({
  kind: z.enum(['rotation', 'pool']).describe('by turns, or for whoever claims it'),
  poolId: id.nullable().describe('among whom; null: all who take leads'),
});
export type Fallback = z.infer<typeof fallback>;

const rules = z.object({ items: z.array(routingRule), fallback });

const routed = z.object({
  owner: named.nullable(),
  pool: named.nullable(),
  why: z.string(),
  ruleId: id.nullable(),
});
export type Routed = z.infer<typeof routed>;

const sellerIn = z.object({
  teammateId: id,
  takesLeads: z.boolean(),
  capacity: z.number().int().min(0).max(10_000).nullable(),
  weight: z.number().int().min(1, 'a weight is at least 1; who takes no leads is switched off').max(100),
  calendarKey: z.string().max(40).nullable(),
  poolIds: z.array(id).max(100),
});

const week = z.object({
  week: z.string().describe('ISO 8601: 2026-W47'),
  from: day,
  to: day.describe('its Sunday'),
  when: z.enum(['past', 'running', 'coming']),
  offered: z.number().int().nullable().describe('hand-offs offered; null: not there yet'),
  answered: z.number().int().nullable().describe('accepted, rejected or recycled'),
  backlog: z.number().nullable().describe("offers without an answer at the week's end"),
  capacity: z.number().nullable().describe('answers that sales can give; null: nobody’s capacity is known'),
  expected: z
    .object({ volume: z.number(), low: z.number(), high: z.number(), backlog: z.number().nullable() })
    .nullable()
    .describe('forecast, with an interval that holds in eight weeks of ten'),
});
export type CapacityWeek = z.infer<typeof week>;

const capacityOfSeller = z.object({
  teammate: named,
  capacity: z.number().int().nullable(),
  open: z.number().int(),
  waiting: z.number().int().describe('of the open ones, those without an answer'),
  answeredPerWeek: z.number().describe('in the weeks that were measured'),
  daysPerLead: z.number().nullable().describe('working days for which one lead takes up one place'),
  basis: z.enum(['own', 'team', 'promise']).nullable().describe('whose handling time it is'),
  canAnswerNextWeek: z.number().nullable(),
  awayNextWeek: z.number().describe('share of next week’s office hours, 0 to 1'),
});
export type SellerCapacity = z.infer<typeof capacityOfSeller>;

const capacityPicture = z.object({
  at: time,
  timeZone: z.string(),
  offerStage: named.omit({ id: true }).extend({ key: z.string() }),
  backlog: z.number().int().describe('offers without an answer now'),
  next: z
    .object({
      week: z.string(),
      volume: z.number(),
      low: z.number(),
      high: z.number(),
      capacity: z.number().nullable(),
      backlogBefore: z.number().nullable(),
      backlogAfter: z.number().nullable(),
    })
    .nullable()
    .describe('null: too little is known yet for a forecast'),
  weeks: z.array(week),
  sellers: z.array(capacityOfSeller),
  method: z.array(z.string()).describe('how the figures come about, in sentences'),
});
export type CapacityPicture = z.infer<typeof capacityPicture>;

const sellers = z.object({
  items: z.array(seller),
  calendars: z.array(z.object({ key: z.string(), name: z.string(), hours: z.string() })),
});

export const routingContract = {
  listSellers: operation({
    method: 'GET',
    path: '/routing/sellers',
    access: 'handoffs:read',
    tag,
    summary: 'Who in sales takes leads, how many, and when they are there',
  }).output(sellers),
  putSeller: operation({
    method: 'PUT',
    path: '/routing/sellers/{teammateId}',
    access: 'routing:write',
    tag,
    summary: 'Say how somebody takes leads: how many at once, which share, which hours, which pools',
  })
    .input(sellerIn)
    .output(seller),
  addAbsence: operation({
    method: 'POST',
    path: '/routing/sellers/{teammateId}/absences',
    access: 'routing:write',
    tag,
    summary: 'Say that somebody is away; they get no leads on these days',
    creates: true,
  })
    .input(
      z
        .object({ teammateId: id, from: day, to: day, reason: z.string().trim().max(200).optional() })
        .refine(({ from, to }) => from <= to, {
          path: ['to'],
          message: 'the last day away comes after the first',
        }),
    )
    .output(absence),
  removeAbsence: operation({
    method: 'DELETE',
    path: '/routing/absences/{absenceId}',
    access: 'routing:write',
    tag,
    summary: 'Take an absence back',
  }).input(z.object({ absenceId: id })),
  listPools: operation({
    method: 'GET',
    path: '/routing/pools',
    access: 'handoffs:read',
    tag,
    summary: 'Pools: who takes turns or claims together',
  }).output(z.object({ items: z.array(pool) })),
  createPool: operation({
    method: 'POST',
    path: '/routing/pools',
    access: 'routing:write',
    tag,
    summary: 'Make a pool',
    creates: true,
  })
    .input(z.object({ name: z.string().trim().min(1).max(80), memberIds: z.array(id).max(500).default([]) }))
    .output(pool),
  updatePool: operation({
    method: 'PUT',
    path: '/routing/pools/{poolId}',
    access: 'routing:write',
    tag,
    summary: 'Name a pool and say who is in it',
  })
    .input(z.object({ poolId: id, name: z.string().trim().min(1).max(80), memberIds: z.array(id).max(500) }))
    .output(pool),
  deletePool: operation({
    method: 'DELETE',
    path: '/routing/pools/{poolId}',
    access: 'routing:write',
    tag,
    summary: 'Delete a pool that no rule names and in which nothing waits',
  }).input(z.object({ poolId: id })),
  listRules: operation({
    method: 'GET',
    path: '/routing/rules',
    access: 'handoffs:read',
    tag,
    summary: 'To whom leads go: the rules in their order, and what happens where none holds',
  }).output(rules),
  createRule: operation({
    method: 'POST',
    path: '/routing/rules',
    access: 'routing:write',
    tag,
    summary: 'Add a routing rule, as the last one',
    creates: true,
  })
    .input(ruleIn)
    .output(routingRule),
  updateRule: operation({
    method: 'PUT',
    path: '/routing/rules/{ruleId}',
    access: 'routing:write',
    tag,
    summary: 'Change a routing rule',
  })
    .input(ruleIn.extend({ ruleId: id }))
    .output(routingRule),
  deleteRule: operation({
    method: 'DELETE',
    path: '/routing/rules/{ruleId}',
    access: 'routing:write',
    tag,
    summary: 'Delete a routing rule',
  }).input(z.object({ ruleId: id })),
  reorderRules: operation({
    method: 'PUT',
    path: '/routing/rule-order',
    access: 'routing:write',
    tag,
    summary: 'Put the routing rules into another order; the first that holds counts',
  })
    .input(z.object({ ruleIds: z.array(id).min(1).max(200) }))
    .output(rules),
  putFallback: operation({
    method: 'PUT',
    path: '/routing/fallback',
    access: 'routing:write',
    tag,
    summary: 'Say where leads go for which no rule holds',
  })
    .input(fallback)
    .output(fallback),
  tryRouting: operation({
    method: 'GET',
    path: '/routing/try-out',
    access: 'handoffs:read',
    tag,
    summary: 'Who would get this lead now, and why; nothing is changed',
  })
    .input(z.object({ contactId: id }))
    .output(routed),
  readCapacity: operation({
    method: 'GET',
    path: '/handoff-capacity',
    access: 'handoffs:read',
    tag,
    summary: 'Volume offered, capacity and backlog a week, with a forecast from the funnel',
  })
    .input(
      z.object({ weeks: z.coerce.number().int().min(4).max(52).default(12).describe('past weeks shown') }),
    )
    .output(capacityPicture),
};
