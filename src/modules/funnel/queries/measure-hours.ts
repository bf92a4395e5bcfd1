import type { SQL } from 'drizzle-orm/sql/sql';
import { sql } from '../../../platform/postgres/database.ts';
import type { HoursCount } from '../histogram.ts';
import {
  dateCounts,
  enteredAt,
  type FunnelPlan,
  hoursBetween,
  isPerson,
  lastStage,
  mayCount,
  mayCountInEither,
  peopleFrom,
  reachedAt,
  type Window,
} from '../plan.ts';

/** `rank` is the stage left for the next one; 0 is the whole way, from coming in to the last stage. */
export type StepHours = HoursCount & { rank: number; isBefore: boolean };

/** Hours of one step if it counts in the window: cohort, whoever came in then; period, whoever made the step then. */
export function stepHours(plan: FunnelPlan, step: { rank: number; toRank: number }, window: Window): SQL {
  const from = step.rank === 0 ? enteredAt : reachedAt(step.rank);
  const counts = sql`${mayCount(plan, window)} and ${dateCounts(plan, step.toRank, window)}`;
  return sql`case when ${counts} then ${hoursBetween(from, reachedAt(step.toRank))} end`;
}

function stepsOf(plan: Pick<FunnelPlan, 'stages'>): { rank: number; toRank: number }[] {
  const whole = { rank: 0, toRank: lastStage(plan).rank };
  return [whole, ...plan.stages.slice(1).map((stage) => ({ rank: stage.rank - 1, toRank: stage.rank }))];
}

/**
 * How long the steps took, as histograms in whole hours, of all for whom both dates are recorded and in order. Who
 * reached no second stage took no step and is left out early: that is most people of most funnels.
 */
export async function measureHours(plan: FunnelPlan): Promise<StepHours[]> {
  const windows = plan.before ? [plan.window, plan.before] : [plan.window];
  const measures = windows.flatMap((window, index) =>
    stepsOf(plan).map((step) => ({ code: step.rank * 2 + index, hours: stepHours(plan, step, window) })),
  );
  const laterDates = plan.stages.slice(1).map((stage) => sql`${reachedAt(stage.rank)} is not null`);
  if (laterDates.length === 0) return [];
  return plan.tx.rows<StepHours>(sql`
    select s.code / 2 as rank, s.code % 2 = 1 as "isBefore", s.hours, count(*) as people
    from (
      select unnest(array[${sql.raw(measures.map((one) => one.code).join(', '))}]) as code,
        unnest(array[${sql.join(
          measures.map((one) => one.hours),
          sql`, `,
        )}]) as hours
      from ${peopleFrom(plan)}
      where ${isPerson} and (${sql.join(laterDates, sql` or `)})
        and ${mayCountInEither(plan)} and ${plan.matches}) s
    where s.hours is not null
    group by s.code, s.hours`);
}
