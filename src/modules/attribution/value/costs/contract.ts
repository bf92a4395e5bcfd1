import { z } from 'zod';
import { pageOf, pageQuery } from '../../../../platform/http/paging.ts';
import { id, named, time } from '../../../people/contract.ts';
import { operation } from '../../../workspace/access.ts';

const tag = 'Results';

export const costSubjects = ['campaign', 'channel', 'asset', 'teammate'] as const;
export type CostSubject = (typeof costSubjects)[number];

const maxCostFileBytes = 5_000_000;

const count = z.number().int().nonnegative();

const cost = z.object({
  id,
  subject: z.enum(costSubjects),
  on: z.object({ key: z.string(), label: z.string() }),
  fromOn: z.iso.date(),
  toOn: z.iso.date(),
  amountMinor: z.number().int(),
  currency: z.string(),
  what: z.string().nullable(),
  source: z.enum(['hand', 'file']),
  fileName: z.string().nullable(),
  createdAt: time,
  createdBy: z.string(),
});
export type Cost = z.infer<typeof cost>;

const planned = z.object({
  campaign: named,
  plannedMinor: z.number().int().nullable(),
  recordedMinor: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'What the campaign’s own record says it cost' }),
  entriesMinor: z.number().int().meta({ description: 'Entries, in the campaign’s currency alone' }),
  currency: z.string(),
  counts: z
    .enum(['entries', 'record', 'nothing'])
    .meta({ description: 'What counts as spent: entries where there are any, else the record, never both' }),
});
export type PlannedCost = z.infer<typeof planned>;

const costInput = z.object({
  subject: z.enum(costSubjects),
  recordId: id.optional().meta({ description: 'Of the campaign, asset or teammate' }),
  channel: z.string().trim().min(1).max(200).optional(),
  fromOn: z.iso.date(),
  toOn: z.iso.date(),
  amountMinor: z
    .number()
    .int()
    .min(-100_000_000_000)
    .max(100_000_000_000)
    .meta({ description: 'In cents; below nothing: money that came back' }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is three capital letters')
    .optional()
    .meta({ description: 'Left out, the workspace’s' }),
  what: z.string().trim().max(200).optional(),
});
export type CostInput = z.infer<typeof costInput>;

/** What was spent, on what and when. */
export const costsContract = {
  list: operation({
    method: 'GET',
    path: '/results/costs',
    access: 'results:read',
    tag,
    summary: 'Costs recorded, latest first',
  })
    .input(pageQuery)
    .output(pageOf(cost)),
  planned: operation({
    method: 'GET',
    path: '/results/costs/planned',
    access: 'results:read',
    tag,
    summary: 'What campaigns were to cost, what their record says, and which of it counts',
  }).output(z.object({ items: z.array(planned) })),
  create: operation({
    method: 'POST',
    path: '/results/costs',
    access: 'results:write',
    tag,
    summary: 'Record a cost',
    description:
      'The same amount for the same thing over the same days is refused, unless it says what else it is for.',
    creates: true,
  })
    .input(costInput)
    .output(cost),
  remove: operation({
    method: 'DELETE',
    path: '/results/costs/{costId}',
    access: 'results:write',
    tag,
    summary: 'Take a cost back',
  })
    .input(z.object({ costId: id }))
    .output(z.object({})),
  import: operation({
    method: 'POST',
    path: '/results/costs/imports',
    access: 'results:write',
    tag,
    summary: 'Read costs from a CSV file',
    description:
      'Columns: campaign, channel, asset or teammate (by name or id), from, to (YYYY-MM-DD), amount, and where wanted currency, what, reference. The same file again changes nothing; refused rows come back with their reason.',
  })
    .input(z.object({ data: z.file().max(maxCostFileBytes, 'a file of costs has at most 5 MB') }))
    .output(
      z.object({
        created: count,
        unchanged: count,
        refused: z.array(z.object({ line: count, reason: z.string() })),
      }),
    ),
};
export type CostImport = { created: number; unchanged: number; refused: { line: number; reason: string }[] };
