import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Seller } from './contract.ts';
import { listSellers } from './list-sellers.ts';
import { lockRouting } from './lock-routing.ts';
import { calendarsInForce } from './seats.ts';
import { changesBetween, nameOfTeammate, type Step } from './step.ts';

type Put = Step & {
  teammateId: string;
  takesLeads: boolean;
  capacity: number | null;
  weight: number;
  calendarKey: string | null;
  poolIds: readonly string[];
};

/** Says how somebody takes leads. Who holds more than their new capacity keeps them, and gets none until there is room. */
export async function putSeller(options: Put): Promise<Seller> {
  const { tx, workspaceId, actor, userId, now, teammateId } = options;
  const name = await nameOfTeammate(tx, teammateId);
  await refuseUnknown(tx, options);
  await lockRouting(tx, workspaceId);
  const before = await read(tx, teammateId);
  const { takesLeads, capacity, weight, calendarKey, poolIds } = options;
  await tx.run(sql`insert into routing_seller
      (workspace_id, teammate_id, takes_leads, capacity, weight, calendar_key, updated_at)
    values (${workspaceId}, ${teammateId}, ${takesLeads}, ${capacity}, ${weight}, ${calendarKey}, ${now})
    on conflict (workspace_id, teammate_id) do update set takes_leads = excluded.takes_leads,
      capacity = excluded.capacity, weight = excluded.weight, calendar_key = excluded.calendar_key,
      updated_at = excluded.updated_at`);
  await tx.run(sql`delete from routing_pool_member where teammate_id = ${teammateId}
    and not (pool_id = any(${sql.param([...poolIds])}::uuid[]))`);
  await tx.run(sql`insert into routing_pool_member (workspace_id, pool_id, teammate_id)
    select ${workspaceId}::uuid, id, ${teammateId}::uuid from unnest(${sql.param([...poolIds])}::uuid[]) as given (id)
    on conflict do nothing`);
  const changes = changesBetween(before, {
    takesLeads,
    capacity,
    weight,
    calendarKey,
    poolIds: [...poolIds].toSorted(),
  });
  if (Object.keys(changes).length > 0)
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'seller.changed',
      recordType: 'teammate',
      recordId: teammateId,
      recordLabel: name,
      changes,
    });
  const [seller] = (await listSellers({ tx, now, userId, teammateId })).items;
  if (seller === undefined) throw notFound('teammate');
  return seller;
}

async function refuseUnknown(tx: Tx, { calendarKey, poolIds }: Put): Promise<void> {
  const calendars = await calendarsInForce(tx);
  if (calendarKey !== null && !calendars.some(({ key }) => key === calendarKey)) {
    const known = calendars.map(({ key }) => key).join(', ');
    throw new AppError('invalid_input', 'The agreement in force has no such calendar. Choose one of it.', {
      fields: [
        { path: 'calendarKey', message: known === '' ? 'no agreement is in force' : `one of: ${known}` },
      ],
    });
  }
  const found = await tx.rows<{ id: string }>(
    sql`select id from routing_pool where id = any(${sql.param([...poolIds])}::uuid[])`,
  );
  if (found.length < new Set(poolIds).size) throw notFound('pool');
}

async function read(tx: Tx, teammateId: string): Promise<Record<string, unknown> | null> {
  return tx.first(sql`select takes_leads as "takesLeads", capacity, weight, calendar_key as "calendarKey",
      array(select pool_id::text from routing_pool_member m where m.teammate_id = s.teammate_id order by 1) as "poolIds"
    from routing_seller s where teammate_id = ${teammateId}`);
}
