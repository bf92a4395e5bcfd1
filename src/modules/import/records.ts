import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { type ImportRecord, importStatuses } from './contract.ts';
import { mapping } from './mapping/schema.ts';

const storedFile = z.object({
  name: z.string(),
  size: z.number(),
  /** Bytes received so far. */
  received: z.number(),
  /** Size of each part, in order. */
  parts: z.array(z.number()),
});
export type StoredFile = z.infer<typeof storedFile>;

const format = z.object({
  encoding: z.string(),
  bomBytes: z.number(),
  delimiter: z.string(),
  quote: z.enum(['"', "'"]),
  lineBreak: z.enum(['\n', '\r']),
  leadingRecords: z.number(),
  hasHeader: z.boolean(),
  headings: z.array(z.string()),
  decimals: z.enum(['point', 'comma']),
});

const plan = z.object({
  /**
   * In the order in which they are read. `part`: which of the preset's mappings a file is for; `links`: it is read a
   * second time, for links alone, and its rows count no second time.
   */
  files: z.array(
    z.object({
      fileIndex: z.number(),
      part: z.string().nullable(),
      pass: z.enum(['records', 'links']),
      format,
    }),
  ),
  ignored: z.array(z.number()),
  /** Who started the run, for the audit log. */
  actor: z
    .object({
      kind: z.enum(['member', 'token', 'write_key', 'automation', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    })
    .optional(),
});
export type ImportPlan = z.infer<typeof plan>;

/** Where a run stands. `step` counts the transactions, so that two runs of one import cannot both go on. */
const cursor = z.object({
  step: z.number().default(0),
  /** Place in `plan.files`. */
  file: z.number().default(0),
  offset: z.number().nullable().default(null),
  rowNumber: z.number().default(0),
  runMs: z.number().default(0),
  /** The transaction of the end was committed. */
  isRead: z.boolean().default(false),
});
export type ImportCursor = z.infer<typeof cursor>;

const recordCounts = z.record(
  z.string(),
  z.object({ created: z.number(), updated: z.number(), unchanged: z.number() }),
);
export type RecordCounts = z.infer<typeof recordCounts>;

const importRow = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  preset: z.string().nullable(),
  mapping: mapping.nullable(),
  dryRun: z.boolean(),
  dryRunScope: z.enum(['whole', 'by_chunk']).nullable(),
  status: z.enum(importStatuses),
  files: z.array(storedFile),
  plan: plan.nullable(),
  cursor,
  totalBytes: z.number(),
  doneBytes: z.number(),
  rowsRead: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  skipped: z.number(),
  byRecord: recordCounts,
  error: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type ImportRow = z.infer<typeof importRow>;

export const importColumns =
  sql.raw(`id, workspace_id as "workspaceId", name, preset, mapping, dry_run as "dryRun",
  dry_run_scope as "dryRunScope", status, files, plan, cursor, total_bytes as "totalBytes", done_bytes as "doneBytes",
  rows_read as "rowsRead", created_count as created, updated_count as updated, unchanged_count as unchanged,
  refused_count as refused, skipped_count as skipped, by_record as "byRecord", error, created_by as "createdBy",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`);

export function readImportRow(row: unknown): ImportRow {
  return importRow.parse(row);
}

/** The import of this workspace by id; with `lock` nobody else changes it until the transaction ends. */
export async function loadImport(
  tx: Tx,
  importId: string,
  options: { lock?: boolean } = {},
): Promise<ImportRow> {
  const row = await tx.first(
    sql`select ${importColumns} from import where id = ${importId} ${options.lock ? sql`for update` : sql``}`,
  );
  if (!row) throw notFound('import');
  return readImportRow(row);
}

/** An import as it goes over the API. */
export function presentImport(row: ImportRow): ImportRecord {
  const seconds = row.cursor.runMs / 1_000;
  const bytesPerSecond = seconds > 0 ? row.doneBytes / seconds : 0;
  const isRunning = row.status === 'running';
  return {
    id: row.id,
    name: row.name,
    preset: row.preset,
    mapping: row.mapping,
    dryRun: row.dryRun,
    dryRunScope: row.dryRunScope,
    status: row.status,
    files: row.files.map((file) => ({
      name: file.name,
      size: file.size,
      received: file.received,
      parts: file.parts.length,
    })),
    progress: {
      totalBytes: row.totalBytes,
      doneBytes: Math.min(row.doneBytes, row.totalBytes),
      rowsRead: row.rowsRead,
      rowsPerSecond: seconds > 0 ? Math.round(row.rowsRead / seconds) : 0,
      secondsLeft:
        isRunning && bytesPerSecond > 0
          ? Math.ceil(Math.max(row.totalBytes - row.doneBytes, 0) / bytesPerSecond)
          : null,
    },
    outcomes: { created: row.created, updated: row.updated, unchanged: row.unchanged, refused: row.refused },
    leftOut: row.skipped,
    byRecord: row.byRecord,
    ignoredFiles: (row.plan?.ignored ?? []).flatMap((index) => row.files[index]?.name ?? []),
    error: row.error,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
