import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { PlannedCost } from './contract.ts';

type Row = {
  id: string;
  name: string;
  plannedMinor: number | null;
  recordedMinor: number | null;
  entriesMinor: number;
  entries: number;
  currency: string;
};

/** Of each campaign: what it was to cost, what its record says, what was entered, and which of it counts. */
export async function listPlanned(tx: Tx): Promise<PlannedCost[]> {
  const rows = await tx.rows<Row>(sql`
    select c.id, c.name, c.budget_minor as "plannedMinor", c.cost_minor as "recordedMinor",
      coalesce(c.currency, w.currency) as currency, count(e.id)::int as entries,
      coalesce(sum(e.amount_minor) filter (where e.currency = coalesce(c.currency, w.currency)), 0)::float8 as "entriesMinor"
    from campaign c cross join workspace w
    left join cost_entry e on e.campaign_id = c.id and e.withdrawn_at is null
    group by c.id, c.name, c.budget_minor, c.cost_minor, c.currency, w.currency order by lower(c.name), c.id`);
  return rows.map(({ id, name, entries, ...row }) => ({
    campaign: { id, name },
    ...row,
    counts: entries > 0 ? 'entries' : row.recordedMinor === null ? 'nothing' : 'record',
  }));
}
