import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cameBack, isDueOn } from './returned-condition.ts';

/** How many that came back wait for marketing today, and how many for their day. */
export async function countReturned({
  tx,
  now,
}: {
  tx: Tx;
  now: Date;
}): Promise<{ waiting: number; resting: number }> {
  const isDue = isDueOn(sql`(select (${now}::timestamptz at time zone time_zone)::date from workspace)`);
  const row = await tx.first<{ waiting: number; resting: number }>(sql`
    select count(*) filter (where ${isDue}) as waiting, count(*) filter (where not ${isDue}) as resting
    from handoff h where ${cameBack} and h.follow_up = 'open'`);
  return row ?? { waiting: 0, resting: 0 };
}
