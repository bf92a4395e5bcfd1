import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';
import { findingCodes } from './codes.ts';

const tag = 'Data quality';
const code = z.enum(findingCodes);
const recordType = z.enum(['contact', 'account', 'opportunity']);

const record = z.object({
  type: recordType,
  id: z.uuid(),
  name: z.string(),
  detail: z.string().nullable().describe('what tells it from others of its name: account, e-mail'),
});
export type FindingRecord = z.infer<typeof record>;

const finding = z.object({
  id: z.uuid(),
  code,
  record,
  facts: z
    .array(z.object({ label: z.string(), value: z.string(), kind: z.enum(['text', 'time']) }))
    .describe('the values that are doubtful'),
  others: z.array(record).describe('the other records it is about, such as the likely duplicate'),
  foundAt: z.iso.datetime(),
  dismissal: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
});
export type Finding = z.infer<typeof finding>;

const summaryRow = z.object({
  code,
  title: z.string(),
  /** "3 deals won before their first contact" */
  sentence: z.string(),
  advice: z.string(),
  open: z.number().int(),
  dismissed: z.number().int(),
});
export type FindingSummaryRow = z.infer<typeof summaryRow>;

const summary = operation({
  method: 'GET',
  path: '/findings/summary',
  access: 'people:read',
  tag,
  summary: 'How many findings there are of each kind, and what to do about them',
}).output(z.object({ open: z.number().int(), dismissed: z.number().int(), kinds: z.array(summaryRow) }));

const list = operation({
  method: 'GET',
  path: '/findings',
  access: 'people:read',
  tag,
  summary: 'List findings, latest first, with the records behind each',
})
  .input(pageQuery.extend({ code: code.optional(), state: z.enum(['open', 'dismissed']).default('open') }))
  .output(pageOf(finding));

const dismiss = operation({
  method: 'POST',
  path: '/findings/{id}/dismissal',
  access: 'quality:write',
  tag,
  summary: 'Dismiss a finding: the data is right as it is',
  description: 'It stays dismissed, however often findings are looked for again.',
})
  .input(z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(500) }))
  .output(finding);

const restore = operation({
  method: 'DELETE',
  path: '/findings/{id}/dismissal',
  access: 'quality:write',
  tag,
  summary: 'Take a dismissal back',
})
  .input(z.object({ id: z.uuid() }))
  .output(finding);

const refresh = operation({
  method: 'POST',
  path: '/findings/refresh',
  access: 'quality:write',
  tag,
  summary: 'Look through the data again',
  description: 'Happens by itself after each import.',
}).output(z.object({ open: z.number().int(), added: z.number().int(), removed: z.number().int() }));

export const qualityContract = { summary, list, dismiss, restore, refresh };
