import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';

const lifecycleStage = z.object({
  key: z.string(),
  position: z
    .number()
    .int()
    .describe('1 is the first; a contact reaches them in this order, and may skip some'),
  name: z.string(),
  gate: z.string().describe('what lets a lead in, in a few words'),
  allowedHours: z.number().int().nullable().describe('how long a lead may wait here; null: no limit'),
});
export type LifecycleStage = z.infer<typeof lifecycleStage>;

export const stageOutcomes = ['reached', 'returned', 'left'] as const;

const stageChange = z.object({
  id: z.uuid(),
  outcome: z
    .enum(stageOutcomes)
    .describe(
      'reached: went through the gate; returned: back in this stage; left: went no further than this stage',
    ),
  stage: z.string(),
  stageName: z.string(),
  at: z.date().describe('when it happened'),
  recordedAt: z.date().describe('when Liaison was told'),
  source: z.string().describe('import, opportunity, hand, interaction, definition, handoff or sample'),
  reason: z.string().nullable(),
  actorName: z.string().nullable(),
  undoneAt: z.date().nullable().describe('set where a later record took its place; it counts no longer'),
  undoes: z.uuid().nullable().describe('the move that this record undid'),
});
export type StageChange = z.infer<typeof stageChange>;

/** Where a contact stands now, as a move answers it. */
const contactStanding = z.object({
  contactId: z.uuid(),
  stage: z.string().nullable(),
  status: z.enum(['open', 'left']),
  since: z.date().nullable(),
  changeId: z.uuid().nullable().describe('the record made; hand it to the undo'),
});
export type ContactStanding = z.infer<typeof contactStanding>;

const tag = 'Lifecycle';

const listStages = operation({
  method: 'GET',
  path: '/lifecycle-stages',
  access: 'funnel:read',
  tag,
  summary: 'List the lifecycle stages in order, with their gates',
}).output(z.object({ items: z.array(lifecycleStage) }));

const updateStage = operation({
  method: 'PATCH',
  path: '/lifecycle-stages/{key}',
  access: 'fields:write',
  tag,
  summary: "Change a stage's name, gate words or allowed hours",
  description:
    'Counts, dates and histories stay as they are; allowed hours decide from now on who is past their time.',
})
  .input(
    z.object({
      key: z.string().max(63),
      name: z.string().trim().min(1).max(40).optional(),
      gate: z.string().trim().min(1).max(60).optional(),
      allowedHours: z.number().int().min(1).max(87_600).nullable().optional(),
    }),
  )
  .output(lifecycleStage);

const listStageChanges = operation({
  method: 'GET',
  path: '/contacts/{id}/stage-changes',
  access: 'people:read',
  tag,
  summary: "A contact's stage history, latest first",
  description: 'With the histories of the records merged into it. Undone records stay in the list.',
})
  .input(pageQuery.extend({ id: z.uuid() }))
  .output(pageOf(stageChange));

const moveContact = operation({
  method: 'POST',
  path: '/contacts/{id}/stage-changes',
  access: 'lifecycle:move',
  tag,
  summary: 'Move a contact to another stage by hand, with a reason',
  description:
    '`reached`: on to a later stage. `returned`: back to an earlier stage, or open again in this one after leaving. `left`: goes no further than the stage it is in.',
  creates: true,
})
  .input(
    z.object({
      id: z.uuid(),
      outcome: z.enum(stageOutcomes),
      stage: z.string().max(63),
      reason: z.string().trim().min(3, 'say why in a few words').max(500),
    }),
  )
  .output(contactStanding);

const undoMove = operation({
  method: 'POST',
  path: '/contacts/{id}/stage-changes/{changeId}/reversal',
  access: 'lifecycle:move',
  tag,
  summary: 'Undo the latest hand move of a contact',
  description:
    'The move stays in the history, marked as undone; a further record says where the contact stood before.',
  creates: true,
})
  .input(z.object({ id: z.uuid(), changeId: z.uuid(), reason: z.string().trim().max(500).optional() }))
  .output(contactStanding);

export const lifecycleContract = { listStages, updateStage, listStageChanges, moveContact, undoMove };
