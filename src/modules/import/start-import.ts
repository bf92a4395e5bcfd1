import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { Actor } from '../workspace/index.ts';
import type { ImportRecord, PresetName } from './contract.ts';
import { readMapping } from './mapping/read-mapping.ts';
import { type ImportRow, loadImport, presentImport } from './records.ts';
import { readKnownFields } from './run/custom-fields.ts';
import { compileFor, planFiles } from './run/plan-files.ts';
import { wholeDryRunBytes } from './run/run-import.ts';

/**
 * Sees to it that files and mapping fit, then puts the import in the queue; the caller sends its job once this has
 * committed. Until then nothing of it is in.
 */
export async function startImport(
  tx: Tx,
  options: {
    files: Services['files'];
    actor: Actor;
    importId: string;
    mapping?: unknown;
    preset?: PresetName | undefined;
    dryRun?: boolean | undefined;
  },
): Promise<ImportRecord> {
  const { importId } = options;
  const row = await loadImport(tx, importId, { lock: true });
  refuseUnlessStartable(row);
  const mapping = options.mapping === undefined ? row.mapping : readMapping(options.mapping);
  const preset = options.preset ?? (options.mapping === undefined ? presetOfRow(row) : null);
  const settled = preset === null ? { preset, mapping } : { preset, mapping: null };
  if (!settled.preset && !settled.mapping) {
    throw new AppError('unprocessable', 'Say what the columns mean: give the import a mapping, or a preset.');
  }
  const plan = await planFiles({ files: options.files, importId, uploads: row.files, ...settled });
  await checkFit(tx, { row, settled, plan });
  const dryRun = options.dryRun ?? row.dryRun;
  const bytes = plan.files.reduce((sum, { fileIndex }) => sum + (row.files[fileIndex]?.size ?? 0), 0);
  const scope = dryRun ? (bytes <= wholeDryRunBytes ? 'whole' : 'by_chunk') : null;
  const cursor = { step: row.cursor.step + 1 };
  await tx.run(sql`delete from import_refusal where import_id = ${importId}`);
  await tx.run(sql`update import set status = 'queued', preset = ${settled.preset},
      mapping = ${settled.mapping === null ? null : JSON.stringify(settled.mapping)}::json,
      plan = ${JSON.stringify({ ...plan, actor: options.actor })}::jsonb, dry_run = ${dryRun}, dry_run_scope = ${scope},
      cursor = ${JSON.stringify(cursor)}::jsonb, total_bytes = ${bytes}, done_bytes = 0, rows_read = 0, created_count = 0,
      updated_count = 0, unchanged_count = 0, refused_count = 0, skipped_count = 0, by_record = '{}', error = null,
      started_at = null, finished_at = null
    where id = ${importId}`);
  return presentImport(await loadImport(tx, importId));
}

function refuseUnlessStartable(row: ImportRow): void {
  // After a dry run or a failure the files are still there, for a while.
  if (row.status === 'ready' || (row.status === 'done' && row.dryRun) || row.status === 'failed') {
    if (row.files.every((file) => file.size === 0 || file.parts.length > 0)) return;
    throw new AppError(
      'gone',
      'The uploaded files were removed after a while. Send them again with a new import.',
    );
  }
  const words =
    row.status === 'uploading'
      ? 'Not all of the files have arrived yet. Send their remaining parts first.'
      : `This import cannot be started: it is ${row.status}. Begin another one.`;
  throw new AppError('conflict', words);
}

function presetOfRow(row: ImportRow): PresetName | null {
  return row.preset === 'hubspot-contacts' || row.preset === 'salesforce' ? row.preset : null;
}

async function checkFit(
  tx: Tx,
  options: {
    row: ImportRow;
    settled: { preset: PresetName | null; mapping: ImportRow['mapping'] };
    plan: Awaited<ReturnType<typeof planFiles>>;
  },
): Promise<void> {
  const workspace = await tx.first<{ timeZone: string; currency: string }>(
    sql`select time_zone as "timeZone", currency from workspace`,
  );
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const knownFields = await readKnownFields(tx);
  for (const file of options.plan.files) {
    const fileName = options.row.files[file.fileIndex]?.name ?? '';
    compileFor({ run: options.settled, file, fileName, workspace, knownFields });
  }
}
