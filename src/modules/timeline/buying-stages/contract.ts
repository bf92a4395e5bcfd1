import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { named } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const buyingStage = z.object({
  key: z.string(),
  position: z.number().int().describe('1 is the first'),
  name: z.string(),
  steps: z.array(z.string()).describe('what the buyer does in it, in order'),
});
export type BuyingStage = z.infer<typeof buyingStage>;

/** Whose buying stage: exactly one. */
const whose = {
  contactId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
};
const exactlyOne = (query: { contactId?: unknown; accountId?: unknown; opportunityId?: unknown }) =>
  [query.contactId, query.accountId, query.opportunityId].filter((id) => id !== undefined).length === 1;
const exactlyOneOnly = { message: 'name exactly one of contactId, accountId and opportunityId' };

const change = z.object({
  id: z.uuid(),
  stage: z.string(),
  stageName: z.string(),
  at: z.date().describe('when the buyer came there'),
  recordedAt: z.date(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  source: z.string().describe('hand, import, interaction or sample'),
  contact: named.nullable(),
  account: named.nullable(),
  opportunity: named.nullable(),
  undoneAt: z.date().nullable().describe('set where it was undone or corrected; it counts no longer'),
  undoneBy: z.string().nullable(),
});
export type BuyingStageChange = z.infer<typeof change>;

const tag = 'Buying stages';

const list = operation({
  method: 'GET',
  path: '/buying-stages',
  access: 'people:read',
  tag,
  summary: 'List the buying stages in order',
}).output(z.object({ items: z.array(buyingStage) }));

const update = operation({
  method: 'PATCH',
  path: '/buying-stages/{key}',
  access: 'fields:write',
  tag,
  summary: 'Rename a buying stage or its steps',
})
  .input(
    z.object({
      key: z.string().max(63),
      name: z.string().trim().min(1).max(40).optional(),
      steps: z.array(z.string().trim().min(1).max(80)).max(8).optional(),
    }),
  )
  .output(buyingStage);

const listChanges = operation({
  method: 'GET',
  path: '/buying-stage-changes',
  access: 'people:read',
  tag,
  summary: 'Where a buyer is in their purchase, and how they came there, latest first',
  description:
    '`current` is the latest that holds: of a contact and the deals whose buying group they are in, of an account, its people and deals, or of a deal. Undone changes stay in the list.',
})
  .input(pageQuery.extend(whose).refine(exactlyOne, exactlyOneOnly))
  .output(pageOf(change).extend({ current: change.nullable() }));

const record = operation({
  method: 'POST',
  path: '/buying-stage-changes',
  access: 'lifecycle:move',
  tag,
  summary: 'Record that a buyer is in another stage of their purchase',
  creates: true,
})
  .input(
    z
      .object({
        ...whose,
        stage: z.string().max(63),
        at: z.coerce.date().optional().describe('now where it is left out'),
        reason: z.string().trim().max(500).optional(),
      })
      .refine(exactlyOne, exactlyOneOnly),
  )
  .output(change);

const undo = operation({
  method: 'POST',
  path: '/buying-stage-changes/{id}/reversal',
  access: 'lifecycle:move',
  tag,
  summary: 'Undo a change of buying stage',
  description: 'It stays in the list, marked as undone, and what held before it holds again.',
  creates: true,
})
  .input(z.object({ id: z.uuid(), reason: z.string().trim().max(500).optional() }))
  .output(z.object({ undone: change, current: change.nullable() }));

export const buyingStagesContract = { list, update, listChanges, record, undo };
