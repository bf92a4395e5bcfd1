import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type ClocksOf, lockClocks } from './clock.ts';
import { usedMsAt } from './used-ms.ts';

/**
 * Lets clocks stand still, with the office time that they have counted. What was due before the pause rings all the
 * same: a pause does not make good what is late. Answers how many.
 */
export async function pauseClocks(tx: Tx, of: ClocksOf): Promise<number> {
  const running = (await lockClocks(tx, of)).filter(
    ({ state, dueAt }) => state === 'running' && dueAt.getTime() > of.now.getTime(),
  );
  if (running.length === 0) return 0;
  const pauses = running.map((clock) => ({
    id: clock.id,
    used_ms: Math.min(clock.allowedMs, usedMsAt(clock, of.now)),
  }));
  return tx.run(sql`
    update sla_clock c set state = 'paused', used_ms = p.used_ms
    from jsonb_to_recordset(${JSON.stringify(pauses)}::jsonb) as p (id uuid, used_ms bigint)
    where c.id = p.id`);
}
