import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { WriteKey } from './contract.ts';
import { presentWriteKey } from './list-write-keys.ts';
import { lockWriteKey } from './rename-write-key.ts';

type RevokeWriteKey = { tx: Tx; now: Date; actor: Actor; workspaceId: string; writeKeyId: string };

/** For good: revoking it again changes nothing, and it cannot be brought back. */
export async function revokeWriteKey(options: RevokeWriteKey): Promise<WriteKey> {
  const { tx, now, actor, workspaceId, writeKeyId } = options;
  const key = await lockWriteKey(tx, writeKeyId);
  if (key.revoked_at !== null) return presentWriteKey(key);
  await tx.run(sql`update write_key set revoked_at = ${now} where id = ${writeKeyId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'write_key.revoked',
    recordType: 'write_key',
    recordId: writeKeyId,
    recordLabel: key.name,
  });
  return presentWriteKey({ ...key, revoked_at: now });
}
