import { AppError } from '../../../platform/errors.ts';
import { inSavepoint, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import { type FileRow, readRows } from '../reading/read-rows.ts';
import type { ImportCursor, ImportRow } from '../records.ts';
import { openUpload } from '../uploads.ts';
import { addRecordCounts, beginAgain, holdRun, keepChunk, RunEnded, takeUpRun } from './bookkeeping.ts';
import { readKnownFields } from './custom-fields.ts';
import { failImport, finishImport } from './finish-import.ts';
import { compileFor, type PlannedFile } from './plan-files.ts';
import { type ChunkFigures, noFigures, takeChunk } from './take-chunk.ts';

/**
 * Rows that come in by one transaction. Enough that the fixed cost of a batch does not count, few enough that a
 * cancellation is felt at once and memory stays flat.
 */
const defaultChunkRows = 2_000;
// Rows differ in size by a thousand times; a chunk of them must not.
const maxChunkBytes = 4_000_000;
/** Up to this size a dry run is one transaction, rolled back: its figures are a real run's. It holds locks meanwhile. */
export const wholeDryRunBytes = 4_000_000;

export type RunOptions = {
  services: Services;
  workspaceId: string;
  importId: string;
  /** Ends the run after the chunk under way; it is taken up again from there. */
  signal?: AbortSignal;
  chunkRows?: number;
  /** Called once the records of a real run are in, before the import counts as done. */
  onRecordsIn?: (workspaceId: string) => Promise<void>;
};

/**
 * Runs an import from where it stands to its end. Each chunk's records, the counts and the place to go on from
 * commit in one transaction, so that a run may stop at any moment and goes on exactly there.
 */
export async function runImport(options: RunOptions): Promise<void> {
  const { services, workspaceId, importId } = options;
  const { database } = services;
  let row = await database.inWorkspace(workspaceId, (tx) => takeUpRun(tx, importId, services.now()));
  if (!row) return;
  try {
    if (row.dryRun && row.dryRunScope === 'whole') {
      const stale = row;
      row = await database.inWorkspace(workspaceId, (tx) => beginAgain(tx, stale));
    }
    const isOver = row.cursor.isRead || (await readAll(options, row));
    if (isOver) await finishImport(options);
  } catch (error) {
    if (error instanceof RunEnded) return;
    if (error instanceof AppError && error.code === 'unavailable') throw error;
    if (options.signal?.aborted) throw error;
    services.log.warn({ err: error, importId }, 'import failed');
    await failImport({ ...options, error });
  }
}

type Run = {
  options: RunOptions;
  row: ImportRow;
  cursor: ImportCursor;
  byRecord: ImportRow['byRecord'];
  doneBytes: number;
  workspace: { timeZone: string; currency: string };
  /** The one transaction of a whole dry run. */
  outer: Tx | null;
};

/** Answers whether everything was read; false: told to stop before. */
async function readAll(options: RunOptions, row: ImportRow): Promise<boolean> {
  const { database } = options.services;
  const workspace = await database.inWorkspace(options.workspaceId, (tx) =>
    tx.first<{ timeZone: string; currency: string }>(
      sql`select time_zone as "timeZone", currency from workspace`,
    ),
  );
  if (!workspace) throw new RunEnded();
  const run: Run = {
    options,
    row,
    cursor: row.cursor,
    byRecord: row.byRecord,
    doneBytes: row.doneBytes,
    workspace,
    outer: null,
  };
  if (row.dryRunScope !== 'whole') return readFiles(run);
  let isRead = false;
  await database
    .inWorkspace(options.workspaceId, async (tx) => {
      isRead = await readFiles({ ...run, outer: tx });
      throw new DryRunOver();
    })
    .catch((error: unknown) => {
      if (!(error instanceof DryRunOver)) throw error;
    });
  return isRead;
}

class DryRunOver extends Error {}

async function readFiles(run: Run): Promise<boolean> {
  const planned = run.row.plan?.files ?? [];
  for (let place = run.cursor.file; place < planned.length; place += 1) {
    const file = planned[place];
    if (file && !(await readFile(run, place, file))) return false;
  }
  return true;
}

async function readFile(run: Run, place: number, file: PlannedFile): Promise<boolean> {
  const { options, row } = run;
  const upload = row.files[file.fileIndex];
  if (!upload) return true;
  const compiled = await compileNow(run, file, upload.name);
  const before = sizeBefore(row, place);
  const after =
    run.cursor.offset === null ? null : { offset: run.cursor.offset, rowNumber: run.cursor.rowNumber };
  const open = (offset: number) =>
    openUpload({
      files: options.services.files,
      importId: row.id,
      fileIndex: file.fileIndex,
      file: upload,
      offset,
    });
  let rows: FileRow[] = [];
  let bytes = 0;
  const take = async (): Promise<boolean> => {
    const last = rows.at(-1);
    if (!last) return true;
    const next = { file: place, offset: last.endOffset, rowNumber: last.rowNumber, isRead: false };
    await takeNext(run, { file, compiled, rows, next, doneBytes: before + last.endOffset });
    rows = [];
    bytes = 0;
    return !options.signal?.aborted;
  };
  for await (const block of readRows({ open, format: file.format, after })) {
    for (const each of block) {
      rows.push(each);
      for (const cell of each.cells) bytes += cell.length;
      const isFull = rows.length >= (options.chunkRows ?? defaultChunkRows) || bytes >= maxChunkBytes;
      if (isFull && !(await take())) return false;
    }
  }
  if (!(await take())) return false;
  const isLast = place + 1 >= (row.plan?.files.length ?? 0);
  const next = { file: place + 1, offset: null, rowNumber: 0, isRead: isLast };
  await takeNext(run, { file, compiled, rows: [], next, doneBytes: before + upload.size });
  return true;
}

function sizeBefore(row: ImportRow, place: number): number {
  const files = row.plan?.files.slice(0, place) ?? [];
  return files.reduce((sum, { fileIndex }) => sum + (row.files[fileIndex]?.size ?? 0), 0);
}

async function compileNow(run: Run, file: PlannedFile, fileName: string): Promise<CompiledMapping> {
  const read = (tx: Tx) => readKnownFields(tx);
  const { outer, options, row, workspace } = run;
  const knownFields = outer
    ? await read(outer)
    : await options.services.database.inWorkspace(options.workspaceId, read);
  return compileFor({ run: row, file, fileName, workspace, knownFields });
}

type Next = {
  file: PlannedFile;
  compiled: CompiledMapping;
  rows: readonly FileRow[];
  next: Pick<ImportCursor, 'file' | 'offset' | 'rowNumber' | 'isRead'>;
  doneBytes: number;
};

/** One chunk and the record of it. Without rows: the end of a file. */
async function takeNext(run: Run, chunk: Next): Promise<void> {
  const { options, row, outer } = run;
  const { database } = options.services;
  const startedMs = performance.now();
  const bring = (tx: Tx) => bringIn(run, chunk, tx);
  const keep = async (tx: Tx, figures: ChunkFigures) => {
    const runMs = Math.round(run.cursor.runMs + performance.now() - startedMs);
    const cursor = { ...chunk.next, step: run.cursor.step + 1, runMs };
    const byRecord = addRecordCounts(run.byRecord, figures.byRecord);
    const { fileIndex } = chunk.file;
    await keepChunk(tx, { run: row, fileIndex, figures, cursor, doneBytes: chunk.doneBytes, byRecord });
    return { cursor, byRecord };
  };
  const hold = (tx: Tx) => holdRun(tx, row.id, run.cursor.step);
  const kept = outer
    ? await (async () => {
        const figures = await bring(outer);
        return database.inWorkspace(options.workspaceId, async (tx) => {
          await hold(tx);
          return keep(tx, figures);
        });
      })()
    : await database.inWorkspace(options.workspaceId, async (tx) => {
        await hold(tx);
        return keep(tx, row.dryRun ? await undone(tx, () => bring(tx)) : await bring(tx));
      });
  run.cursor = kept.cursor;
  run.byRecord = kept.byRecord;
  run.doneBytes = chunk.doneBytes;
}

async function bringIn(run: Run, chunk: Next, tx: Tx): Promise<ChunkFigures> {
  const figures = await takeChunk(tx, {
    workspaceId: run.options.workspaceId,
    compiled: chunk.compiled,
    rows: chunk.rows,
    fileIndex: chunk.file.fileIndex,
    actorName: run.row.createdBy ?? 'import',
    now: run.options.services.now(),
  });
  return chunk.file.pass === 'links' ? noFigures(0) : figures;
}

class TakenBack extends Error {}

/** Does the work, keeps its answer and takes its effects back. */
async function undone<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  try {
    return await inSavepoint(tx, async () => {
      results.push(await work());
      throw new TakenBack();
    });
  } catch (error) {
    const [result] = results;
    if (error instanceof TakenBack && result !== undefined) return result;
    throw error;
  }
}
