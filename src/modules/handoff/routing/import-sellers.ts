import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedSeller = {
  teammateId: string;
  takesLeads: boolean;
  capacity: number | null;
  weight?: number;
  calendarKey?: string | null;
  /** Names of the pools they are in; one that is not there yet is made. */
  pools: readonly string[];
};

/** Sellers as a source of records knows them, such as the sample company. Who was set here already stays as set. */
export async function importSellers(
  tx: Tx,
  options: { workspaceId: string; now: Date; sellers: readonly ImportedSeller[] },
): Promise<void> {
  const { workspaceId, now, sellers } = options;
  const poolIds = await makePools(tx, options);
  const given = sellers.map((one) => ({
    teammate_id: one.teammateId,
    takes_leads: one.takesLeads,
    capacity: one.capacity,
    weight: one.weight ?? 1,
    calendar_key: one.calendarKey ?? null,
  }));
  await tx.run(sql`insert into routing_seller
      (workspace_id, teammate_id, takes_leads, capacity, weight, calendar_key, updated_at)
    select ${workspaceId}::uuid, teammate_id, takes_leads, capacity, weight, calendar_key, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (teammate_id uuid, takes_leads boolean,
      capacity integer, weight integer, calendar_key text)
    on conflict do nothing`);
  const members = sellers.flatMap((one) =>
    one.pools.flatMap((name) => {
      const poolId = poolIds.get(name.toLowerCase());
      return poolId === undefined ? [] : [{ pool_id: poolId, teammate_id: one.teammateId }];
    }),
  );
  await tx.run(sql`insert into routing_pool_member (workspace_id, pool_id, teammate_id)
    select ${workspaceId}::uuid, pool_id, teammate_id
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as given (pool_id uuid, teammate_id uuid)
    on conflict do nothing`);
}

async function makePools(
  tx: Tx,
  options: { workspaceId: string; now: Date; sellers: readonly ImportedSeller[] },
): Promise<Map<string, string>> {
  const { workspaceId, now, sellers } = options;
  const names = [...new Set(sellers.flatMap(({ pools }) => pools))];
  const made = names.map((name) => ({ id: newId(), name }));
  await tx.run(sql`insert into routing_pool (id, workspace_id, name, created_at, updated_at)
    select id, ${workspaceId}::uuid, name, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as given (id uuid, name text)
    on conflict do nothing`);
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, lower(name) as name from routing_pool`,
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}
