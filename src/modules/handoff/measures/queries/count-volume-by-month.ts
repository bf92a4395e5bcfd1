import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan, Window } from '../plan.ts';

export type MonthCount = { month: string; offered: number };

/** Hand-offs offered in each calendar month. */
export async function countVolumeByMonth(plan: SlaPlan, window: Window): Promise<MonthCount[]> {
  return plan.tx.rows<MonthCount>(sql`
    select to_char(k.offered_at at time zone ${plan.timeZone}, 'YYYY-MM') as month, count(*) as offered
    from ${casesOf(plan, { window })} k group by 1 order by 1`);
}
