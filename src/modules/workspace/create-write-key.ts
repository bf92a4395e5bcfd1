import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { WriteKey } from './contract.ts';
import { newSecret } from './secrets.ts';

type AddWriteKey = { tx: Tx; now: Date; workspaceId: string; actor: Actor; name: string; key: string };

/** A key with which the tracker may write interactions of this workspace, and nothing else. */
export async function addWriteKey({
  tx,
  now,
  workspaceId,
  actor,
  name,
  key,
}: AddWriteKey): Promise<WriteKey> {
  const id = newId();
  await tx.run(sql`insert into write_key (id, workspace_id, name, key, created_by, created_at)
    values (${id}, ${workspaceId}, ${name}, ${key}, ${actor.name}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'write_key.created',
    recordType: 'write_key',
    recordId: id,
    recordLabel: name,
  });
  return { id, name, key, createdBy: actor.name, createdAt: now.toISOString(), revokedAt: null };
}

/** A key of our own making; `wk_` tells it from an API token at a glance. */
export function createWriteKey(options: Omit<AddWriteKey, 'key'>): Promise<WriteKey> {
  return addWriteKey({ ...options, key: newSecret('wk_') });
}
