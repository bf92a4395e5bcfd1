import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';
import { sessionsContract } from './sessions/contract.ts';
import { trackingSettingsContract } from './settings/contract.ts';

export type { FlagReason } from './settings/contract.ts';

const tag = 'Tracking';
const doors = ['tracking', 'api', 'mail', 'calendar'] as const;

const counts = {
  received: z.number().int(),
  accepted: z.number().int(),
  duplicate: z.number().int(),
  deadLettered: z.number().int(),
};
const logCounts = z.object({
  ...counts,
  doors: z.array(z.object({ door: z.enum(doors), ...counts })),
});
export type LogCounts = z.infer<typeof logCounts>;

const countLog = operation({
  method: 'GET',
  path: '/log/counts',
  access: 'interactions:read',
  tag,
  summary: 'How many events came in, and what became of them',
  description:
    'received = accepted + duplicate + deadLettered, always. An event counts as dead-lettered until its replay is accepted.',
})
  .input(z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() }))
  .output(logCounts);

const deadLetter = z.object({
  id: z.uuid(),
  door: z.enum(doors),
  receivedAt: z.iso.datetime(),
  reasonCode: z.string(),
  reason: z.string().describe('what is wrong, in words'),
  eventType: z.string().nullable(),
  messageId: z.string().nullable(),
  excerpt: z.string().describe('the beginning of the event as it came'),
  sizeBytes: z.number().int(),
  replayedAt: z.iso.datetime().nullable().describe('when a replay was accepted; null: it still waits'),
  replayedBy: z.string().nullable().describe('who last replayed it'),
  replayOutcome: z.string().nullable().describe('what the last replay came to'),
});
export type DeadLetter = z.infer<typeof deadLetter>;

const listDeadLetters = operation({
  method: 'GET',
  path: '/dead-letters',
  access: 'interactions:read',
  tag,
  summary: 'List events that could not be taken, latest first',
})
  .input(
    pageQuery.extend({
      search: z.string().trim().max(200).optional().describe('in the event, its reason and its messageId'),
      reasonCode: z.string().max(100).optional(),
      door: z.enum(doors).optional(),
      state: z.enum(['waiting', 'replayed', 'all']).default('waiting'),
    }),
  )
  .output(pageOf(deadLetter));

const wholeDeadLetter = deadLetter.extend({
  raw: z.string().describe('the event as JSON text, as it came'),
  sentAt: z.iso.datetime().nullable(),
});
export type WholeDeadLetter = z.infer<typeof wholeDeadLetter>;

const getDeadLetter = operation({
  method: 'GET',
  path: '/dead-letters/{deadLetterId}',
  access: 'interactions:read',
  tag,
  summary: 'One event that could not be taken, as it came',
})
  .input(z.object({ deadLetterId: z.uuid() }))
  .output(wholeDeadLetter);

const deadLetterReason = z.object({
  reasonCode: z.string(),
  title: z.string().describe('what is wrong with such events'),
  advice: z.string().describe('what to do about it'),
  door: z.enum(doors),
  waiting: z.number().int(),
  latestAt: z.iso.datetime(),
});
export type DeadLetterReason = z.infer<typeof deadLetterReason>;

const listDeadLetterReasons = operation({
  method: 'GET',
  path: '/dead-letter-reasons',
  access: 'interactions:read',
  tag,
  summary: 'Why events wait as dead letters, and how many for each reason',
}).output(z.object({ items: z.array(deadLetterReason) }));

const replayOutcome = z.object({
  accepted: z.number().int(),
  duplicate: z.number().int(),
  deadLettered: z.number().int().describe('still refused'),
});
export type ReplayOutcome = z.infer<typeof replayOutcome>;

const replayDeadLetter = operation({
  method: 'POST',
  path: '/dead-letters/{deadLetterId}/replays',
  access: 'tracking:write',
  tag,
  summary: 'Replay one dead letter, corrected where it needs to be',
  description:
    'It goes through the same checks as at first, with the time it was first received. The correction takes the place of the event; the dead letter keeps what came.',
})
  .input(
    z.object({
      deadLetterId: z.uuid(),
      correctedJson: z
        .string()
        .max(600_000)
        .optional()
        .describe('the event as it should have come, as JSON text'),
    }),
  )
  .output(replayOutcome.extend({ reason: z.string().nullable().describe('why it is still refused') }));

const replayDeadLetters = operation({
  method: 'POST',
  path: '/dead-letter-replays',
  access: 'tracking:write',
  tag,
  summary: 'Replay every waiting dead letter of a reason',
})
  .input(z.object({ reasonCode: z.string().min(1).max(100) }))
  .output(replayOutcome.extend({ waiting: z.number().int().describe('how many of the reason still wait') }));

export const trackingContract = {
  countLog,
  listDeadLetters,
  getDeadLetter,
  listDeadLetterReasons,
  replayDeadLetter,
  replayDeadLetters,
  settings: trackingSettingsContract,
  sessions: sessionsContract,
};
