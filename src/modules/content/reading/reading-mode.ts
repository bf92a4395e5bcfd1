import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { ReadingMode } from './contract.ts';

/** Whether readers are named in this workspace. */
export async function readReadingMode(tx: Tx): Promise<ReadingMode> {
  const row = await tx.first<{ mode: ReadingMode }>(sql`select reading_tracking as mode from workspace`);
  return row?.mode ?? 'anonymous';
}

/** Holds for visits that begin from now on; what stands is neither named nor made nameless afterwards. */
export async function saveReadingMode(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  mode: ReadingMode;
}): Promise<{ mode: ReadingMode }> {
  const { tx, workspaceId, actor, mode } = options;
  await tx.run(sql`select from workspace where id = ${workspaceId} for no key update`);
  const before = await readReadingMode(tx);
  if (before === mode) return { mode };
  await tx.run(sql`update workspace set reading_tracking = ${mode} where id = ${workspaceId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'reading_settings.updated',
    recordType: 'workspace',
    recordId: workspaceId,
    changes: { readingTracking: { from: before, to: mode } },
  });
  return { mode };
}
