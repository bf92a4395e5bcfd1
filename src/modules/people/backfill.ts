import { sql, type Tx } from '../../platform/postgres/database.ts';

/**
 * For sources that tell what was long known elsewhere: what the work fills in where a record was blank is taken to have
 * been so before, not since now (the trigger `keep_record_past`). Values that replace others have their moment as ever.
 */
export async function asBackfill<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.run(sql`select set_config('liaison.backfill', 'on', true)`);
  const result = await work();
  await tx.run(sql`select set_config('liaison.backfill', '', true)`);
  return result;
}
