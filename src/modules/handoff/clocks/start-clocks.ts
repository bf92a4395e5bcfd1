import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import { addBusinessMs, businessMsBetween } from '../../language/index.ts';
import type { ClockKind } from './clock.ts';

export type NewClock = {
  workspaceId: string;
  handoffId: string;
  kind: ClockKind;
  /** Which of several clocks of this kind. */
  step?: number;
  /** In whose office hours it counts; kept with the clock, so that a later version of the agreement changes nothing. */
  calendar: BusinessCalendar;
  startedAt: Date;
} & ({ allowedMs: number } | { dueAt: Date });

export type StartedClock = { id: string; kind: ClockKind; step: number; dueAt: Date };

/** Starts clocks, by office time allowed or by their moment. One that there was before begins anew. */
export async function startClocks(tx: Tx, clocks: readonly NewClock[]): Promise<StartedClock[]> {
  const rows = clocks.map((clock) => {
    const startedMs = clock.startedAt.getTime();
    const dueMs =
      'dueAt' in clock
        ? clock.dueAt.getTime()
        : addBusinessMs(clock.calendar, startedMs, Math.max(0, clock.allowedMs));
    const allowedMs =
      'dueAt' in clock ? businessMsBetween(clock.calendar, startedMs, dueMs) : clock.allowedMs;
    return {
      id: newId(),
      workspace_id: clock.workspaceId,
      handoff_id: clock.handoffId,
      kind: clock.kind,
      step: clock.step ?? 0,
      calendar: clock.calendar,
      started_at: clock.startedAt,
      allowed_ms: Math.max(0, Math.round(allowedMs)),
      due_at: new Date(dueMs),
    };
  });
  if (rows.length === 0) return [];
  return tx.rows<StartedClock>(sql`
    insert into sla_clock (id, workspace_id, handoff_id, kind, step, calendar, started_at, allowed_ms, due_at)
    select id, workspace_id, handoff_id, kind, step, calendar, started_at, allowed_ms, due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, workspace_id uuid, handoff_id uuid,
      kind text, step integer, calendar jsonb, started_at timestamptz, allowed_ms bigint, due_at timestamptz)
    on conflict (workspace_id, handoff_id, kind, step) do update set calendar = excluded.calendar,
      started_at = excluded.started_at, allowed_ms = excluded.allowed_ms, due_at = excluded.due_at, used_ms = 0,
      state = 'running', resumed_at = null, ended_at = null, attempts = 0, retry_at = null
    returning id, kind, step, due_at as "dueAt"`);
}

export async function startClock(tx: Tx, clock: NewClock): Promise<StartedClock> {
  const [started] = await startClocks(tx, [clock]);
  if (!started) throw new Error('A clock was not started.');
  return started;
}
