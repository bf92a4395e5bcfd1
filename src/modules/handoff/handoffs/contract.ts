import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { packetItems } from '../../language/contract.ts';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { packet } from '../packet/packet.ts';

const tag = 'Hand-offs';

/**
 * offered: sales has to answer. accepted: sales works on it. converted: it became a deal. rejected, recycled, expired:
 * sales did not take it. returned: taken, and given back later. withdrawn: marketing took the offer back.
 */
export const handoffStates = [
  'offered',
  'accepted',
  'rejected',
  'recycled',
  'expired',
  'withdrawn',
  'returned',
  'converted',
] as const;
export type HandoffState = (typeof handoffStates)[number];

const clock = z.object({
  id,
  kind: z.enum(['first_response', 'disposition', 'expiry', 'escalation', 'recycle']),
  state: z.enum(['running', 'paused', 'stopped', 'rung']),
  startedAt: time,
  dueAt: time.nullable(),
  calendar: z.string().describe('"business hours, Europe/Berlin"'),
});

const handoffRow = z.object({
  id,
  revision: z.number().int().describe('hand it back with every move'),
  state: z.enum(handoffStates),
  round: z.number().int(),
  contact: named.extend({ title: z.string().nullable() }),
  account: named.nullable(),
  owner: named.nullable().describe('whose it is in sales; null: in a pool'),
  pool: named.nullable(),
  marketer: named.nullable(),
  campaign: named.nullable(),
  grade: z.string().nullable(),
  points: z.number().nullable(),
  offeredAt: time,
  offeredBy: z.string(),
  responseDueAt: time.nullable(),
  dispositionDueAt: time.nullable(),
  firstResponseAt: time.nullable(),
  attempts: z.number().int(),
  late: z.boolean().describe('past what sales promised, the first response or the answer'),
  paused: z.boolean(),
  summary: z.string().describe('what is to be known in one line: "opened pricing three times"'),
  packetItems: z.array(z.enum(packetItems)),
  promisedItems: z.array(z.enum(packetItems)),
  decidedAt: time.nullable(),
  decidedBy: z.string().nullable(),
  reasonKey: z.string().nullable(),
  reason: z.string().nullable(),
  wouldAcceptIf: z.string().nullable(),
  recycleOn: day.nullable(),
  followUp: z.enum(['open', 'offered_again', 'closed']).nullable(),
});
export type HandoffRow = z.infer<typeof handoffRow>;

const handoffEvent = z.object({
  id,
  at: time,
  what: z.string(),
  byName: z.string(),
  text: z.string().describe('the event in words'),
  reason: z.string().nullable(),
  slaVersion: z.number().int().nullable(),
});

const handoff = handoffRow.extend({
  packet,
  clocks: z.array(clock),
  events: z.array(handoffEvent).describe('oldest first'),
  slaVersion: z
    .object({
      definitionId: id,
      key: z.string(),
      word: z.string(),
      number: z.number().int(),
      unsigned: z.boolean(),
    })
    .nullable(),
  previousId: id.nullable(),
  nextId: id.nullable(),
  deal: named.nullable(),
});
export type Handoff = z.infer<typeof handoff>;

const reasonText = z.string().trim().min(3, 'say why in a few words').max(2_000);
const move = z.object({ id, revision: z.number().int().min(1) });

export const handoffsContract = {
  list: operation({
    method: 'GET',
    path: '/handoffs',
    access: 'handoffs:read',
    tag,
    summary: 'List hand-offs',
    description:
      '`view=queue`: what sales has to do next, in order of value and time left: `mine`, or of one owner or pool. `view=returned`: what came back to marketing and waits. `view=all`: everything, newest first.',
  })
    .input(
      pageQuery.extend({
        view: z.enum(['queue', 'returned', 'all']).default('all'),
        whose: z.enum(['mine', 'pool', 'everybody']).optional().describe('of the queue; mine where absent'),
        ownerId: id.optional(),
        state: z.enum(handoffStates).optional(),
        contactId: id.optional(),
        accountId: id.optional(),
        campaignId: id.optional(),
        reasonKey: z.string().max(40).optional(),
        persona: z.string().max(200).optional(),
        late: z.stringbool().optional(),
        from: day.optional(),
        to: day.optional(),
      }),
    )
    .output(
      pageOf(handoffRow).extend({
        counts: z.object({
          open: z.number().int().describe('in this view'),
          late: z.number().int(),
          mine: z.number().int().describe("open hand-offs of the caller's own"),
          room: z
            .number()
            .int()
            .nullable()
            .describe('how many more the caller may hold; null: no limit is set'),
          nextDueAt: time.nullable(),
          pool: z.number().int(),
        }),
      }),
    ),
  get: operation({
    method: 'GET',
    path: '/handoffs/{id}',
    access: 'handoffs:read',
    tag,
    summary: 'Read a hand-off with its packet, clocks and every move',
  })
    .input(z.object({ id }))
    .output(handoff),
  offer: operation({
    method: 'POST',
    path: '/handoffs',
    access: 'handoffs:offer',
    tag,
    summary: 'Offer a lead to sales by hand',
    creates: true,
  })
    .input(
      z.object({
        contactId: id,
        ownerId: id.optional().describe('to whom; absent: as the routing says'),
        note: z.string().trim().max(4_000).optional(),
        talkingPoints: z.array(z.string().trim().min(1).max(500)).max(10).default([]),
        campaignId: id.optional(),
      }),
    )
    .output(handoff),
  mendPacket: operation({
    method: 'PUT',
    path: '/handoffs/{id}/packet',
    access: 'handoffs:offer',
    tag,
    summary: "Mend a packet: marketing's note and talking points; the rest is read afresh",
  })
    .input(
      move.extend({
        note: z.string().trim().max(4_000).nullable(),
        talkingPoints: z.array(z.string().trim().min(1).max(500)).max(10),
      }),
    )
    .output(handoff),
  accept: operation({
    method: 'POST',
    path: '/handoffs/{id}/acceptance',
    access: 'handoffs:answer',
    tag,
    summary: 'Accept a lead; it is then the caller’s to work on',
    creates: true,
  })
    .input(move)
    .output(handoff),
  reject: operation({
    method: 'POST',
    path: '/handoffs/{id}/rejection',
    access: 'handoffs:answer',
    tag,
    summary: 'Reject a lead, with an agreed reason and what would have made it acceptable',
    creates: true,
  })
    .input(
      move.extend({
        reasonKey: z.string().max(40).describe('one of the reject reasons in force'),
        reason: z.string().trim().max(2_000).optional(),
        wouldAcceptIf: z.string().trim().min(3, 'say what would have made it acceptable').max(2_000),
      }),
    )
    .output(handoff),
  recycle: operation({
    method: 'POST',
    path: '/handoffs/{id}/recycling',
    access: 'handoffs:answer',
    tag,
    summary: 'Give a lead back until a day, with a reason',
    creates: true,
  })
    .input(move.extend({ until: day, reason: reasonText }))
    .output(handoff),
  giveBack: operation({
    method: 'POST',
    path: '/handoffs/{id}/return',
    access: 'handoffs:answer',
    tag,
    summary: 'Give an accepted lead back to marketing, with a reason',
    creates: true,
  })
    .input(move.extend({ reasonKey: z.string().max(40).optional(), reason: reasonText }))
    .output(handoff),
  withdraw: operation({
    method: 'POST',
    path: '/handoffs/{id}/withdrawal',
    access: 'handoffs:offer',
    tag,
    summary: 'Take an offer back that sales has not answered',
    creates: true,
  })
    .input(move.extend({ reason: reasonText }))
    .output(handoff),
  claim: operation({
    method: 'POST',
    path: '/handoffs/{id}/claim',
    access: 'handoffs:answer',
    tag,
    summary: 'Take a hand-off out of its pool; of two who do so at once, one has it',
    creates: true,
  })
    .input(move)
    .output(handoff),
  reassign: operation({
    method: 'POST',
    path: '/handoffs/{id}/owner',
    access: 'handoffs:answer',
    tag,
    summary: 'Give a hand-off to somebody else, or back into a pool',
    creates: true,
  })
    .input(
      move.extend({
        ownerId: id.nullable(),
        poolId: id.nullable().optional(),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .output(handoff),
  pause: operation({
    method: 'POST',
    path: '/handoffs/{id}/pause',
    access: 'handoffs:answer',
    tag,
    summary: 'Stop the clocks for a while, with a reason: the buyer asked for it, say',
    creates: true,
  })
    .input(move.extend({ until: day.nullable().optional(), reason: reasonText }))
    .output(handoff),
  resume: operation({
    method: 'POST',
    path: '/handoffs/{id}/resumption',
    access: 'handoffs:answer',
    tag,
    summary: 'Let the clocks run again',
    creates: true,
  })
    .input(move)
    .output(handoff),
  followUp: operation({
    method: 'POST',
    path: '/handoffs/{id}/follow-up',
    access: 'handoffs:offer',
    tag,
    summary: 'Offer a lead again that came back, or let it rest for good, with a reason',
    creates: true,
  })
    .input(
      z.discriminatedUnion('what', [
        move.extend({
          what: z.literal('offer_again'),
          note: z.string().trim().max(4_000).optional(),
          talkingPoints: z.array(z.string().trim().min(1).max(500)).max(10).default([]),
          ownerId: id.optional(),
        }),
        move.extend({ what: z.literal('close'), reason: reasonText }),
      ]),
    )
    .output(handoff),
  /** Tells an open page that hand-offs changed, so that it asks again. */
  live: operation({
    method: 'GET',
    path: '/handoffs/live',
    access: 'handoffs:read',
    tag,
    summary: 'Watch hand-offs as they change (server-sent events)',
  })
    .input(z.object({ handoffId: id.optional().describe('only this one; absent: all') }))
    .output(
      eventIterator(
        z.discriminatedUnion('what', [
          z.object({ what: z.literal('ready') }),
          z.object({ what: z.literal('changed'), handoffIds: z.array(id) }),
        ]),
      ),
    ),
};
