import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import type { Dimension } from '../dimensions.ts';
import { depth, type FunnelPlan, isPerson, lastStage, mayCount, peopleFrom } from '../plan.ts';
import { stepHours } from './measure-hours.ts';
import { dealsFrom, wonDuring } from './sum-deals.ts';

/** key null: all keys beyond the limit together. */
export type DimensionGroup = { key: string | null; depth: number; hours: number | null; people: number };
export type DimensionDeals = {
  key: string | null;
  currency: string | null;
  deals: number;
  amountMinor: number;
};

/**
 * People by the dimension, in one pass: how deep they count, and, for who went the whole way, in how many hours. Keys
 * are ranked by how many people they have; a field with a value of its own for each person must not answer millions.
 */
export async function countByDimension(
  plan: FunnelPlan,
  options: { dimension: Dimension; limit: number },
): Promise<DimensionGroup[]> {
  const { dimension, limit } = options;
  const whole = stepHours(plan, { rank: 0, toRank: lastStage(plan).rank }, plan.window);
  return plan.tx.rows<DimensionGroup>(sql`
    with grouped as materialized (
      select ${dimension.value} as key, ${depth(plan, plan.window)} as depth, ${whole} as hours, count(*) as people
      from ${peopleFrom(plan, dimension.record !== 'contact')}
      where ${isPerson} and ${mayCount(plan, plan.window)} and ${plan.matches}
      group by 1, 2, 3),
    ranked as (
      select key from grouped where depth > 0 group by key order by sum(people) desc, key limit ${limit})
    select ranked.key, g.depth, g.hours, sum(g.people)::bigint as people
    from grouped g left join ranked on ranked.key = g.key
    where g.depth > 0
    group by 1, 2, 3`);
}

/** Won deals by the dimension, for the keys given and, with key null, for all others together. */
export async function sumDealsByDimension(
  plan: FunnelPlan,
  options: { dimension: Dimension; keys: readonly string[] | null },
): Promise<DimensionDeals[]> {
  const { dimension, keys } = options;
  const key: SQL =
    keys === null ? sql`d.key` : sql`case when d.key = any(${sql.param([...keys])}::text[]) then d.key end`;
  return plan.tx.rows<DimensionDeals>(sql`
    select ${key} as key, d.currency, sum(d.deals)::bigint as deals, sum(d.amount) as "amountMinor"
    from (
      select ${dimension.value} as key, o.currency, count(*) as deals, coalesce(sum(o.amount_minor), 0) as amount
      from ${dealsFrom(plan, dimension.record !== 'contact')}
      where ${wonDuring(plan, plan.window)} and ${plan.matches}
      group by 1, 2) d
    group by 1, 2`);
}
