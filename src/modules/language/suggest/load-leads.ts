import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LeadHistory } from '../facts/lead-facts.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';

/**
 * So many leads are enough to learn fifteen weights to the second digit; of more, these are drawn evenly. The second
 * bound is for the memory of the process that serves pages.
 */
const mostLeads = 20_000;
const mostInteractions = 500_000;
const leadsABatch = 400;

/** Leads known from a day to the end of the period, drawn by the tail of their ids, which is random. */
export async function loadLeads(options: {
  tx: Tx;
  from: Date | null;
  end: Date;
}): Promise<{ histories: LeadHistory[]; notes: string[] }> {
  const { tx, from, end } = options;
  const rows = await tx.rows<{ id: string; of: number }>(sql`
    select id, count(*) over ()::int as "of" from (
      select id, least(coalesce(known_since, created_at), entered_at) as known_at from contact
      where merged_into_id is null
    ) as lead
    where known_at <= ${end} and (${from}::timestamptz is null or known_at >= ${from})
    order by right(id::text, 12), id limit ${mostLeads}`);
  const histories: LeadHistory[] = [];
  let interactions = 0;
  for (let start = 0; start < rows.length && interactions < mostInteractions; start += leadsABatch) {
    const ids = rows.slice(start, start + leadsABatch).map(({ id }) => id);
    for (const history of await loadLeadHistories(tx, ids)) {
      histories.push(history);
      interactions += history.interactions.length;
    }
  }
  const all = rows[0]?.of ?? 0;
  const notes =
    all > histories.length ? [`Learnt from ${histories.length} of ${all} leads, drawn evenly.`] : [];
  return { histories, notes };
}
