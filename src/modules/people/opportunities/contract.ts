import { z } from 'zod';
import { pageOf } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';
import { countAnswer, exportQuery, listQuery, selectionQuery } from '../lists/contract.ts';
import {
  currency,
  customValues,
  day,
  externalIdIn,
  externalIdOut,
  id,
  money,
  named,
  optionalText,
  precondition,
  time,
} from '../records.ts';

const tag = 'Opportunities';

export const opportunityStatuses = ['open', 'won', 'lost'] as const;
const status = z.enum(opportunityStatuses);

const opportunityRow = z.object({
  id,
  name: z.string(),
  account: named.nullable(),
  amountMinor: money.nullable(),
  currency: currency.nullable(),
  stage: z.string().nullable(),
  status,
  openedAt: time.nullable(),
  expectedCloseOn: day.nullable(),
  closedAt: time.nullable(),
  product: z.string().nullable(),
  campaign: named.nullable(),
  owner: named.nullable(),
  createdAt: time,
  updatedAt: time,
  custom: customValues,
});
export type OpportunityRow = z.infer<typeof opportunityRow>;

const buyingGroupMember = z.object({
  contact: named.extend({
    title: z.string().nullable(),
    email: z.string().nullable(),
    lifecycleStage: z.string().nullable(),
  }),
  role: z.string().nullable(),
  isPrimary: z.boolean(),
});
export type BuyingGroupMember = z.infer<typeof buyingGroupMember>;

const opportunityDetail = opportunityRow.extend({
  externalIds: z.array(externalIdOut),
  buyingGroup: z.array(buyingGroupMember),
  stageHistory: z.array(
    z.object({
      id,
      stage: z.string().nullable(),
      status,
      at: time,
      recordedAt: time,
      source: z.string(),
      reason: z.string().nullable(),
      actorName: z.string().nullable(),
    }),
  ),
});
export type OpportunityDetail = z.infer<typeof opportunityDetail>;

const opportunityFields = {
  accountId: id.nullable().optional(),
  amountMinor: money.nullable().optional(),
  currency: currency.nullable().optional().meta({ description: "Where it is absent: the workspace's" }),
  stage: optionalText(200),
  status: status.optional(),
  openedAt: z.iso.datetime({ offset: true }).nullable().optional(),
  expectedCloseOn: day.nullable().optional(),
  closedAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .meta({ description: 'Where a deal is won or lost without it: now' }),
  product: optionalText(300),
  campaignId: id.nullable().optional(),
  ownerId: id.nullable().optional(),
  custom: customValues
    .optional()
    .meta({ description: 'Only the keys given are changed; null removes a value' }),
};
const opportunityName = z.string().trim().min(1).max(300);
const role = optionalText(200);

export const opportunitiesContract = {
  list: operation({
    method: 'GET',
    path: '/opportunities',
    access: 'people:read',
    tag,
    summary: 'List opportunities',
  })
    .input(listQuery)
    .output(pageOf(opportunityRow)),
  count: operation({
    method: 'GET',
    path: '/opportunities/count',
    access: 'people:read',
    tag,
    summary: 'How many opportunities a list has',
  })
    .input(selectionQuery)
    .output(countAnswer),
  export: operation({
    method: 'GET',
    path: '/opportunities/export',
    access: 'people:read',
    tag,
    summary: 'Export a list of opportunities as CSV',
    description:
      'Streams text/csv, UTF-8 with a header row; cells that a spreadsheet would run are guarded by an apostrophe.',
  })
    .input(exportQuery)
    .output(z.file().mime('text/csv')),
  get: operation({
    method: 'GET',
    path: '/opportunities/{opportunityId}',
    access: 'people:read',
    tag,
    summary: 'One opportunity with its buying group and stage history',
  })
    .input(z.object({ opportunityId: id }))
    .output(opportunityDetail),
  create: operation({
    method: 'POST',
    path: '/opportunities',
    access: 'people:write',
    tag,
    summary: 'Create an opportunity',
    creates: true,
  })
    .input(
      z.object({
        name: opportunityName,
        ...opportunityFields,
        buyingGroup: z
          .array(z.object({ contactId: id, role, isPrimary: z.boolean().optional() }))
          .max(100)
          .optional(),
        externalIds: z.array(externalIdIn).max(20).optional(),
      }),
    )
    .output(opportunityDetail),
  update: operation({
    method: 'PATCH',
    path: '/opportunities/{opportunityId}',
    access: 'people:write',
    tag,
    summary: 'Change an opportunity',
    description: 'A new stage or status is written to its stage history, with the reason where one is given.',
  })
    .input(
      z.object({
        opportunityId: id,
        expectedUpdatedAt: precondition,
        name: opportunityName.optional(),
        reason: optionalText(1_000),
        ...opportunityFields,
      }),
    )
    .output(opportunityDetail),
  setBuyingRole: operation({
    method: 'PUT',
    path: '/opportunities/{opportunityId}/contacts/{contactId}',
    access: 'people:write',
    tag,
    summary: 'Put a contact in the buying group, or change their role in it',
  })
    .input(z.object({ opportunityId: id, contactId: id, role, isPrimary: z.boolean().optional() }))
    .output(opportunityDetail),
  removeFromBuyingGroup: operation({
    method: 'DELETE',
    path: '/opportunities/{opportunityId}/contacts/{contactId}',
    access: 'people:write',
    tag,
    summary: 'Take a contact out of the buying group',
  })
    .input(z.object({ opportunityId: id, contactId: id }))
    .output(opportunityDetail),
};
