import { z } from 'zod';
import { pageOf } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';
import { countAnswer, exportQuery, listQuery, selectionQuery } from '../lists/contract.ts';
import {
  currency,
  customValues,
  externalIdIn,
  externalIdOut,
  id,
  mergeEntry,
  money,
  named,
  optionalText,
  precondition,
  time,
} from '../records.ts';

const tag = 'Contacts';

const contactRow = z.object({
  id,
  name: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  persona: z.string().nullable(),
  buyingRole: z.string().nullable(),
  channel: z.string().nullable(),
  campaign: named.nullable(),
  account: named.nullable(),
  owner: named.nullable(),
  lifecycleStage: z.string().nullable(),
  lifecycleStatus: z.enum(['open', 'left']),
  lifecycleSince: time.nullable(),
  lastInteractionAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
  custom: customValues,
});
export type ContactRow = z.infer<typeof contactRow>;

const stageMark = z.object({
  id,
  outcome: z.enum(['reached', 'returned', 'left']),
  stage: z.string(),
  at: time,
  recordedAt: time,
  source: z.string(),
  reason: z.string().nullable(),
  actorName: z.string().nullable(),
});
export type StageMark = z.infer<typeof stageMark>;

const contactDetail = contactRow.extend({
  accountSource: z.enum(['domain', 'external_id', 'name', 'hand', 'import', 'group']).nullable(),
  lifecycleReason: z.string().nullable(),
  externalIds: z.array(externalIdOut),
  stageHistory: z
    .array(stageMark)
    .meta({ description: 'Latest first; corrected ones are left out; at most 200' }),
  deals: z.array(
    z.object({
      id,
      name: z.string(),
      stage: z.string().nullable(),
      status: z.enum(['open', 'won', 'lost']),
      amountMinor: money.nullable(),
      currency: currency.nullable(),
      role: z.string().nullable(),
      isPrimary: z.boolean(),
    }),
  ),
  colleagues: z.object({
    items: z.array(named.extend({ title: z.string().nullable(), lifecycleStage: z.string().nullable() })),
    more: z.boolean(),
  }),
  profiles: z.array(z.object({ id, anonymousId: z.string(), firstSeenAt: time, lastSeenAt: time })),
  merges: z.array(mergeEntry),
  mergedFrom: id.nullable().meta({ description: 'The id asked for, where it was merged into this record' }),
});
export type ContactDetail = z.infer<typeof contactDetail>;

const contactFields = {
  email: z
    .string()
    .trim()
    .max(320)
    .transform((text) => text.toLowerCase())
    .pipe(z.union([z.literal('').transform(() => null), z.email()]))
    .nullable()
    .optional(),
  firstName: optionalText(200),
  lastName: optionalText(200),
  name: z
    .string()
    .trim()
    .max(300)
    .optional()
    .meta({ description: 'Made of first and last name where it is absent' }),
  title: optionalText(300),
  phone: optionalText(100),
  city: optionalText(200),
  country: optionalText(200),
  persona: optionalText(200),
  buyingRole: optionalText(200),
  channel: optionalText(200),
  campaignId: id.nullable().optional(),
  accountId: id
    .nullable()
    .optional()
    .meta({ description: 'Set here, the company is set by hand: no import moves it' }),
  ownerId: id.nullable().optional(),
  custom: customValues
    .optional()
    .meta({ description: 'Only the keys given are changed; null removes a value' }),
};

export const contactsContract = {
  list: operation({ method: 'GET', path: '/contacts', access: 'people:read', tag, summary: 'List contacts' })
    .input(listQuery)
    .output(pageOf(contactRow)),
  count: operation({
    method: 'GET',
    path: '/contacts/count',
    access: 'people:read',
    tag,
    summary: 'How many contacts a list has',
  })
    .input(selectionQuery)
    .output(countAnswer),
  export: operation({
    method: 'GET',
    path: '/contacts/export',
    access: 'people:read',
    tag,
    summary: 'Export a list of contacts as CSV',
    description:
      'Streams text/csv, UTF-8 with a header row; cells that a spreadsheet would run are guarded by an apostrophe.',
  })
    .input(exportQuery)
    .output(z.file().mime('text/csv')),
  get: operation({
    method: 'GET',
    path: '/contacts/{contactId}',
    access: 'people:read',
    tag,
    summary: 'One contact with its story',
    description: 'The id of a contact that was merged answers with the one it was merged into.',
  })
    .input(z.object({ contactId: id }))
    .output(contactDetail),
  create: operation({
    method: 'POST',
    path: '/contacts',
    access: 'people:write',
    tag,
    summary: 'Create a contact',
    creates: true,
  })
    .input(z.object({ ...contactFields, externalIds: z.array(externalIdIn).max(20).optional() }))
    .output(contactDetail),
  update: operation({
    method: 'PATCH',
    path: '/contacts/{contactId}',
    access: 'people:write',
    tag,
    summary: 'Change a contact',
  })
    .input(z.object({ contactId: id, expectedUpdatedAt: precondition, ...contactFields }))
    .output(contactDetail),
  assignOwner: operation({
    method: 'PUT',
    path: '/contacts/owner',
    access: 'people:write',
    tag,
    summary: 'Give several contacts to one owner',
  })
    .input(z.object({ contactIds: z.array(id).min(1).max(500), ownerId: id.nullable() }))
    .output(z.object({ changed: z.number().int() })),
};
