import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ReturnedAnalysis } from './contract.ts';
import type { Period } from './period.ts';
import { cameBack, cameBackAt, reasonKeyOf, reasonName } from './returned-condition.ts';

const mostGroups = 50;

type Row = {
  by: 'campaign' | 'persona';
  id: string | null;
  name: string | null;
  offered: number;
  accepted: number;
  came_back: number;
  completeness: number | null;
  top_key: string | null;
  top_count: number | null;
};

/** Of what was decided or came back in a period: how much of each campaign and persona sales took, and why not the rest. */
export async function readGroups(
  tx: Tx,
  { fromAt, untilAt }: Period,
  names: ReadonlyMap<string, string>,
): Promise<Pick<ReturnedAnalysis, 'campaigns' | 'personas'>> {
  const rows = await tx.rows<Row>(sql`
    with one as (
      select h.campaign_id, c.persona, h.state in ('accepted', 'converted', 'returned') as accepted,
        ${cameBack} as came_back, ${reasonKeyOf} as key,
        case when cardinality(h.promised_items) > 0 then
          (select count(*) from unnest(h.promised_items) as p where p = any(h.packet_items))::double precision
            / cardinality(h.promised_items) end as complete
      from handoff h join contact c on c.id = h.contact_id
      where h.state <> 'withdrawn' and coalesce(h.decided_at, h.closed_at) is not null
        and case when ${cameBack} then ${cameBackAt} else coalesce(h.decided_at, h.closed_at) end >= ${fromAt}
        and case when ${cameBack} then ${cameBackAt} else coalesce(h.decided_at, h.closed_at) end < ${untilAt}
    ), marked as (
      select 'campaign' as by, campaign_id::text as id, accepted, came_back, key, complete from one
      union all select 'persona', persona, accepted, came_back, key, complete from one
    ), reason as (
      select distinct on (by, id) by, id, key, count(*) as count from marked where came_back
      group by by, id, key order by by, id, count(*) desc, key
    )
    select m.by, m.id, case when m.by = 'campaign' then p.name else m.id end as name, count(*) as offered,
      count(*) filter (where m.accepted) as accepted, count(*) filter (where m.came_back) as came_back,
      avg(m.complete) as completeness, r.key as top_key, r.count as top_count
    from marked m left join reason r on r.by = m.by and r.id is not distinct from m.id
    left join campaign p on m.by = 'campaign' and p.id::text = m.id
    group by m.by, m.id, p.name, r.key, r.count order by came_back desc, offered desc, name`);
  const of = (by: Row['by']) => rows.filter((row) => row.by === by).slice(0, mostGroups);
  const group = (row: Row) => ({
    offered: row.offered,
    accepted: row.accepted,
    cameBack: row.came_back,
    acceptance: row.offered === 0 ? null : row.accepted / row.offered,
    completeness: row.completeness,
    topReason:
      row.top_key === null
        ? null
        : { key: row.top_key, name: reasonName(row.top_key, names), count: row.top_count ?? 0 },
  });
  return {
    campaigns: of('campaign').map((row) => ({
      ...group(row),
      campaign: row.id === null ? null : { id: row.id, name: row.name ?? '' },
    })),
    personas: of('persona').map((row) => ({ ...group(row), persona: row.id })),
  };
}
