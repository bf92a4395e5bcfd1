import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import type { BoardAddress } from '../contract.ts';

export type Step = { tx: Tx; workspaceId: string; actor: Actor; now: Date };

type Row = {
  id: string;
  name: string;
  address: string;
  added_at: Date;
  added_by: string;
  confirmed_at: Date | null;
  confirmed_by: string | null;
  stopped_at: Date | null;
};

const columns = sql`id, name, address, added_at, added_by, confirmed_at, confirmed_by, stopped_at`;

const present = (row: Row): BoardAddress => ({
  id: row.id,
  name: row.name,
  address: row.address,
  addedAt: row.added_at.toISOString(),
  addedBy: row.added_by,
  confirmedAt: row.confirmed_at?.toISOString() ?? null,
  confirmedBy: row.confirmed_by,
  stoppedAt: row.stopped_at?.toISOString() ?? null,
});

export async function listAddresses(tx: Tx): Promise<BoardAddress[]> {
  const rows = await tx.rows<Row>(
    sql`select ${columns} from board_address where removed_at is null order by lower(name), id limit 500`,
  );
  return rows.map(present);
}

async function findAddress(tx: Tx, id: string): Promise<BoardAddress> {
  const row = await tx.first<Row>(
    sql`select ${columns} from board_address where id = ${id} and removed_at is null`,
  );
  if (!row) throw notFound('address');
  return present(row);
}

/** Names somebody outside; nothing goes there before an administrator has confirmed it. */
export async function addAddress(
  { tx, workspaceId, actor, now }: Step,
  { name, address }: { name: string; address: string },
): Promise<BoardAddress> {
  const id = newId();
  const added =
    await tx.run(sql`insert into board_address (id, workspace_id, name, address, added_at, added_by)
    values (${id}, ${workspaceId}, ${name}, ${address}, ${now}, ${actor.name})
    on conflict (workspace_id, lower(address)) where removed_at is null do nothing`);
  if (added === 0)
    throw new AppError('conflict', `${address} is on the list already.`, {
      fields: [{ path: 'address', message: 'is on the list already' }],
    });
  await audit({ tx, workspaceId, actor }, { id, address, action: 'board_address.added' });
  return findAddress(tx, id);
}

export async function confirmAddress(
  { tx, workspaceId, actor, now }: Step,
  { id }: { id: string },
): Promise<BoardAddress> {
  const found = await findAddress(tx, id);
  if (found.confirmedAt === null) {
    await tx.run(sql`update board_address set confirmed_at = ${now}, confirmed_by = ${actor.name}
      where id = ${id} and confirmed_at is null`);
    await audit(
      { tx, workspaceId, actor },
      { id, address: found.address, action: 'board_address.confirmed' },
    );
  }
  return findAddress(tx, id);
}

export async function removeAddress(
  { tx, workspaceId, actor, now }: Step,
  { id }: { id: string },
): Promise<{ id: string }> {
  const found = await findAddress(tx, id);
  await tx.run(
    sql`update board_address set removed_at = ${now}, removed_by = ${actor.name} where id = ${id}`,
  );
  await tx.run(sql`update board_schedule set address_ids = array_remove(address_ids, ${id}::uuid)`);
  await audit({ tx, workspaceId, actor }, { id, address: found.address, action: 'board_address.removed' });
  return { id };
}

function audit(
  { tx, workspaceId, actor }: Pick<Step, 'tx' | 'workspaceId' | 'actor'>,
  { id, address, action }: { id: string; address: string; action: string },
): Promise<void> {
  return recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'board_address',
    recordId: id,
    recordLabel: address,
  });
}
