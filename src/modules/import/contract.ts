import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';
import { dateFormats, mapping } from './mapping/schema.ts';

const tag = 'Imports';
const id = z.uuid();

export const presetNames = ['hubspot-contacts', 'salesforce'] as const;
export const presetName = z.enum(presetNames);
export type PresetName = z.infer<typeof presetName>;

export const importStatuses = [
  'uploading',
  'ready',
  'queued',
  'running',
  'done',
  'cancelled',
  'failed',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** A part of a file goes up in one request; 8 MB keeps memory flat on both sides. */
export const maxPartBytes = 8 * 1_024 * 1_024;
export const maxFileBytes = 8 * 1_024 ** 3;
export const maxFiles = 50;

const count = z.number().int().nonnegative();

/** Rows by what became of them; the four sum to the rows read. */
const outcomes = z.object({ created: count, updated: count, unchanged: count, refused: count });

const progress = z.object({
  totalBytes: count,
  doneBytes: count,
  rowsRead: count,
  rowsPerSecond: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable().describe('null while it cannot be told'),
});

const importRecord = z.object({
  id,
  name: z.string(),
  preset: z.string().nullable(),
  mapping: mapping.nullable(),
  dryRun: z.boolean(),
  dryRunScope: z
    .enum(['whole', 'by_chunk'])
    .nullable()
    .describe(
      'whole: figures as a real run would have; by_chunk: a record named again later in the file counts anew',
    ),
  status: z.enum(importStatuses),
  files: z.array(z.object({ name: z.string(), size: count, received: count, parts: count })),
  progress,
  outcomes,
  leftOut: count.describe('rows the mapping leaves out, such as deleted ones; among the unchanged'),
  byRecord: z
    .record(z.string(), z.object({ created: count, updated: count, unchanged: count }))
    .describe('records by kind; stage: lifecycle stages reached or left'),
  ignoredFiles: z.array(z.string()).describe('files that the preset has no use for'),
  error: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type ImportRecord = z.infer<typeof importRecord>;

const create = operation({
  method: 'POST',
  path: '/imports',
  access: 'import:run',
  tag,
  summary: 'Begin an import',
  description: 'Then send the parts of each file, look at the preview, and start it.',
  creates: true,
})
  .input(
    z.object({
      name: z.string().trim().min(1).max(200).optional(),
      preset: presetName.optional(),
      mapping: z.unknown().optional().describe('see the guide to mappings; may be given at the start too'),
      dryRun: z.boolean().default(false),
      files: z
        .array(z.object({ name: z.string().min(1).max(500), size: count.max(maxFileBytes) }))
        .min(1)
        .max(maxFiles),
    }),
  )
  .output(importRecord);

const putPart = operation({
  method: 'PUT',
  path: '/imports/{importId}/files/{fileIndex}/parts/{part}',
  access: 'import:run',
  tag,
  summary: 'Send a part of a file',
  description:
    'Parts of up to 8 MB, in order, each with the offset it begins at. The same part again changes nothing.',
})
  .input(
    z.object({
      importId: id,
      fileIndex: z.coerce.number().int().min(0).max(maxFiles),
      part: z.coerce.number().int().min(0).max(1_000_000),
      offset: z.coerce.number().int().min(0),
      data: z.file().max(maxPartBytes, 'a part has at most 8 MB'),
    }),
  )
  .output(z.object({ received: count, status: z.enum(importStatuses) }));

const refusal = z.object({
  fileIndex: count,
  fileName: z.string(),
  rowNumber: count.describe('as a spreadsheet numbers rows: the heading row is 1'),
  code: z.string(),
  reason: z.string(),
  column: z.string().nullable(),
  cells: z.array(z.string()),
});
export type ImportRefusal = z.infer<typeof refusal>;

const columnPreview = z.object({
  heading: z.string(),
  samples: z.array(z.string()),
  blank: z.number().min(0).max(1).describe('share of the rows looked at in which it is blank'),
  looksLike: z.enum(['text', 'email', 'number', 'date', 'boolean', 'option', 'id', 'blank']),
  dateFormat: z.enum(dateFormats).nullable().describe('how its dates are written, where it holds dates'),
  suggestion: z
    .object({ record: z.string(), target: z.string(), label: z.string() })
    .nullable()
    .describe('target: a path in the mapping’s record, such as fields.email or stages.mql'),
  problems: z.array(z.string()),
});
export type ColumnPreview = z.infer<typeof columnPreview>;

const preview = operation({
  method: 'POST',
  path: '/imports/{importId}/preview',
  access: 'import:run',
  tag,
  summary: 'Look at a file before importing it',
  description:
    'What was detected, the columns with samples, a suggested mapping, and what a mapping would make of the first rows.',
})
  .input(
    z.object({
      importId: id,
      fileIndex: z.number().int().min(0).max(maxFiles).default(0),
      mapping: z.unknown().optional(),
    }),
  )
  .output(
    z.object({
      format: z.object({
        encoding: z.string(),
        delimiter: z.string(),
        quote: z.string(),
        hasHeader: z.boolean(),
        decimals: z.enum(['point', 'comma']),
      }),
      headings: z.array(z.string()),
      rows: z.array(
        z.object({ rowNumber: count, cells: z.array(z.string()), refusal: z.string().nullable() }),
      ),
      columns: z.array(columnPreview),
      suggestedMapping: mapping.nullable(),
      suggestedPreset: presetName.nullable(),
      mapped: z
        .object({
          rowsRead: count,
          refusals: z.array(
            z.object({
              rowNumber: count,
              code: z.string(),
              reason: z.string(),
              column: z.string().nullable(),
            }),
          ),
          unusedColumns: z.array(z.string()),
          customFields: z.array(
            z.object({ recordType: z.string(), key: z.string(), label: z.string(), type: z.string() }),
          ),
        })
        .nullable(),
    }),
  );

const start = operation({
  method: 'POST',
  path: '/imports/{importId}/start',
  access: 'import:run',
  tag,
  summary: 'Start an import whose files are all there',
  description: 'After a dry run the same files can be started again, for good.',
})
  .input(
    z.object({
      importId: id,
      mapping: z.unknown().optional(),
      preset: presetName.optional(),
      dryRun: z.boolean().optional(),
    }),
  )
  .output(importRecord);

const get = operation({
  method: 'GET',
  path: '/imports/{importId}',
  access: 'import:run',
  tag,
  summary: 'An import, how far it is and what came of it',
})
  .input(z.object({ importId: id }))
  .output(importRecord);

const list = operation({
  method: 'GET',
  path: '/imports',
  access: 'import:run',
  tag,
  summary: 'Imports, latest first',
})
  .input(pageQuery)
  .output(pageOf(importRecord));

const cancel = operation({
  method: 'POST',
  path: '/imports/{importId}/cancellation',
  access: 'import:run',
  tag,
  summary: 'Cancel an import',
  description: 'Rows that are in stay in; the counts say how many those are.',
})
  .input(z.object({ importId: id }))
  .output(importRecord);

const refusals = operation({
  method: 'GET',
  path: '/imports/{importId}/refusals',
  access: 'import:run',
  tag,
  summary: 'Refused rows with their reasons',
})
  .input(pageQuery.extend({ importId: id, code: z.string().max(60).optional() }))
  .output(
    pageOf(refusal).extend({
      reasons: z.array(
        z.object({ code: z.string(), column: z.string().nullable(), rows: count, example: z.string() }),
      ),
      files: z
        .array(z.object({ fileIndex: count, name: z.string(), headings: z.array(z.string()), rows: count }))
        .describe('the files that have refused rows'),
    }),
  );

const refusalsFile = operation({
  method: 'GET',
  path: '/imports/{importId}/refusals.csv',
  access: 'import:run',
  tag,
  summary: 'The refused rows of a file, as CSV',
  description:
    'The original columns and refused_because. Correct the rows and import the file with the same mapping. Cells a spreadsheet would run as formulas begin with an apostrophe, which an import takes off again.',
})
  .input(z.object({ importId: id, fileIndex: z.coerce.number().int().min(0).max(maxFiles).default(0) }))
  .output(z.file());

export const importContract = { create, putPart, preview, start, get, list, cancel, refusals, refusalsFile };
