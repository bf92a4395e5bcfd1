import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedRate = { currency: string; validFrom: string; rate: number; source: string };

/** What other currencies are worth in the workspace's own. A rate of a day that is known stays. */
export async function importRates(
  tx: Tx,
  options: { workspaceId: string; now: Date; by: string; rates: readonly ImportedRate[] },
): Promise<void> {
  const { workspaceId, now, by } = options;
  const rates = options.rates.map((rate) => ({ id: newId(), ...rate }));
  await tx.run(sql`
    insert into currency_rate (id, workspace_id, currency, valid_from, rate, source, created_at, created_by)
    select r.id, ${workspaceId}::uuid, r.currency, r."validFrom", r.rate, r.source, ${now}, ${by}
    from jsonb_to_recordset(${JSON.stringify(rates)}::jsonb) as r(id uuid, currency text, "validFrom" date, rate numeric,
      source text)
    join workspace w on w.id = ${workspaceId}::uuid and w.currency <> r.currency
    on conflict do nothing`);
}
