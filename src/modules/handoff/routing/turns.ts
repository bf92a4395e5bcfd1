import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** Turns are taken among all, or among the members of a pool; each scope has its own. */
export const turnScope = (poolId: string | null): string => poolId ?? 'all';

export async function readTurns(tx: Tx, scope: string): Promise<Map<string, number>> {
  const rows = await tx.rows<{ teammate_id: string; ahead: number }>(
    sql`select teammate_id, ahead from routing_turn where scope = ${scope}`,
  );
  return new Map(rows.map((row) => [row.teammate_id, row.ahead]));
}

export async function writeTurns(
  tx: Tx,
  options: { workspaceId: string; scope: string; ahead: ReadonlyMap<string, number> },
): Promise<void> {
  const { workspaceId, scope, ahead } = options;
  await tx.run(sql`insert into routing_turn (workspace_id, scope, teammate_id, ahead)
    select ${workspaceId}::uuid, ${scope}, id, ahead from unnest(${sql.param([...ahead.keys()])}::uuid[],
      ${sql.param([...ahead.values()])}::integer[]) as given (id, ahead)
    on conflict (workspace_id, scope, teammate_id) do update set ahead = excluded.ahead`);
}
