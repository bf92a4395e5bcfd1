import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ImportRecord, PresetName } from './contract.ts';
import { readMapping } from './mapping/read-mapping.ts';
import { loadImport, presentImport, type StoredFile } from './records.ts';

/** Begins an import: its files are named, their bytes come next. A wrong mapping is refused here already. */
export async function createImport(
  tx: Tx,
  options: {
    workspaceId: string;
    actorName: string;
    now: Date;
    name?: string | undefined;
    preset?: PresetName | undefined;
    mapping?: unknown;
    dryRun: boolean;
    files: readonly { name: string; size: number }[];
  },
): Promise<ImportRecord> {
  if (options.preset !== undefined && options.mapping !== undefined) {
    throw new AppError('invalid_input', 'Give a mapping or a preset, not both.');
  }
  const mapping = options.mapping === undefined ? null : readMapping(options.mapping);
  const files: StoredFile[] = options.files.map(({ name, size }) => ({ name, size, received: 0, parts: [] }));
  const isReady = files.every((file) => file.size === 0);
  const [first] = files;
  const name = options.name ?? (files.length === 1 && first ? first.name : `${files.length} files`);
  const id = newId();
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  await tx.run(sql`insert into import (id, workspace_id, name, preset, mapping, dry_run, status, files, total_bytes, created_by, created_at)
    values (${id}, ${options.workspaceId}, ${name}, ${options.preset ?? null},
      ${mapping === null ? null : JSON.stringify(mapping)}::json, ${options.dryRun}, ${isReady ? 'ready' : 'uploading'},
      ${JSON.stringify(files)}::jsonb, ${totalBytes}, ${options.actorName}, ${options.now.toISOString()}::timestamptz)`);
  return presentImport(await loadImport(tx, id));
}
