import { z } from 'zod';
import { customValue } from '../records.ts';

const record = z.object({
  id: z.string(),
  name: z.string(),
  fields: z.record(z.string(), customValue),
  custom: z.record(z.string(), customValue),
  lastInteractionAt: z.string().nullable(),
});

const membership = z.object({
  opportunityId: z.string(),
  role: z.string().nullable(),
  isPrimary: z.boolean(),
  createdAt: z.string(),
  joinedAt: z.string().nullish(),
  /** What the kept one was in the same deal, and became; null where it was not in it. */
  kept: z
    .object({
      before: z.object({ role: z.string().nullable(), isPrimary: z.boolean() }),
      after: z.object({ role: z.string().nullable(), isPrimary: z.boolean() }),
    })
    .nullable(),
});
export type Membership = z.infer<typeof membership>;

const ids = z.array(z.string());

/**
 * All that a merge changed, as it was before: what undoing it needs. `written` is what the merge made of the kept
 * record, to tell later edits from its own.
 */
export const mergeSnapshot = z.object({
  kept: record,
  merged: record,
  written: z.object({
    fields: z.record(z.string(), customValue),
    custom: z.record(z.string(), customValue),
    lastInteractionAt: z.string().nullable(),
  }),
  externalIds: z.array(z.object({ system: z.string(), externalId: z.string() })),
  profiles: ids,
  memberships: z.array(membership),
  contacts: ids,
  opportunities: ids,
  subsidiaries: ids,
  /** Whether the kept record had the merged one as its parent company. */
  keptWasSubsidiary: z.boolean(),
});
export type MergeSnapshot = z.infer<typeof mergeSnapshot>;
