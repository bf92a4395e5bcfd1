import { sql } from '../../../platform/postgres/database.ts';
import { casesOf } from './cases.ts';
import type { SlaPlan } from './plan.ts';
import { keyColumns } from './queries/compare-by-dimension.ts';

/**
 * Works out the cases of the period once, for the rest of the transaction: one answer reads from them ten times over, and
 * each hand-off's business times, tries and pauses cost more than all the counting.
 */
export async function holdCases(plan: SlaPlan): Promise<SlaPlan> {
  const keys = keyColumns(plan.dimensions.filter(({ watched }) => watched));
  await plan.tx.run(sql`create temporary table sla_cases on commit drop as
    select * from ${casesOf(plan, { window: plan.window, keys })} k`);
  return { ...plan, held: { table: sql`sla_cases`, keys } };
}
