import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';
import { recordTypes } from '../lists/contract.ts';
import { id, time } from '../records.ts';

const recordChange = z.object({
  id,
  at: time,
  actorKind: z.string(),
  actorName: z.string(),
  action: z.string(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  reason: z.string().nullable(),
});
export type RecordChange = z.infer<typeof recordChange>;

const peopleSummary = z.object({
  contacts: z.number().int(),
  accounts: z.number().int(),
  openOpportunities: z.number().int(),
  waiting: z.number().int().meta({ description: 'Open in a stage that has a next one' }),
  overdue: z.number().int().meta({ description: 'Of these, in it for longer than the stage allows' }),
  precision: z.enum(['exact', 'about']),
});
export type PeopleSummary = z.infer<typeof peopleSummary>;

export const historyContract = {
  changes: operation({
    method: 'GET',
    path: '/record-changes',
    access: 'people:read',
    tag: 'Audit',
    summary: 'Who changed what on one contact, account or opportunity',
  })
    .input(pageQuery.extend({ recordType: z.enum(recordTypes), recordId: id }))
    .output(pageOf(recordChange)),
  summary: operation({
    method: 'GET',
    path: '/people/summary',
    access: 'people:read',
    tag: 'Contacts',
    summary: 'How many people, companies and deals there are, and who waits',
  }).output(peopleSummary),
};
