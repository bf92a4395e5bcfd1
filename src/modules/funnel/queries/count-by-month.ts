import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import {
  cameIn,
  depth,
  enteredAt,
  type FunnelPlan,
  isPerson,
  peopleFrom,
  reachedAt,
  within,
} from '../plan.ts';

export type MonthCount = { month: string; rank: number; people: number };

/** People of each stage by month in the workspace's time zone: of coming in, or (mode period) of first getting so far. */
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
      where ${isPerson} and ${enteredAt} is not null and ${cameIn(plan, plan.window)} and ${plan.matches}
      group by 1, 2) g
    where g.depth > 0
    group by 1, 2`);
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

/** The first date within the window on which a person was at a stage or a later one; each stage counts in its own month. */
async function countArrivals(plan: FunnelPlan): Promise<MonthCount[]> {
  const arrivals = plan.stages.map(({ rank }) => {
    const later = plan.stages.filter((stage) => stage.rank >= rank);
    const dates = later.map(
      (stage) =>
        sql`case when ${within(reachedAt(stage.rank), plan.window)} then ${reachedAt(stage.rank)} end`,
    );
    return sql`least(${sql.join(dates, sql`, `)})`;
  });
  return plan.tx.rows<MonthCount>(sql`
    select ${monthOf(plan, sql`s.moment`)} as month, s.rank, count(*) as people
    from (
      select unnest(array[${sql.raw(plan.stages.map((stage) => stage.rank).join(', '))}]) as rank,
        unnest(array[${sql.join(arrivals, sql`, `)}]) as moment
      from ${peopleFrom(plan)}
      where ${isPerson} and ${enteredAt} is not null and ${plan.matches}) s
    where s.moment is not null
    group by 1, 2`);
}
