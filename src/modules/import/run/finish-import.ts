import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { guardCell, misshapenMark, reasonHeading } from '../reading/read-rows.ts';
import { type ImportRow, loadImport } from '../records.ts';
import { partKey, refusedFileKey } from '../uploads.ts';

type Ended = {
  services: Services;
  workspaceId: string;
  importId: string;
  onRecordsIn?: ((workspaceId: string) => Promise<void>) | undefined;
};

/**
 * What follows once every row was read: the files of refused rows, the findings, the audit entry. Each step may be
 * done again, so that a crash between them does no harm; the status is set last.
 */
export async function finishImport(options: Ended): Promise<void> {
  const { services, workspaceId, importId } = options;
  const { database } = services;
  const row = await database.inWorkspace(workspaceId, (tx) => loadImport(tx, importId));
  await writeRefusedFiles(options, row);
  if (!row.dryRun) await options.onRecordsIn?.(workspaceId);
  await database.inWorkspace(workspaceId, async (tx) => {
    const ended =
      await tx.run(sql`update import set status = 'done', finished_at = ${services.now().toISOString()}::timestamptz
      where id = ${importId} and status = 'running'`);
    if (ended > 0 && !row.dryRun) await auditImport(tx, row, 'import.finished');
  });
  if (!row.dryRun) await removeUploads(services, row);
}

/** A run that cannot go on. What is in stays in, and the record says why it ended. */
export async function failImport(options: Ended & { error: unknown }): Promise<void> {
  const { services, workspaceId, importId, error } = options;
  const words =
    error instanceof AppError
      ? error.message
      : 'Something went wrong on our side while this import ran. It has been logged. Rows that were in stay in; start the file again to go on.';
  const row = await services.database.inWorkspace(workspaceId, (tx) => loadImport(tx, importId));
  await writeRefusedFiles(options, row);
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await tx.run(sql`update import set status = 'failed', error = ${words},
      finished_at = ${services.now().toISOString()}::timestamptz where id = ${importId} and status = 'running'`);
    if (!row.dryRun) await auditImport(tx, row, 'import.failed');
  });
}

export async function auditImport(tx: Tx, row: ImportRow, action: string): Promise<void> {
  const actor: Actor = row.plan?.actor ?? { kind: 'system', id: null, name: row.createdBy ?? 'import' };
  const figures = {
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    refused: row.refused,
  };
  await recordAudit(tx, {
    workspaceId: row.workspaceId,
    actor,
    action,
    recordType: 'import',
    recordId: row.id,
    recordLabel: row.name,
    changes: Object.fromEntries(
      Object.entries(figures).map(([name, rows]) => [`rows.${name}`, { from: null, to: rows }]),
    ),
  });
}

const refusalsAtOnce = 1_000;

/** One CSV a file that has refused rows: its columns as they were, and why each row was refused. */
async function writeRefusedFiles(options: Ended, row: ImportRow): Promise<void> {
  for (const planned of row.plan?.files ?? []) {
    const { fileIndex, pass } = planned;
    if (pass === 'links') continue;
    const isAny = (await readRefusals(options, fileIndex, 0, 1)).length > 0;
    if (!isAny) continue;
    const lines = refusedLines(options, fileIndex, planned.format);
    await options.services.files.putStream(
      refusedFileKey(row.id, fileIndex),
      Readable.from(lines, { objectMode: false }),
    );
  }
}

type RefusalRow = { rowNumber: number; reason: string; cells: string[] };

function readRefusals(
  options: Ended,
  fileIndex: number,
  after: number,
  limit: number,
): Promise<RefusalRow[]> {
  return options.services.database.inWorkspace(options.workspaceId, (tx) =>
    tx.rows<RefusalRow>(sql`select row_number as "rowNumber", reason, cells from import_refusal
      where import_id = ${options.importId} and file_index = ${fileIndex} and row_number > ${after}
      order by row_number limit ${limit}`),
  );
}

async function* refusedLines(
  options: Ended,
  fileIndex: number,
  format: { headings: readonly string[]; delimiter: string },
): AsyncGenerator<Buffer, void, undefined> {
  const headings = format.headings.filter((heading) => heading !== reasonHeading);
  const reasonAt = format.headings.indexOf(reasonHeading);
  const { delimiter } = format;
  // The mark tells spreadsheets that this is UTF-8.
  yield Buffer.from(`\ufeff${stringify([[...headings, reasonHeading]], { delimiter })}`);
  let after = 0;
  for (;;) {
    const rows = await readRefusals(options, fileIndex, after, refusalsAtOnce);
    const last = rows.at(-1);
    if (!last) return;
    const lines = rows.map(({ cells, reason }) => refusedCells(cells, headings.length, reasonAt, reason));
    yield Buffer.from(stringify(lines, { delimiter }));
    after = last.rowNumber;
  }
}

/**
 * The row as it was, then why it was refused. A row without its full number of cells is not filled up: uncorrected, it
 * must be refused again, not go in with its cells in wrong columns.
 */
function refusedCells(cells: readonly string[], columns: number, reasonAt: number, reason: string): string[] {
  const own =
    reasonAt < 0 || cells.length <= reasonAt ? cells : cells.filter((_, index) => index !== reasonAt);
  if (own.length === columns) return [...own.map(guardCell), reason];
  const row = [
    ...own.slice(0, columns).map(guardCell),
    misshapenMark + reason,
    ...own.slice(columns).map(guardCell),
  ];
  return row.length === columns + 1 ? [...row, ''] : row;
}

/** The uploaded bytes have done their work; a file without parts is one whose bytes are gone. */
export async function removeUploads(
  services: Pick<Services, 'files' | 'database'>,
  row: ImportRow,
): Promise<void> {
  for (const [fileIndex, file] of row.files.entries()) {
    for (const part of file.parts.keys()) await services.files.delete(partKey(row.id, fileIndex, part));
  }
  const files = row.files.map((file) => ({ ...file, parts: [] }));
  await services.database.inWorkspace(row.workspaceId, (tx) =>
    tx.run(sql`update import set files = ${JSON.stringify(files)}::jsonb where id = ${row.id}`),
  );
}

/** After a cancellation: rows refused until then can be had, the uploaded files go. */
export async function endCancelled(options: Ended, row: ImportRow): Promise<void> {
  await writeRefusedFiles(options, row);
  await removeUploads(options.services, row);
}
