import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';

export const interactionKinds = ['content', 'person'] as const;

/** One thing that happened between a buyer and us. */
export const interaction = z.object({
  id: z.uuid(),
  kind: z.enum(interactionKinds),
  type: z.string(),
  direction: z.enum(['inbound', 'outbound']).nullable(),
  occurredAt: z.date(),
  receivedAt: z.date(),
  contact: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  account: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  opportunity: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  teammate: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  campaign: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  asset: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  channel: z.string().nullable(),
  subject: z.string().nullable(),
  url: z.string().nullable(),
  engagedSeconds: z.number().int().nullable(),
  completion: z.number().nullable().describe('share of the asset that was read, 0 to 1'),
  verified: z.boolean().describe('false: a scanner, bot or colleague, see flagReason'),
  flagReason: z.string().nullable(),
  source: z.string(),
  externalId: z.string().nullable(),
  properties: z.record(z.string(), z.unknown()),
});
export type Interaction = z.infer<typeof interaction>;

const listInteractions = operation({
  method: 'GET',
  path: '/interactions',
  access: 'interactions:read',
  tag: 'Interactions',
  summary: 'List interactions, latest first',
  description:
    'Of one contact (with the records merged into it), account or opportunity, or of the whole workspace.',
})
  .input(
    pageQuery.extend({
      contactId: z.uuid().optional(),
      accountId: z.uuid().optional(),
      opportunityId: z.uuid().optional(),
      kind: z.enum(interactionKinds).optional(),
      type: z.string().max(100).optional(),
      flagReason: z.string().max(100).optional().describe('only those not counted for this reason'),
      unverified: z.stringbool().default(false).describe('true: also scanners, bots and colleagues'),
    }),
  )
  .output(pageOf(interaction));

const recordInteraction = operation({
  method: 'POST',
  path: '/interactions',
  access: 'interactions:write',
  tag: 'Interactions',
  summary: 'Record an interaction',
  description:
    'The person is found by contactId, e-mail or anonymousId (a profile is made for an unknown one). The same externalId from the same source again changes nothing.',
  creates: true,
})
  .input(
    z.object({
      kind: z.enum(interactionKinds),
      type: z.string().trim().min(1).max(100),
      occurredAt: z.coerce.date().optional(),
      direction: z.enum(['inbound', 'outbound']).optional(),
      contactId: z.uuid().optional(),
      email: z.email().optional(),
      anonymousId: z.string().min(1).max(200).optional(),
      accountId: z.uuid().optional(),
      opportunityId: z.uuid().optional(),
      channel: z.string().max(100).optional(),
      campaign: z.string().max(300).optional(),
      asset: z.string().max(300).optional(),
      subject: z.string().max(1_000).optional(),
      url: z.url().max(2_000).optional(),
      engagedSeconds: z.number().int().min(0).max(86_400).optional(),
      completion: z.number().min(0).max(1).optional(),
      properties: z.record(z.string(), z.unknown()).optional(),
      source: z.string().trim().min(1).max(100).default('api'),
      externalId: z.string().min(1).max(300).optional(),
    }),
  )
  .output(z.object({ outcome: z.enum(['created', 'unchanged']), id: z.uuid().nullable() }));

const projectionStatus = z.object({
  state: z.enum(['starting', 'following', 'rebuilding', 'waiting', 'follower', 'stopped']),
  position: z.number(),
  headPosition: z.number(),
  lagRows: z.number(),
  lagSeconds: z.number(),
  waitingIdentities: z.number().describe('changes of who is who that are still to be told'),
  waitingRecords: z.number().describe('changes of people, companies and deals that are still to be told'),
  rebuild: z.object({ doneRows: z.number(), totalRows: z.number() }).nullable(),
  lastError: z.string().nullable(),
});

const getProjection = operation({
  method: 'GET',
  path: '/projection',
  access: 'workspace:read',
  tag: 'Status',
  summary: 'Where the analytical projection of the log stands',
}).output(projectionStatus);

const rebuildProjection = operation({
  method: 'POST',
  path: '/projection/rebuild',
  access: 'workspace:admin',
  tag: 'Status',
  summary: 'Make the projection anew from the log',
  description:
    'Starts the rebuild and answers at once; the old projection stays in use until the new one is complete.',
}).output(projectionStatus);

const activity = operation({
  method: 'GET',
  path: '/interactions/activity',
  access: 'interactions:read',
  tag: 'Interactions',
  summary: 'Interactions a week, by kind and channel',
  description: 'Read from the projection; verified people only.',
})
  .input(z.object({ weeks: z.coerce.number().int().min(1).max(260).default(26) }))
  .output(
    z.object({
      weeks: z.array(
        z.object({
          week: z.string(),
          kind: z.enum(interactionKinds),
          channel: z.string(),
          count: z.number(),
        }),
      ),
    }),
  );

export const interactionsContract = {
  listInteractions,
  recordInteraction,
  activity,
  getProjection,
  rebuildProjection,
};
