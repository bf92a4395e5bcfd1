import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedCost = {
  campaignId: string;
  /** First and last day that it was spent for. */
  from: string;
  to: string;
  amountMinor: number;
  currency: string;
  what: string | null;
  /** The same cost again is recognised by it. */
  reference: string;
};

/** What campaigns cost, as a source of records knows it. */
export async function importCosts(
  tx: Tx,
  options: { workspaceId: string; now: Date; source: string; by: string; costs: readonly ImportedCost[] },
): Promise<void> {
  const { workspaceId, now, source, by } = options;
  const costs = options.costs.map((cost) => ({ id: newId(), ...cost }));
  await tx.run(sql`
    insert into cost_entry (id, workspace_id, subject, campaign_id, from_on, to_on, amount_minor, currency, what, source,
      file_name, reference, created_at, created_by)
    select c.id, ${workspaceId}::uuid, 'campaign', c."campaignId", c."from", c."to", c."amountMinor", c.currency, c.what,
      'file', ${source}, c.reference, ${now}, ${by}
    from jsonb_to_recordset(${JSON.stringify(costs)}::jsonb) as c(id uuid, "campaignId" uuid, "from" date, "to" date,
      "amountMinor" bigint, currency text, what text, reference text)
    on conflict do nothing`);
}
