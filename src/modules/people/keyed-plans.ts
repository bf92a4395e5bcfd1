import { sql, type Tx } from '../../platform/postgres/database.ts';

/**
 * Runs statements that look up records by key with nested loops over indexes, whatever the statistics say. During an
 * import tables grow a thousandfold between two runs of autovacuum, and a plan made for an empty table reads all of a
 * full one for every batch.
 */
export async function withKeyedPlans<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const was = await tx.first<{ seqscan: string }>(sql`select current_setting('enable_seqscan') as seqscan`);
  if (was?.seqscan === 'off') return work();
  await setPlans(tx, 'off');
  const result = await work();
  await setPlans(tx, 'on');
  return result;
}

async function setPlans(tx: Tx, value: 'on' | 'off'): Promise<void> {
  await tx.run(sql`select set_config('enable_seqscan', ${value}, true), set_config('enable_hashjoin', ${value}, true),
    set_config('enable_mergejoin', ${value}, true), set_config('enable_material', ${value}, true)`);
}
