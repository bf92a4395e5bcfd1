import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';

const clockKinds = [
  'first_response',
  'disposition',
  'expiry',
  'escalation',
  'recycle',
  // The end of a pause.
  'resume',
] as const;
export type ClockKind = (typeof clockKinds)[number];

/** Told by a trigger whenever clocks are set: the earliest moment, in milliseconds since 1970. */
export const clocksChannel = 'clocks';

/** Which of a hand-off's clocks; without kinds all of them. */
export type ClocksOf = { handoffId: string; kinds?: readonly ClockKind[]; now: Date };

export type CountedClock = {
  id: string;
  calendar: BusinessCalendar;
  startedAt: Date;
  allowedMs: number;
  usedMs: number;
  resumedAt: Date | null;
  dueAt: Date;
  state: 'running' | 'paused';
};

/** The clocks of a hand-off that have not ended, locked. */
export async function lockClocks(tx: Tx, { handoffId, kinds }: ClocksOf): Promise<CountedClock[]> {
  const wanted = kinds ?? clockKinds;
  return tx.rows<CountedClock>(sql`
    select id, calendar, started_at as "startedAt", allowed_ms as "allowedMs", used_ms as "usedMs",
      resumed_at as "resumedAt", due_at as "dueAt", state
    from sla_clock
    where handoff_id = ${handoffId} and state in ('running', 'paused') and kind = any(${sql.param([...wanted])}::text[])
    order by id for update`);
}
