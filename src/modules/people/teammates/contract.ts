import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';
import { currency, id, money, optionalText, time } from '../records.ts';

const side = z.enum(['marketing', 'sales', 'liaison']);

const teammate = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  side: side.nullable(),
  team: z.string().nullable(),
  memberUserId: id.nullable().meta({ description: 'The signed-in person this is, where linked' }),
  createdAt: time,
  updatedAt: time,
});
export type Teammate = z.infer<typeof teammate>;

export const campaignChoice = z.object({
  id,
  name: z.string(),
  type: z.string().nullable(),
  channel: z.string().nullable(),
});
export const productChoice = z.object({
  id,
  name: z.string(),
  family: z.string().nullable(),
  listPriceMinor: money.nullable(),
  currency: currency.nullable(),
});

const pickerQuery = pageQuery.extend({ search: z.string().max(200).optional() });
const teammateFields = {
  email: z
    .string()
    .trim()
    .max(320)
    .transform((text) => text.toLowerCase())
    .pipe(z.union([z.literal('').transform(() => null), z.email()]))
    .nullable()
    .optional(),
  side: side.nullable().optional(),
  team: optionalText(200),
  memberUserId: id.nullable().optional(),
};
const name = z.string().trim().min(1).max(200);

export const teammatesContract = {
  list: operation({
    method: 'GET',
    path: '/teammates',
    access: 'people:read',
    tag: 'Teammates',
    summary: 'Who on our side may own records',
  })
    .input(pickerQuery)
    .output(pageOf(teammate)),
  create: operation({
    method: 'POST',
    path: '/teammates',
    access: 'people:write',
    tag: 'Teammates',
    summary: 'Add a teammate',
    creates: true,
  })
    .input(z.object({ name, ...teammateFields }))
    .output(teammate),
  update: operation({
    method: 'PATCH',
    path: '/teammates/{teammateId}',
    access: 'people:write',
    tag: 'Teammates',
    summary: 'Change a teammate, or link them to a member',
  })
    .input(z.object({ teammateId: id, name: name.optional(), ...teammateFields }))
    .output(teammate),
};

export const pickersContract = {
  campaigns: operation({
    method: 'GET',
    path: '/campaigns',
    access: 'people:read',
    tag: 'Campaigns',
    summary: 'Campaigns by name, to choose from',
  })
    .input(pickerQuery)
    .output(pageOf(campaignChoice)),
  products: operation({
    method: 'GET',
    path: '/products',
    access: 'people:read',
    tag: 'Products',
    summary: 'Products by name, to choose from',
  })
    .input(pickerQuery)
    .output(pageOf(productChoice)),
};
