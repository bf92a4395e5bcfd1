import { sql } from '../../../platform/postgres/database.ts';
import {
  currentRank,
  dateCounts,
  depthOf,
  type FunnelPlan,
  isLate,
  isLeft,
  isPerson,
  mayCount,
  mayCountInEither,
  peopleFrom,
  type Window,
} from '../plan.ts';

/** People alike in all that the funnel asks: how deep they count, where they are now, and how they stand there. */
export type PeopleGroup = {
  depth: number;
  depthBefore: number;
  rank: number;
  isLeft: boolean;
  isLate: boolean;
  people: number;
};

const nobody: Window = { from: new Date(0), to: new Date(0) };

/**
 * One pass over all people; every count of both lenses is a sum over its few rows. The inner grouping is by yes and
 * no: of such keys the planner knows that they make few groups, so it lets each worker group its own share.
 */
export async function countPeople(plan: FunnelPlan): Promise<PeopleGroup[]> {
  const windows = { now: plan.window, before: plan.before ?? nobody };
  const inPeriods = plan.range.mode === 'period';
  const keys = plan.stages.flatMap((stage) => {
    const now = sql`${dateCounts(plan, stage.rank, windows.now)} as ${name('now', stage.rank)}`;
    if (!inPeriods) return [now];
    return [now, sql`${dateCounts(plan, stage.rank, windows.before)} as ${name('before', stage.rank)}`];
  });
  const depthNow = depthOf(plan, sql`g.came_now`, (stage) => sql`g.${name('now', stage.rank)}`);
  const depthBefore = depthOf(
    plan,
    sql`g.came_before`,
    (stage) => sql`g.${name(inPeriods ? 'before' : 'now', stage.rank)}`,
  );
  const hasBefore = plan.before ? mayCount(plan, windows.before) : sql`false`;
  const ordinals = sql.raw(Array.from({ length: keys.length + 5 }, (_, index) => index + 1).join(', '));
  return plan.tx.rows<PeopleGroup>(sql`
    select ${depthNow} as depth, ${depthBefore} as "depthBefore", ${currentRank(plan, sql`g.stage`)} as rank,
      g.is_left as "isLeft", g.is_late as "isLate", sum(g.people)::bigint as people
    from (
      select ${mayCount(plan, windows.now)} as came_now, ${hasBefore} as came_before, c.lifecycle_stage as stage,
        ${isLeft} as is_left, ${isLate(plan)} as is_late, ${sql.join(keys, sql`, `)}, count(*) as people
      from ${peopleFrom(plan)}
      where ${isPerson} and ${mayCountInEither(plan)} and ${plan.matches}
      group by ${ordinals}) g
    group by 1, 2, 3, 4, 5`);
}

const name = (prefix: string, rank: number) => sql.raw(`${prefix}_${Math.trunc(rank)}`);
