import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan, Window } from '../plan.ts';

/** What the commitments are made of, over all or over one stretch of the trend. */
export type Counts = {
  /** First day of the week or month; null: all together. */
  bucket: string | null;
  n: number;
  accepted: number;
  declined: number;
  unanswered: number;
  responseKept: number;
  responseBroken: number;
  responseWaiting: number;
  attemptsKept: number;
  attemptsBroken: number;
  tries: number | null;
  dispositionKept: number;
  dispositionBroken: number;
  dispositionWaiting: number;
  packets: number;
  fullPackets: number;
  completeness: number | null;
  expired: number;
  responseMedianS: number | null;
  responseP90S: number | null;
  responded: number;
  decisionMedianDays: number | null;
  decisionP90Days: number | null;
};

/** How often each commitment was kept, in all and by week or month. */
export async function countCommitments(plan: SlaPlan, window: Window): Promise<Counts[]> {
  const is = (column: string, outcome: string) =>
    sql`count(*) filter (where ${sql.identifier(`${column}_is`)} = ${outcome})`;
  const bucket = sql`date_trunc(${plan.range.step}, k.offered_at at time zone ${plan.timeZone})::date`;
  return plan.tx.rows<Counts>(sql`
    with k as materialized (select * from ${casesOf(plan, { window })} k)
    select b.bucket, count(*) as n,
      ${is('acceptance', 'kept')} as accepted, ${is('acceptance', 'broken')} as declined,
      ${is('acceptance', 'waiting')} as unanswered,
      ${is('response', 'kept')} as "responseKept", ${is('response', 'broken')} as "responseBroken",
      ${is('response', 'waiting')} as "responseWaiting",
      ${is('attempts', 'kept')} as "attemptsKept", ${is('attempts', 'broken')} as "attemptsBroken",
      avg(attempts) filter (where attempts_is is not null)::float8 as tries,
      ${is('disposition', 'kept')} as "dispositionKept", ${is('disposition', 'broken')} as "dispositionBroken",
      ${is('disposition', 'waiting')} as "dispositionWaiting",
      count(completeness) as packets, ${is('completeness', 'kept')} as "fullPackets",
      avg(completeness)::float8 * 100 as completeness, ${is('expired', 'broken')} as expired,
      percentile_cont(0.5) within group (order by response_s) as "responseMedianS",
      percentile_cont(0.9) within group (order by response_s) as "responseP90S", count(response_s) as responded,
      percentile_cont(0.5) within group (order by decision_s / day_s) as "decisionMedianDays",
      percentile_cont(0.9) within group (order by decision_s / day_s) as "decisionP90Days"
    from (select k.*, ${bucket} as bucket from k) b
    group by grouping sets ((), (b.bucket)) order by b.bucket nulls first`);
}
