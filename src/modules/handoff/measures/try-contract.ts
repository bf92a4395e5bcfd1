import { z } from 'zod';
import { slaPolicy } from '../../language/contract.ts';
import { id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Hand-offs';

/** What became of one promise, under one text. */
const outcome = z.object({
  promise: z.string().describe('in words: "within 4 business hours"'),
  kept: z.number().int().nullable().describe('hand-offs that kept it; null: it is not kept one by one'),
  of: z.number().int().describe('hand-offs it was asked of'),
  percent: z
    .number()
    .nullable()
    .describe('share kept, or for a promise about a share that share; null: nothing to count'),
  perMonth: z.number().nullable().describe('for a promise about volume'),
  met: z.boolean().nullable().describe('null: for promises kept one by one, and where nothing was counted'),
});
export type TriedOutcome = z.infer<typeof outcome>;

const differing = z.object({
  handoffId: id,
  contactId: id,
  name: z.string(),
  offeredAt: time,
  found: z.string().describe('what happened: "answered after 6 business hours"'),
  keptByThis: z.boolean(),
  keptByOther: z.boolean(),
});

const row = z.object({
  key: z.string(),
  side: z.enum(['marketing', 'sales']),
  label: z.string().describe('"First response, A1 and A2"'),
  asProposed: outcome.nullable().describe('null: this text promises nothing of it'),
  asInForce: outcome.nullable(),
  differing: z.array(differing).describe('hand-offs judged otherwise, newest first, 50 at most'),
  differingCount: z.number().int(),
});
export type TriedRow = z.infer<typeof row>;

const named = z.object({ versionId: id.nullable(), label: z.string(), unsigned: z.boolean() });

const trial = z.object({
  from: time,
  to: time,
  handoffs: z.number().int().describe('offered in this time'),
  proposed: named,
  inForce: named.nullable().describe('null: what is tried is what is in force, or nothing is'),
  rows: z.array(row),
  sentence: z.string().describe('what it comes to, in one sentence'),
});
export type SlaTrial = z.infer<typeof trial>;

export const trySlaContract = {
  trySla: operation({
    method: 'POST',
    path: '/sla-trials',
    access: 'language:read',
    tag,
    summary: 'What an agreement would have meant for the hand-offs of the last days, beside the one in force',
    description: 'Give `versionId` of a version of the agreement, or `policy`, a text that is being written.',
  })
    .input(
      z
        .object({
          versionId: id.optional(),
          policy: slaPolicy.optional(),
          days: z.number().int().min(7).max(400).default(90),
        })
        .refine(({ versionId, policy }) => (versionId === undefined) !== (policy === undefined), {
          message: 'give either the version or the text to try',
          path: ['versionId'],
        }),
    )
    .output(trial),
};
