import { sql } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { readUsers } from './read-users.ts';
import { holdAsset } from './versions.ts';

/** Brings a retired piece back into use, and tells those who had been told not to use it. */
export async function bringBack(step: Step, { assetId }: { assetId: string }): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const held = await holdAsset(tx, assetId);
  if (held.retiredAt === null) return;
  await tx.run(sql`update asset set retired_at = null, use_instead_id = null, updated_at = ${now}
    where id = ${assetId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.brought_back',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: held.title,
    changes: { retired: { from: true, to: false } },
  });
  await tell(tx, {
    workspaceId,
    now,
    key: `piece:${assetId}:back:${now.toISOString()}`,
    kind: 'piece_retired',
    to: await readUsers(step, assetId),
    title: `“${held.title}” is in use again`,
    text: `${actor.name} brought it back.`,
    href: `/content/assets/${assetId}`,
    urgency: 'digest',
  });
}
