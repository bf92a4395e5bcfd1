import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type ClocksOf, lockClocks } from './clock.ts';
import { usedMsAt } from './used-ms.ts';

/** What they counted for has happened, or matters no longer. Each keeps the office time it took. Answers how many. */
export async function stopClocks(tx: Tx, of: ClocksOf): Promise<number> {
  const clocks = await lockClocks(tx, of);
  if (clocks.length === 0) return 0;
  const ends = clocks.map((clock) => ({ id: clock.id, used_ms: usedMsAt(clock, of.now) }));
  return tx.run(sql`
    update sla_clock c set state = 'stopped', used_ms = e.used_ms, ended_at = ${of.now}, retry_at = null
    from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (id uuid, used_ms bigint)
    where c.id = e.id`);
}
