import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { findSameBytes, holdAsset, type VersionSource } from './versions.ts';

export type AddedVersion = {
  versionId: string;
  number: number;
  /** It is a file: its pages are still to be made (`sendVersion` once this is committed). */
  waits: boolean;
};

/** Adds a version to a piece. Its links show it as soon as it can be read; an address can be at once. */
export async function addVersion(
  step: Step,
  input: { assetId: string; source: VersionSource; note?: string | null | undefined },
): Promise<AddedVersion> {
  const { tx, workspaceId, actor } = step;
  const held = await holdAsset(tx, input.assetId);
  if (held.retiredAt !== null)
    throw new AppError('conflict', `“${held.title}” is retired. Bring it back first, then add a version.`);
  const added = await writeVersion(step, input);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.version_added',
    recordType: 'asset',
    recordId: held.id,
    recordLabel: held.title,
    changes: { version: { from: null, to: added.number } },
    reason: input.note ?? null,
  });
  return added;
}

/** The row of a version, of a piece that is held or was made in this transaction. */
export async function writeVersion(
  step: Step,
  {
    assetId,
    source,
    note = null,
  }: { assetId: string; source: VersionSource; note?: string | null | undefined },
): Promise<AddedVersion> {
  const { tx, workspaceId, actor, now } = step;
  const number = await nextNumber(tx, assetId);
  if (source.kind === 'address') {
    const versionId = newId();
    await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, url, page_count,
        done_pages, note, created_by, created_at, ready_at)
      values (${versionId}, ${workspaceId}, ${assetId}, ${number}, ${source.format}, 'ready', ${source.url}, 1, 1, ${note},
        ${actor.name}, ${now}, ${now})`);
    await tx.run(sql`update asset set url = ${source.url}, updated_at = ${now} where id = ${assetId}`);
    return { versionId, number, waits: false };
  }
  await requireNewBytes(step, source.sha256);
  await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, file_name,
      media_type, file_bytes, sha256, note, created_by, created_at)
    values (${source.versionId}, ${workspaceId}, ${assetId}, ${number}, ${source.format}, 'waiting', ${source.fileKey},
      ${source.fileName}, ${source.mediaType}, ${source.bytes}, ${source.sha256}, ${note}, ${actor.name}, ${now})`);
  await tx.run(sql`update asset set updated_at = ${now} where id = ${assetId}`);
  return { versionId: source.versionId, number, waits: true };
}

async function nextNumber(tx: Tx, assetId: string): Promise<number> {
  const last = await tx.first<{ number: number }>(
    sql`select max(number) as number from asset_version where asset_id = ${assetId}`,
  );
  return (last?.number ?? 0) + 1;
}

/** Two who add the same file at once add it one after the other, and the second hears of the first. */
async function requireNewBytes({ tx, workspaceId }: Step, sha256: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}:${sha256}`}, 2))`);
  const same = await findSameBytes(tx, sha256);
  if (same === null) return;
  throw new AppError(
    'conflict',
    `This very file is version ${same.versionNumber} of “${same.title}” already. Nothing was added.`,
  );
}
