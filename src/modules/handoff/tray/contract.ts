import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { packetItems } from '../../language/contract.ts';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Hand-offs';

/** How a lead came back: sales did not take it, took it until a day, took it and gave it back, or never answered. */
const waysBack = ['rejected', 'recycled', 'returned', 'expired'] as const;
export type WayBack = (typeof waysBack)[number];

/**
 * open: marketing has to say what becomes of it. due: of those, recycled ones whose day has come, and all others.
 * later: recycled ones whose day has not come.
 */
export const followUps = ['due', 'later', 'open', 'offered_again', 'closed'] as const;

const returnedLead = z.object({
  id,
  revision: z.number().int(),
  state: z.enum(waysBack),
  round: z.number().int(),
  contact: named.extend({ title: z.string().nullable() }),
  account: named.nullable(),
  persona: z.string().nullable(),
  campaign: named.nullable(),
  owner: named.nullable(),
  marketer: named.nullable(),
  grade: z.string().nullable(),
  offeredAt: time,
  cameBackAt: time,
  cameBackBy: z.string(),
  reasonKey: z.string().nullable(),
  reasonName: z.string().describe('"Not a company we want", "nobody answered"'),
  reason: z.string().nullable().describe('what was added in words'),
  wouldAcceptIf: z.string().nullable(),
  recycleOn: day.nullable(),
  isDue: z.boolean().describe('waits for marketing today; a recycled one only from its day on'),
  followUp: z.enum(['open', 'offered_again', 'closed']),
  followedUpAt: time.nullable(),
  followedUpBy: z.string().nullable(),
  followUpReason: z.string().nullable(),
  next: z
    .object({ id, state: z.string(), offeredAt: time })
    .nullable()
    .describe('the hand-off with which it was offered again'),
  missingItems: z.array(z.enum(packetItems)).describe('promised, and not in the packet'),
  gate: z
    .object({ key: z.string(), word: z.string(), versionNumber: z.number().int() })
    .nullable()
    .describe('the definition that let it in'),
});
export type ReturnedLead = z.infer<typeof returnedLead>;

const share = z.number().min(0).max(1).nullable();
const group = z.object({
  offered: z.number().int().describe('decided ones of the period'),
  accepted: z.number().int(),
  cameBack: z.number().int(),
  acceptance: share.describe('accepted of decided'),
  completeness: share.describe('what their packets held of what was promised, on average'),
  topReason: z.object({ key: z.string(), name: z.string(), count: z.number().int() }).nullable(),
});

const analysis = z.object({
  from: day,
  to: day,
  cameBack: z.number().int(),
  cameBackBefore: z.number().int().describe('in as many days before'),
  accepted: z.number().int(),
  decided: z.number().int(),
  waiting: z.number().int().describe('due for marketing now, whenever they came back'),
  resting: z.number().int().describe('recycled, their day not yet come'),
  offeredAgain: z.object({
    of: z.number().int().describe('of those that came back in the period'),
    accepted: z.number().int(),
  }),
  reasons: z.array(
    z.object({ key: z.string(), name: z.string(), count: z.number().int(), before: z.number().int() }),
  ),
  months: z
    .array(
      z.object({
        month: z.string().describe('YYYY-MM'),
        accepted: z.number().int(),
        cameBack: z.number().int(),
        reasons: z.record(z.string(), z.number().int()),
      }),
    )
    .describe('the twelve up to the period’s end'),
  campaigns: z.array(group.extend({ campaign: named.nullable() })),
  personas: z.array(group.extend({ persona: z.string().nullable() })),
});
export type ReturnedAnalysis = z.infer<typeof analysis>;

const comparedRule = z.object({
  definitionKey: z.string(),
  word: z.string(),
  versionNumber: z.number().int().describe('the latest of those that these leads rested on'),
  rule: z.string(),
  kind: z.enum(['gate', 'test', 'signal']),
  accepted: z.number().int().describe('accepted leads that rested on it'),
  cameBack: z.number().int().describe('leads that came back and rested on it'),
  acceptedShare: z.number().min(0).max(1).describe('of all accepted ones that have been asked'),
  cameBackShare: z.number().min(0).max(1),
  wantedInstead: z.array(z.string()).describe('what would have made them acceptable, up to three'),
});
export type ComparedRule = z.infer<typeof comparedRule>;

const period = { from: day.optional(), to: day.optional() };

export const trayContract = {
  listReturned: operation({
    method: 'GET',
    path: '/returned-leads',
    access: 'handoffs:read',
    tag,
    summary: "Marketing's tray: what came back, why, and what became of it",
  })
    .input(
      pageQuery.extend({
        ...period,
        followUp: z.enum(followUps).optional().describe('absent: everything that came back'),
        state: z.enum(waysBack).optional(),
        reasonKey: z.string().max(40).optional(),
        campaignId: id.optional(),
        persona: z.string().max(200).optional(),
        ownerId: id.optional(),
      }),
    )
    .output(pageOf(returnedLead)),
  countReturned: operation({
    method: 'GET',
    path: '/returned-leads/count',
    access: 'handoffs:read',
    tag,
    summary: 'How many that came back wait for marketing',
  }).output(
    z.object({
      waiting: z.number().int(),
      resting: z.number().int().describe('recycled, their day not yet come'),
    }),
  ),
  analyseReturned: operation({
    method: 'GET',
    path: '/returned-leads/analysis',
    access: 'handoffs:read',
    tag,
    summary: 'Why leads come back: by reason and month, campaign, persona, and the rules that let them in',
    description: 'Of the last four weeks, where no period is given.',
  })
    .input(z.object(period))
    .output(analysis),
  compareReturnedRules: operation({
    method: 'GET',
    path: '/returned-leads/rules',
    access: 'handoffs:read',
    tag,
    summary: 'Which rules let in what came back, beside what sales accepted',
    description:
      'The definitions in force are asked as of the moment of each offer, of up to 150 leads of either side. Those first on which more of what came back rested than of what sales accepted.',
  })
    .input(z.object(period))
    .output(z.object({ from: day, to: day, rules: z.array(comparedRule) })),
};
