import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Span } from '../quarters.ts';

export type BoardCost = { spentMinor: number; campaigns: number; withoutCost: number; withoutRate: number };

/**
 * What was spent in a stretch: entries spread evenly over their days; of campaigns without entries, the cost in their own
 * record over the days on which they ran. By the rate in force on the first day.
 */
export async function readBoardCost(
  tx: Tx,
  { span, currency, zone }: { span: Span; currency: string; zone: string },
): Promise<BoardCost> {
  const first = sql`(${span.from}::timestamptz at time zone ${zone})::date`;
  // A stretch ends within its last day, or at the first moment after it.
  const last = sql`((${span.to}::timestamptz - interval '1 millisecond') at time zone ${zone})::date`;
  const row = await tx.first<{
    spent: number | null;
    campaigns: number;
    without_cost: number;
    without_rate: number;
  }>(sql`
    with campaigns as (
      select c.id, c.cost_minor, coalesce(c.currency, ${currency}) as currency,
        coalesce(c.starts_on, (c.created_at at time zone ${zone})::date) as from_on, c.ends_on, c.budget_minor,
        exists (select 1 from cost_entry e where e.workspace_id = c.workspace_id and e.campaign_id = c.id
          and e.withdrawn_at is null) as has_entries
      from campaign c),
    spent as (
      select campaign_id, amount_minor, currency, from_on, to_on from cost_entry where withdrawn_at is null
      union all
      select id, cost_minor, currency, from_on, greatest(from_on, coalesce(ends_on, from_on)) from campaigns
      where not has_entries and cost_minor is not null),
    parts as (
      select s.*, (least(to_on, ${last}) - greatest(from_on, ${first}) + 1)::float8 / (to_on - from_on + 1) as part,
        case when s.currency = ${currency} then 1 else (select r.rate::float8 from currency_rate r
          where r.currency = s.currency and r.valid_from <= s.from_on order by r.valid_from desc limit 1) end as rate
      from spent s where s.from_on <= ${last} and s.to_on >= ${first}),
    ran as (
      select c.id, exists (select 1 from parts p where p.campaign_id = c.id) as has_cost from campaigns c
      where c.from_on <= ${last} and coalesce(c.ends_on, c.from_on) >= ${first})
    select (select sum(round(amount_minor * part * rate)) from parts)::float8 as spent,
      (select count(*) from ran) as campaigns, (select count(*) from ran where not has_cost) as without_cost,
      (select count(*) from parts where rate is null) as without_rate`);
  return {
    spentMinor: row?.spent ?? 0,
    campaigns: row?.campaigns ?? 0,
    withoutCost: row?.without_cost ?? 0,
    withoutRate: row?.without_rate ?? 0,
  };
}
