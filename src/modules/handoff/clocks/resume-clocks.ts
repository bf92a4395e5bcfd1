import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addBusinessMs } from '../../language/index.ts';
import { type ClockKind, type ClocksOf, lockClocks } from './clock.ts';

export type ResumedClock = { id: string; kind: ClockKind; step: number; dueAt: Date };

/** Lets paused clocks count on what was left to them. A pause brings none of them forward. */
export async function resumeClocks(tx: Tx, of: ClocksOf): Promise<ResumedClock[]> {
  const nowMs = of.now.getTime();
  const paused = (await lockClocks(tx, of)).filter(({ state }) => state === 'paused');
  if (paused.length === 0) return [];
  const dues = paused.map(({ id, calendar, allowedMs, usedMs, dueAt }) => {
    const countedMs = addBusinessMs(calendar, nowMs, Math.max(0, allowedMs - usedMs));
    return { id, due_at: new Date(Math.max(countedMs, dueAt.getTime())) };
  });
  return tx.rows<ResumedClock>(sql`
    update sla_clock c set state = 'running', resumed_at = ${of.now}, due_at = d.due_at
    from jsonb_to_recordset(${JSON.stringify(dues)}::jsonb) as d (id uuid, due_at timestamptz)
    where c.id = d.id
    returning c.id, c.kind, c.step, c.due_at as "dueAt"`);
}
