import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Hand-offs';

/** lead: sales asks for one before the gate. help: sales asks marketing at any stage. join: marketing asks sales in early. */
const requestKinds = ['lead', 'help', 'join'] as const;

const request = z.object({
  id,
  kind: z.enum(requestKinds),
  fromSide: z.enum(['marketing', 'sales']),
  contact: named.nullable(),
  opportunity: named.nullable(),
  askedBy: z.string(),
  askedAt: time,
  to: named.nullable().describe('whom it is asked of; null: whoever is first on the other side'),
  text: z.string(),
  state: z.enum(['open', 'granted', 'declined', 'withdrawn']),
  answeredAt: time.nullable(),
  answeredBy: z.string().nullable(),
  answer: z.string().nullable(),
  handoffId: id.nullable(),
});
export type HandoffRequest = z.infer<typeof request>;

const onIt = z.object({
  teammate: named,
  side: z.enum(['marketing', 'sales']),
  how: z.string().describe('"account owner", "campaign’s marketer", "accepted the hand-off", "joined"'),
  since: time.nullable(),
  said: z.boolean().describe('somebody put them there, rather than it following from what they own'),
});
export type OnIt = z.infer<typeof onIt>;

const record = z.object({ recordType: z.enum(['contact', 'opportunity']), recordId: id });
const text = z.string().trim().min(3, 'say in a few words what for').max(2_000);

export const requestsContract = {
  list: operation({
    method: 'GET',
    path: '/handoff-requests',
    access: 'handoffs:read',
    tag,
    summary: 'What one side has asked of the other outside of offers',
  })
    .input(
      pageQuery.extend({
        state: z.enum(['open', 'granted', 'declined', 'withdrawn']).optional(),
        fromSide: z.enum(['marketing', 'sales']).optional(),
        contactId: id.optional(),
        opportunityId: id.optional(),
      }),
    )
    .output(pageOf(request)),
  ask: operation({
    method: 'POST',
    path: '/handoff-requests',
    access: 'handoffs:ask',
    tag,
    summary: 'Ask for a lead early, for help, or for a hand at an early stage',
    creates: true,
  })
    .input(
      z
        .object({
          kind: z.enum(requestKinds),
          contactId: id.optional(),
          opportunityId: id.optional(),
          toTeammateId: id.optional(),
          text,
        })
        .refine(({ contactId, opportunityId }) => contactId !== undefined || opportunityId !== undefined, {
          message: 'name the lead or the deal it is about',
        }),
    )
    .output(request),
  answer: operation({
    method: 'POST',
    path: '/handoff-requests/{id}/answer',
    access: 'handoffs:ask',
    tag,
    summary:
      'Grant or decline a request; granting one for a lead offers it, granting the others joins the asked to it',
    creates: true,
  })
    .input(z.object({ id, grant: z.boolean(), text: z.string().trim().max(2_000).optional() }))
    .output(request),
  withdraw: operation({
    method: 'POST',
    path: '/handoff-requests/{id}/withdrawal',
    access: 'handoffs:ask',
    tag,
    summary: 'Take a request back that nobody has answered',
    creates: true,
  })
    .input(z.object({ id }))
    .output(request),
  readTeam: operation({
    method: 'GET',
    path: '/teams/{recordType}/{recordId}',
    access: 'handoffs:read',
    tag,
    summary: 'Who from each side is on a lead or a deal',
  })
    .input(record)
    .output(z.object({ marketing: z.array(onIt), sales: z.array(onIt) })),
  joinTeam: operation({
    method: 'PUT',
    path: '/teams/{recordType}/{recordId}/members/{teammateId}',
    access: 'handoffs:ask',
    tag,
    summary: 'Put somebody on a lead or a deal',
  })
    .input(record.extend({ teammateId: id, side: z.enum(['marketing', 'sales']) }))
    .output(z.object({ marketing: z.array(onIt), sales: z.array(onIt) })),
  leaveTeam: operation({
    method: 'DELETE',
    path: '/teams/{recordType}/{recordId}/members/{teammateId}',
    access: 'handoffs:ask',
    tag,
    summary: 'Take somebody off a lead or a deal who was put there',
  })
    .input(record.extend({ teammateId: id }))
    .output(z.object({ marketing: z.array(onIt), sales: z.array(onIt) })),
};
