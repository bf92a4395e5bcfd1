import { sql, type Tx } from '../../../platform/postgres/database.ts';
import {
  type ImportCursor,
  type ImportRow,
  importColumns,
  type RecordCounts,
  readImportRow,
} from '../records.ts';
import type { ChunkFigures, RefusedRow } from './take-chunk.ts';

/** The run was cancelled, or another run of the same import went on from here: this one ends, its chunk undone. */
export class RunEnded extends Error {}

/** Holds the import for this transaction; ends the run where it is no longer this run's to go on with. */
export async function holdRun(tx: Tx, importId: string, step: number): Promise<void> {
  const row = await tx.first<{ status: string; step: number }>(
    sql`select status, coalesce((cursor->>'step')::int, 0) as step from import where id = ${importId} for update`,
  );
  if (row?.status !== 'running' || row.step !== step) throw new RunEnded();
}

/** Takes a queued or interrupted import up; null where there is nothing to run. */
export async function takeUpRun(tx: Tx, importId: string, now: Date): Promise<ImportRow | null> {
  const found = await tx.first(sql`update import
    set status = 'running', started_at = coalesce(started_at, ${now.toISOString()}::timestamptz)
    where id = ${importId} and status in ('queued', 'running') returning ${importColumns}`);
  return found ? readImportRow(found) : null;
}

/** A dry run of a whole leaves nothing to go on from: taken up again, it begins again. */
export async function beginAgain(tx: Tx, row: ImportRow): Promise<ImportRow> {
  await tx.run(sql`delete from import_refusal where import_id = ${row.id}`);
  const cursor = JSON.stringify({ step: row.cursor.step + 1 });
  const found = await tx.first(sql`update import set cursor = ${cursor}::jsonb, done_bytes = 0, rows_read = 0,
    created_count = 0, updated_count = 0, unchanged_count = 0, refused_count = 0, skipped_count = 0, by_record = '{}'
    where id = ${row.id} returning ${importColumns}`);
  return readImportRow(found);
}

/** Writes what a chunk did and where the next begins, in the transaction that the chunk's effects commit in. */
export async function keepChunk(
  tx: Tx,
  options: {
    run: { id: string; workspaceId: string };
    fileIndex: number;
    figures: ChunkFigures;
    cursor: ImportCursor;
    doneBytes: number;
    byRecord: RecordCounts;
  },
): Promise<void> {
  const { run, figures } = options;
  await keepRefusals(tx, { ...options, refused: figures.refused });
  await tx.run(sql`update import set
      cursor = ${JSON.stringify(options.cursor)}::jsonb,
      done_bytes = ${options.doneBytes},
      rows_read = rows_read + ${figures.rowsRead},
      created_count = created_count + ${figures.created},
      updated_count = updated_count + ${figures.updated},
      unchanged_count = unchanged_count + ${figures.unchanged},
      skipped_count = skipped_count + ${figures.skipped},
      refused_count = refused_count + ${figures.refused.length},
      by_record = ${JSON.stringify(options.byRecord)}::jsonb
    where id = ${run.id}`);
}

async function keepRefusals(
  tx: Tx,
  options: { run: { id: string; workspaceId: string }; fileIndex: number; refused: readonly RefusedRow[] },
): Promise<void> {
  if (options.refused.length === 0) return;
  const rows = options.refused.map(({ rowNumber, cells, refusal }) => ({
    row_number: rowNumber,
    reason_code: refusal.code,
    reason: storable(refusal.words),
    column_name: refusal.column,
    cells: cells.map(storable),
  }));
  await tx.run(sql`insert into import_refusal
      (workspace_id, import_id, file_index, row_number, reason_code, reason, column_name, cells)
    select ${options.run.workspaceId}::uuid, ${options.run.id}::uuid, ${options.fileIndex}::int, r.row_number,
      r.reason_code, r.reason, r.column_name, r.cells
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(row_number bigint, reason_code text, reason text, column_name text, cells jsonb)`);
}

// PostgreSQL's text holds no NUL and no half of a surrogate pair; the symbol for NUL shows where one stood.
function storable(text: string): string {
  return text.replaceAll('\u0000', '\u2400').toWellFormed();
}

export function addRecordCounts(left: RecordCounts, right: RecordCounts): RecordCounts {
  const sum: RecordCounts = { ...left };
  for (const [type, counts] of Object.entries(right)) {
    const before = sum[type] ?? { created: 0, updated: 0, unchanged: 0 };
    sum[type] = {
      created: before.created + counts.created,
      updated: before.updated + counts.updated,
      unchanged: before.unchanged + counts.unchanged,
    };
  }
  return sum;
}
