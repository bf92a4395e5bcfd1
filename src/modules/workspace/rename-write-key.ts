import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { WriteKey } from './contract.ts';
import { presentWriteKey, type WriteKeyRow, writeKeyColumns } from './list-write-keys.ts';

type RenameWriteKey = { tx: Tx; actor: Actor; workspaceId: string; writeKeyId: string; name: string };

export async function renameWriteKey(options: RenameWriteKey): Promise<WriteKey> {
  const { tx, actor, workspaceId, writeKeyId, name } = options;
  const before = await lockWriteKey(tx, writeKeyId);
  if (before.name === name) return presentWriteKey(before);
  await tx.run(sql`update write_key set name = ${name} where id = ${writeKeyId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'write_key.renamed',
    recordType: 'write_key',
    recordId: writeKeyId,
    recordLabel: name,
    changes: { name: { from: before.name, to: name } },
  });
  return presentWriteKey({ ...before, name });
}

export async function lockWriteKey(tx: Tx, writeKeyId: string): Promise<WriteKeyRow> {
  const row = await tx.first<WriteKeyRow>(
    sql`select ${writeKeyColumns} from write_key where id = ${writeKeyId} for update`,
  );
  if (row === null) throw notFound('write key');
  return row;
}
