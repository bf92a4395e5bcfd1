import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../workspace/index.ts';
import { checkReferences } from './check-references.ts';
import { laterThan } from './write-record.ts';

/** Gives several records to one owner (null: to nobody); each that changed is in the audit log. */
export async function assignOwner(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  recordType: 'contact' | 'account';
  ids: readonly string[];
  ownerId: string | null;
}): Promise<{ changed: number }> {
  const { tx, workspaceId, actor, now, recordType, ownerId } = options;
  const ids = [...new Set(options.ids)];
  await checkReferences(tx, { ownerId });
  const table = recordType === 'contact' ? sql`contact` : sql`account`;
  const rows = await tx.rows<{ id: string; name: string; ownerId: string | null }>(sql`
    select id, name, owner_id as "ownerId" from ${table}
    where id = any(${`{${ids.join(',')}}`}::uuid[]) and merged_into_id is null order by id for update`);
  if (rows.length < ids.length) {
    throw new AppError(
      'not_found',
      `${ids.length - rows.length} of the ${ids.length} records are not there: merged or removed in the meantime. Load the list again.`,
    );
  }
  const changing = rows.filter((row) => row.ownerId !== ownerId);
  if (changing.length === 0) return { changed: 0 };
  await tx.run(sql`update ${table} set owner_id = ${ownerId}::uuid, updated_at = ${laterThan(now)}
    where id = any(${`{${changing.map((row) => row.id).join(',')}}`}::uuid[])`);
  for (const row of changing) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: `${recordType}.updated`,
      recordType,
      recordId: row.id,
      recordLabel: row.name,
      changes: { ownerId: { from: row.ownerId, to: ownerId } },
    });
  }
  return { changed: changing.length };
}
