import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** How many open hand-offs somebody may hold, and holds. To give them one by it, take `lockRouting` first. */
export async function openRoomOf(
  tx: Tx,
  options: { teammateId: string; now: Date },
): Promise<{ capacity: number | null; open: number }> {
  const { teammateId } = options;
  const row = await tx.first<{ capacity: number | null; open: number }>(sql`select
    (select capacity from routing_seller where teammate_id = ${teammateId}) as capacity,
    (select count(*)::int from handoff where owner_id = ${teammateId} and closed_at is null) as open`);
  return { capacity: row?.capacity ?? null, open: row?.open ?? 0 };
}

/** By which calendar of the agreement somebody works; null: by its first. */
export async function calendarKeyOf(tx: Tx, teammateId: string): Promise<string | null> {
  const row = await tx.first<{ calendar_key: string | null }>(
    sql`select calendar_key from routing_seller where teammate_id = ${teammateId}`,
  );
  return row?.calendar_key ?? null;
}
