import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { SlaPlan } from '../plan.ts';

export type GradeCounts = { grade: string; kept: number; judged: number; medianS: number | null };

/** How fast sales answered leads of each grade; "" is without a grade. */
export async function countResponsesByGrade(plan: SlaPlan): Promise<GradeCounts[]> {
  return plan.tx.rows<GradeCounts>(sql`
    select coalesce(grade, '') as grade, count(*) filter (where response_is = 'kept') as kept,
      count(*) filter (where response_is in ('kept', 'broken')) as judged,
      percentile_cont(0.5) within group (order by response_s) as "medianS"
    from ${casesOf(plan, { window: plan.window })} k
    group by 1 order by coalesce(grade, '') = '', 1`);
}
