import { z } from 'zod';
import { id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Hand-offs';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-04');
const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR');
/** Money in minor units: 1,200.50 EUR is 120050. */
const amountMinor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const share = z.number().min(0).max(1);

/** A figure of the workspace's own past: over which time, and out of how many. */
const found = z.object({
  from: time,
  to: time,
  of: z.number().int().describe('out of how many it was found'),
});

const stageFigure = z.object({
  key: z.string(),
  name: z.string(),
  rate: share
    .nullable()
    .describe('share of those who reached this stage that reached the next; null: none did'),
  reached: z.number().int().describe('people who reached it in the period'),
  wentOn: z.number().int().describe('of them, those who reached the next'),
  monthsToWon: z
    .number()
    .nullable()
    .describe('median time from here to the last stage, in months; null: nobody came so far'),
  won: z.number().int().describe('out of how many that median is'),
});

const ownFigures = z.object({
  currency,
  period: found.pick({ from: true, to: true }),
  averageDeal: found.extend({ amountMinor: amountMinor.nullable() }),
  peoplePerDeal: found
    .extend({ people: z.number().nullable() })
    .describe('of a deal that is won, how many of its people came to the last stage, on average'),
  stages: z.array(stageFigure).describe('from the first to the last; the last leads nowhere and has no rate'),
  offerStage: z.string().describe('the stage at which marketing offers'),
  offered: found.extend({
    perMonth: z.number().describe('on average a month'),
    source: z
      .enum(['handoffs', 'stages'])
      .describe('stages: no hand-offs are recorded; who is new at the stage'),
  }),
  offeredByMonth: z
    .array(z.object({ month, count: z.number().int() }))
    .describe('the last months, oldest first'),
  promised: z
    .object({
      perMonth: z.number().int().nullable(),
      definitionId: id,
      key: z.string(),
      word: z.string(),
      number: z.number().int(),
      unsigned: z.boolean(),
    })
    .nullable()
    .describe('what the agreement in force promises; null: none is in force'),
  thisMonth: month,
});
export type OwnFigures = z.infer<typeof ownFigures>;

const stageInput = z.object({
  key: z.string().max(63),
  rate: share
    .nullable()
    .describe('of those who reach it, the share that reaches the next; null for the last'),
  monthsToWon: z.number().int().min(0).max(60),
});

const stageNeed = z.object({
  key: z.string(),
  total: z
    .number()
    .int()
    .nullable()
    .describe('how many have to reach it, in all; null: at a rate of nothing it cannot be said'),
  perMonth: z.number().int().nullable().describe('on average a month, rounded up'),
  byMonth: z.array(z.object({ month, count: z.number().int() })),
});

const goal = z.object({
  deals: z.number().int(),
  leadToCustomer: share.describe('of those offered, the share that becomes a customer'),
  byMonth: z
    .array(
      z.object({
        month,
        revenueMinor: amountMinor,
        deals: z.number().int(),
        leads: z.number().int(),
        offerIn: month.describe('when these leads have to be offered'),
        past: z.boolean().describe('that month is over'),
      }),
    )
    .describe('by the month in which the revenue comes'),
  stages: z.array(stageNeed),
  leadsPerMonth: z.number().int().describe('to be offered a month, rounded up'),
  leads: z.number().int(),
});
export type LeadGoal = z.infer<typeof goal>;

export const goalsContract = {
  readFigures: operation({
    method: 'GET',
    path: '/lead-goal/figures',
    access: 'handoffs:read',
    tag,
    summary:
      'What a lead goal starts from: average deal, rates between stages, time to won, what is offered now',
  }).output(ownFigures),
  workBack: operation({
    method: 'POST',
    path: '/lead-goal',
    access: 'handoffs:read',
    tag,
    summary: 'Work back from a revenue goal to the leads that have to be offered each month',
  })
    .input(
      z.object({
        revenueMinor: amountMinor,
        averageDealMinor: amountMinor,
        peoplePerDeal: z
          .number()
          .min(1, 'a deal has at least one person')
          .max(100)
          .default(1)
          .describe('leads who become customers with each deal'),
        from: month.describe('the first month of the goal'),
        months: z.number().int().min(1).max(24),
        offerStage: z.string().max(63),
        stages: z.array(stageInput).min(2).max(20),
      }),
    )
    .output(goal),
};
