import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import {
  depth,
  enteredAt,
  type FunnelPlan,
  isPerson,
  mayCount,
  peopleFrom,
  reachedAt,
  within,
} from '../plan.ts';

export type MonthCount = { month: string; rank: number; people: number };

/** People of each stage by month in the workspace's time zone: the month's own funnel, within the period. */
export async function countByMonth(plan: FunnelPlan): Promise<MonthCount[]> {
  return plan.range.mode === 'cohort' ? countCohorts(plan) : countArrivals(plan);
}

const monthOf = (plan: FunnelPlan, moment: SQL): SQL =>
  sql`to_char(${moment} at time zone ${plan.timeZone}, 'YYYY-MM')`;

async function countCohorts(plan: FunnelPlan): Promise<MonthCount[]> {
  const groups = await plan.tx.rows<{ month: string; depth: number; people: number }>(sql`
    select g.month, g.depth, sum(g.people)::bigint as people
    from (
      select ${monthOf(plan, enteredAt)} as month, ${depth(plan, plan.window)} as depth,
        count(*) as people
      from ${peopleFrom(plan)}
      where ${isPerson} and ${enteredAt} is not null and ${mayCount(plan, plan.window)} and ${plan.matches}
      group by 1, 2) g
    where g.depth > 0
    group by 1, 2`);
  return cumulate(plan, groups);
}

/** Who got so far counts for every stage up to it. */
function cumulate(
  plan: FunnelPlan,
  groups: readonly { month: string; depth: number; people: number }[],
): MonthCount[] {
  return plan.stages.flatMap(({ rank }) => {
    const months = Map.groupBy(
      groups.filter((group) => group.depth >= rank),
      (group) => group.month,
    );
    return [...months].map(([month, own]) => ({
      month,
      rank,
      people: own.reduce((sum, one) => sum + one.people, 0),
    }));
  });
}

/** A month counts whoever reached the stage or a later one during it, so one person may count in several months. */
async function countArrivals(plan: FunnelPlan): Promise<MonthCount[]> {
  const dates = plan.stages.map(({ rank }) => {
    const date = reachedAt(rank);
    return sql`case when ${within(date, plan.window)} then ${monthOf(plan, date)} end`;
  });
  const groups = await plan.tx.rows<{ month: string; depth: number; people: number }>(sql`
    select p.month, p.depth, count(*) as people
    from (
      select s.id, s.month, max(s.rank) as depth
      from (
        select c.id, unnest(array[${sql.raw(plan.stages.map((stage) => stage.rank).join(', '))}]) as rank,
          unnest(array[${sql.join(dates, sql`, `)}]) as month
        from ${peopleFrom(plan)}
        where ${isPerson} and ${enteredAt} is not null and ${plan.matches}) s
      where s.month is not null
      group by 1, 2) p
    group by 1, 2`);
  return cumulate(plan, groups);
}
