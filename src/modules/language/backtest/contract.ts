import { z } from 'zod';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { definitionBody } from '../definitions/bodies.ts';

const tag = 'Backtest';

/** What is judged: a stored version, or a body that is being written. */
const subject = z.union([z.object({ versionId: id }), z.object({ body: definitionBody })]);
export type BacktestSubject = z.infer<typeof subject>;

export const outcomes = ['accepted', 'opportunity', 'won'] as const;
export type Outcome = (typeof outcomes)[number];

const shared = z.object({
  subject,
  against: subject.optional(),
  from: day.describe('first day, in the zone of the workspace'),
  to: day.describe('last day, inclusive'),
  outcome: z.enum(outcomes).default('won').describe('what precision, recall and the curves are about'),
  /** For a scoring model: from how many points, or from which grades on a lead counts as qualified. */
  threshold: z.union([z.number(), z.array(z.string()).min(1)]).optional(),
  capacityPerMonth: z.number().int().min(1).max(1_000_000).optional(),
});

const rate = z.object({ count: z.number().int(), of: z.number().int(), share: z.number().nullable() });
const curvePoint = z.object({ threshold: z.number(), x: z.number(), y: z.number() });

const side = z.object({
  label: z.string().describe('"version 4", "draft"'),
  versionId: id.nullable(),
  qualified: z.number().int(),
  perMonth: z.array(z.object({ month: z.string(), qualified: z.number().int() })),
  accepted: rate.describe('of the qualified, those whom sales accepted, at any time'),
  opportunity: rate.describe('of the qualified, those with whom a deal came after it'),
  won: rate.describe('of the qualified, those who were won after it'),
  wonFound: rate.describe('of all who were won in the period or after it, those who had qualified before'),
  wonFoundBefore: z
    .number()
    .int()
    .describe('of those found, the ones who had qualified before the period began'),
  precision: z.number().nullable(),
  recall: z.number().nullable().describe('of those with the outcome, the share that had qualified before it'),
  lift: z.number().nullable().describe('precision ÷ the share of the outcome among all leads'),
  daysGained: z
    .object({ people: z.number().int(), medianDays: z.number(), meanDays: z.number() })
    .nullable()
    .describe('qualified so many days before they in fact reached the stage; negative: later'),
  daysToOutcome: z.object({ people: z.number().int(), medianDays: z.number() }).nullable(),
  roc: z.array(curvePoint).nullable().describe('false positive rate against true positive rate'),
  pr: z.array(curvePoint).nullable().describe('recall against precision'),
  auc: z.number().nullable(),
});
export type BacktestSide = z.infer<typeof side>;

export const backtest = z.object({
  from: day,
  to: day,
  step: z.enum(['day', 'week', 'month']).describe('how often the past was asked'),
  leads: z
    .number()
    .int()
    .describe('all who were known by the end of the period and no customers before it began'),
  interactions: z.number().int(),
  tookMs: z.number().int(),
  capacity: z.object({ perMonth: z.number(), source: z.string() }).nullable(),
  outcome: z.enum(outcomes),
  base: z.object({ accepted: z.number().int(), opportunity: z.number().int(), won: z.number().int() }),
  subject: side,
  against: side.nullable(),
  /** Against the other: of those who were won, how many more are found in time, and how many no longer are. */
  wonChange: z.object({ gained: z.number().int(), lost: z.number().int() }).nullable(),
  agreement: z
    .object({
      both: z.number().int(),
      onlySubject: z.number().int(),
      onlyAgainst: z.number().int(),
      neither: z.number().int(),
    })
    .nullable(),
  /** In words, for the first line: "passes 18 % fewer leads, keeps every one that was won". */
  sentence: z.string(),
  notes: z.array(z.string()).describe('what to keep in mind: fields without a past, months without data'),
});
export type Backtest = z.infer<typeof backtest>;

const difference = z.object({
  contact: named,
  account: named.nullable(),
  which: z.enum(['both', 'onlySubject', 'onlyAgainst', 'neither']),
  known: z.boolean().describe('false: the record was removed since'),
  subjectAt: time.nullable(),
  againstAt: time.nullable(),
  stage: z.string().nullable(),
  won: z.boolean(),
  reason: z.string().describe('why the two differ on this lead, in words'),
});
export type BacktestDifference = z.infer<typeof difference>;

export const backtestContract = {
  runBacktest: operation({
    method: 'POST',
    path: '/backtests',
    access: 'language:read',
    tag,
    summary: 'Say what one definition, or two side by side, would have done in the past',
  })
    .input(shared)
    .output(backtest),
  listDifferences: operation({
    method: 'POST',
    path: '/backtests/differences',
    access: 'language:read',
    tag,
    summary:
      'The leads on whom two definitions differ, or that one would have qualified, each with its reason',
  })
    .input(
      shared.extend({
        which: z
          .enum(['differ', 'onlySubject', 'onlyAgainst', 'qualified', 'won_missed', 'won_found'])
          .default('differ'),
        month: z
          .string()
          .regex(/^\d{4}-\d{2}$/)
          .optional(),
        of: z
          .enum(['subject', 'against'])
          .default('subject')
          .describe('whose, for `qualified`, `won_missed` and `won_found`'),
        limit: z.number().int().min(1).max(1_000).default(100),
        offset: z.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(z.object({ items: z.array(difference), total: z.number().int() })),
  readSalesCapacity: operation({
    method: 'GET',
    path: '/sales-capacity',
    access: 'language:read',
    tag,
    summary: 'How many qualified leads sales can take in a month, as they said',
  }).output(
    z.object({
      leadsPerMonth: z.number().int().nullable(),
      changedBy: z.string().nullable(),
      changedAt: time.nullable(),
    }),
  ),
  changeSalesCapacity: operation({
    method: 'PUT',
    path: '/sales-capacity',
    access: 'language:sign',
    tag,
    summary: 'Say how many qualified leads sales can take in a month',
  })
    .input(z.object({ leadsPerMonth: z.number().int().min(1).max(1_000_000) }))
    .output(
      z.object({
        leadsPerMonth: z.number().int().nullable(),
        changedBy: z.string().nullable(),
        changedAt: time.nullable(),
      }),
    ),
  /** The backtest that a proposal carries: kept as it was when it was proposed. */
  readProposalBacktest: operation({
    method: 'GET',
    path: '/definitions/{id}/versions/{versionId}/backtest',
    access: 'language:read',
    tag,
    summary: 'The backtest that came with a proposal',
  })
    .input(z.object({ id, versionId: id }))
    .output(
      z.object({ backtest: backtest.nullable(), runAt: time.nullable(), problem: z.string().nullable() }),
    ),
  /** Cohorts by the version of their day, or recast under another. */
  recastCohorts: operation({
    method: 'GET',
    path: '/definitions/{id}/cohorts',
    access: 'language:read',
    tag,
    summary: 'Reports old cohorts as they were judged, or under another version',
  })
    .input(
      z.object({
        id,
        under: id.optional().describe('a version; absent: each under the version of its day'),
        from: day.optional(),
        to: day.optional(),
      }),
    )
    .output(
      z.object({
        under: z.object({ versionId: id, number: z.number().int() }).nullable(),
        months: z.array(
          z.object({
            month: z.string(),
            cameIn: z.number().int(),
            asTheyWere: z.number().int().describe('reached the stage or a later one, as recorded'),
            versions: z.array(z.number().int()).describe('numbers of the versions in force in that month'),
            recast: z.number().int().nullable(),
            won: z.number().int(),
            wonAmongRecast: z.number().int().nullable(),
          }),
        ),
        sentence: z.string(),
      }),
    ),
};
