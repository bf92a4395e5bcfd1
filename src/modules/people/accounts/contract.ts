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

const tag = 'Accounts';

const accountRow = z.object({
  id,
  name: z.string(),
  domain: z.string().nullable(),
  website: z.string().nullable(),
  industry: z.string().nullable(),
  segment: z.string().nullable(),
  employeeCount: z.number().int().nullable(),
  annualRevenueMinor: money.nullable(),
  currency: currency.nullable(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  phone: z.string().nullable(),
  parent: named.nullable(),
  owner: named.nullable(),
  contactCount: z.number().int().meta({ description: 'People of this company; counted up to 1,000' }),
  createdAt: time,
  updatedAt: time,
  custom: customValues,
});
export type AccountRow = z.infer<typeof accountRow>;

const accountDetail = accountRow.extend({
  description: z.string().nullable(),
  externalIds: z.array(externalIdOut),
  interactionCount: countAnswer.meta({
    description: 'Interactions of the company and of those merged into it',
  }),
  openDeals: z.object({
    count: z.number().int(),
    amounts: z.array(z.object({ currency, amountMinor: money })),
  }),
  wonDeals: z.object({
    count: z.number().int(),
    amounts: z.array(z.object({ currency, amountMinor: money })),
  }),
  subsidiaries: z.array(named),
  merges: z.array(mergeEntry),
  mergedFrom: id.nullable().meta({ description: 'The id asked for, where it was merged into this record' }),
});
export type AccountDetail = z.infer<typeof accountDetail>;

const accountFields = {
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .optional(),
  website: optionalText(2_000),
  industry: optionalText(200),
  segment: optionalText(200),
  employeeCount: z.number().int().min(0).max(2_000_000_000).nullable().optional(),
  annualRevenueMinor: money.nullable().optional(),
  currency: currency.nullable().optional(),
  country: optionalText(200),
  city: optionalText(200),
  phone: optionalText(100),
  description: optionalText(10_000),
  parentId: id.nullable().optional(),
  ownerId: id.nullable().optional(),
  custom: customValues
    .optional()
    .meta({ description: 'Only the keys given are changed; null removes a value' }),
};
const accountName = z.string().trim().min(1).max(300);

export const accountsContract = {
  list: operation({ method: 'GET', path: '/accounts', access: 'people:read', tag, summary: 'List accounts' })
    .input(listQuery)
    .output(pageOf(accountRow)),
  count: operation({
    method: 'GET',
    path: '/accounts/count',
    access: 'people:read',
    tag,
    summary: 'How many accounts a list has',
  })
    .input(selectionQuery)
    .output(countAnswer),
  export: operation({
    method: 'GET',
    path: '/accounts/export',
    access: 'people:read',
    tag,
    summary: 'Export a list of accounts as CSV',
    description:
      'Streams text/csv, UTF-8 with a header row; cells that a spreadsheet would run are guarded by an apostrophe.',
  })
    .input(exportQuery)
    .output(z.file().mime('text/csv')),
  get: operation({
    method: 'GET',
    path: '/accounts/{accountId}',
    access: 'people:read',
    tag,
    summary: 'One account',
    description: 'The id of an account that was merged answers with the one it was merged into.',
  })
    .input(z.object({ accountId: id }))
    .output(accountDetail),
  create: operation({
    method: 'POST',
    path: '/accounts',
    access: 'people:write',
    tag,
    summary: 'Create an account',
    creates: true,
  })
    .input(
      z.object({
        name: accountName,
        ...accountFields,
        externalIds: z.array(externalIdIn).max(20).optional(),
      }),
    )
    .output(accountDetail),
  update: operation({
    method: 'PATCH',
    path: '/accounts/{accountId}',
    access: 'people:write',
    tag,
    summary: 'Change an account',
  })
    .input(
      z.object({
        accountId: id,
        expectedUpdatedAt: precondition,
        name: accountName.optional(),
        ...accountFields,
      }),
    )
    .output(accountDetail),
  assignOwner: operation({
    method: 'PUT',
    path: '/accounts/owner',
    access: 'people:write',
    tag,
    summary: 'Give several accounts to one owner',
  })
    .input(z.object({ accountIds: z.array(id).min(1).max(500), ownerId: id.nullable() }))
    .output(z.object({ changed: z.number().int() })),
};
