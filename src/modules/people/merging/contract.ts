import { z } from 'zod';
import { operation } from '../../workspace/access.ts';
import { customValue, id, named, time } from '../records.ts';

const tag = 'Merging';

export const mergeableTypes = ['contact', 'account'] as const;
export type MergeableType = (typeof mergeableTypes)[number];

const mergeSide = z.enum(['kept', 'merged']);

const mergeField = z.object({
  field: z.string(),
  label: z.string(),
  kept: customValue,
  merged: customValue,
  keptLabel: z.string().nullable().meta({ description: 'The value in words, where it is an id' }),
  mergedLabel: z.string().nullable(),
  wins: z.enum(['kept', 'merged', 'same']),
});
export type MergeField = z.infer<typeof mergeField>;

const mergePreview = z.object({
  recordType: z.enum(mergeableTypes),
  kept: named.extend({ updatedAt: time }),
  merged: named.extend({ updatedAt: time }),
  fields: z.array(mergeField).meta({ description: 'Fields in which at least one of the two has a value' }),
  moves: z
    .object({
      interactions: z.number().int(),
      deals: z.number().int(),
      people: z.number().int(),
      profiles: z.number().int(),
      stageChanges: z.number().int(),
      externalIds: z.number().int(),
      subsidiaries: z.number().int(),
    })
    .meta({
      description:
        'What comes over from the record that is merged; its interactions stay as they were written',
    }),
});
export type MergePreview = z.infer<typeof mergePreview>;

const choices = z.record(z.string().max(100), mergeSide).optional().meta({
  description:
    'For each field named: whose value stands. Else the kept one’s, or the other’s where that is blank',
});

const mergeDone = z.object({ mergeId: id, keptId: id, mergedId: id });

const pair = z.object({ keptId: id, mergedId: id });

export const mergingContract = {
  previewContacts: operation({
    method: 'GET',
    path: '/contact-merges/preview',
    access: 'people:read',
    tag,
    summary: 'What merging two contacts would do',
  })
    .input(pair)
    .output(mergePreview),
  mergeContacts: operation({
    method: 'POST',
    path: '/contact-merges',
    access: 'people:write',
    tag,
    summary: 'Merge one contact into another',
    description: 'Both histories are kept, and the merge can be undone.',
    creates: true,
  })
    .input(
      pair.extend({
        choices,
        expectedKeptUpdatedAt: time.optional(),
        expectedMergedUpdatedAt: time.optional(),
      }),
    )
    .output(mergeDone),
  previewAccounts: operation({
    method: 'GET',
    path: '/account-merges/preview',
    access: 'people:read',
    tag,
    summary: 'What merging two accounts would do',
  })
    .input(pair)
    .output(mergePreview),
  mergeAccounts: operation({
    method: 'POST',
    path: '/account-merges',
    access: 'people:write',
    tag,
    summary: 'Merge one account into another',
    description: 'Both histories are kept, and the merge can be undone.',
    creates: true,
  })
    .input(
      pair.extend({
        choices,
        expectedKeptUpdatedAt: time.optional(),
        expectedMergedUpdatedAt: time.optional(),
      }),
    )
    .output(mergeDone),
  undo: operation({
    method: 'PUT',
    path: '/merges/{mergeId}/undoing',
    access: 'people:write',
    tag,
    summary: 'Undo a merge',
    description:
      'All is as it was before; what was changed by hand since is left alone and named in the answer.',
  })
    .input(z.object({ mergeId: id }))
    .output(
      z.object({
        keptId: id,
        mergedId: id,
        notUndone: z.array(z.object({ what: z.string(), why: z.string() })),
      }),
    ),
};
