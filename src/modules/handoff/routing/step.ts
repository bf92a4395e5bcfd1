import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';

/** Who changes something of the routing, where and when. */
export type Step = { tx: Tx; workspaceId: string; actor: Actor; userId: string | null; now: Date };

export async function nameOfTeammate(tx: Tx, teammateId: string): Promise<string> {
  const row = await tx.first<{ name: string }>(sql`select name from teammate where id = ${teammateId}`);
  if (row === null) throw notFound('teammate');
  return row.name;
}

export async function nameOfPool(tx: Tx, poolId: string): Promise<string> {
  const row = await tx.first<{ name: string }>(sql`select name from routing_pool where id = ${poolId}`);
  if (row === null) throw notFound('pool');
  return row.name;
}

/** Only the fields that changed, as the audit log keeps them. */
export function changesBetween(
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
): Record<string, { from: unknown; to: unknown }> {
  const entries = Object.entries(after).map(
    ([key, to]) => [key, { from: before?.[key] ?? null, to }] as const,
  );
  return Object.fromEntries(
    entries.filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)),
  );
}
