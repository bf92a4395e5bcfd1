import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { holdAsset } from './versions.ts';

type Found = { number: number; state: string; url: string | null; current: number | null };

/** Lets a piece's links show this version, mostly an earlier one that was better. */
export async function makeCurrent(
  step: Step,
  { assetId, versionId }: { assetId: string; versionId: string },
): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const held = await holdAsset(tx, assetId);
  const found = await tx.first<Found>(sql`select v.number, v.state, v.url, c.number as current
    from asset_version v join asset a on a.id = v.asset_id left join asset_version c on c.id = a.current_version_id
    where v.id = ${versionId} and v.asset_id = ${assetId}`);
  if (found === null) throw notFound('version of this piece');
  if (found.current === found.number) return;
  if (found.state !== 'ready')
    throw new AppError('conflict', `Version ${found.number} cannot be read, so links cannot show it.`);
  await tx.run(sql`update asset set current_version_id = ${versionId}, url = coalesce(${found.url}, url),
    updated_at = ${now} where id = ${assetId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.version_made_current',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: held.title,
    changes: { version: { from: found.current, to: found.number } },
  });
}
