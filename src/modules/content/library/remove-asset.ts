import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { isUsed } from './load-asset.ts';
import { holdAsset } from './versions.ts';

/** Deletes a piece on which nobody's record rests; answers whose files may go once this is committed. */
export async function removeAsset(
  step: Step,
  { assetId }: { assetId: string },
): Promise<{ versionIds: string[] }> {
  const { tx, workspaceId, actor } = step;
  const held = await holdAsset(tx, assetId);
  if (await isUsed(tx, assetId)) {
    throw new AppError(
      'conflict',
      `“${held.title}” was shared, shown or read, and the record of that stays. Retire it instead.`,
    );
  }
  const versions = await tx.rows<{ id: string }>(
    sql`select id from asset_version where asset_id = ${assetId}`,
  );
  await tx.run(sql`delete from asset where id = ${assetId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.deleted',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: held.title,
  });
  return { versionIds: versions.map(({ id }) => id) };
}
