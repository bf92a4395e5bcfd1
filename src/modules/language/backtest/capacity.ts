import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';

export type SalesCapacity = {
  leadsPerMonth: number | null;
  changedBy: string | null;
  changedAt: string | null;
};

export async function readSalesCapacity(options: { tx: Tx }): Promise<SalesCapacity> {
  const row = await options.tx.first<{ leads: number; by: string; at: Date }>(
    sql`select leads_per_month as leads, changed_by as by, changed_at as at from sales_capacity`,
  );
  if (row === null) return { leadsPerMonth: null, changedBy: null, changedAt: null };
  return { leadsPerMonth: row.leads, changedBy: row.by, changedAt: row.at.toISOString() };
}

/** How many qualified leads sales can take in a month: their own word, until they say otherwise. */
export async function changeSalesCapacity(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  leadsPerMonth: number;
}): Promise<SalesCapacity> {
  const { tx, workspaceId, actor, now, leadsPerMonth } = options;
  const before = await readSalesCapacity({ tx });
  if (before.leadsPerMonth === leadsPerMonth) return before;
  await tx.run(sql`insert into sales_capacity (workspace_id, leads_per_month, changed_at, changed_by)
    values (${workspaceId}, ${leadsPerMonth}, ${now}, ${actor.name})
    on conflict (workspace_id) do update set leads_per_month = excluded.leads_per_month,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'sales_capacity.changed',
    recordType: 'sales_capacity',
    recordLabel: 'Qualified leads that sales can take in a month',
    changes: { leadsPerMonth: { from: before.leadsPerMonth, to: leadsPerMonth } },
  });
  return readSalesCapacity({ tx });
}
