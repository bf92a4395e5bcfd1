import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import type { ClockKind } from './clock.ts';

export type DueClock = {
  id: string;
  workspaceId: string;
  handoffId: string;
  kind: ClockKind;
  step: number;
  calendar: BusinessCalendar;
  startedAt: Date;
  allowedMs: number;
  dueAt: Date;
  /** How often ringing it failed before. */
  attempts: number;
};

/** What a clock causes: in its workspace, in the transaction that marks it rung. What throws is undone and tried again. */
export type OnRing = (tx: Tx, clock: DueClock, now: Date) => Promise<void>;

/** What rang, what failed, and when the next one is due: null where none runs. */
export type Rung = { rung: number; failed: number; more: boolean; nextRingAt: Date | null };

const clocksAtOnce = 100;
/** Hand-offs are locked and effects unseen until the end of a transaction, so it is kept short. */
const longestRoundMs = 150;
/** But so many at least: on a machine that is short of time, the way there would cost more than the ringing. */
const leastAtOnce = 10;
const firstRetryMs = 1_000;
const longestRetryMs = 3_600_000;

/**
 * Rings what is due, the earliest first. Several may do so at once: each takes clocks that no other has. A lead that
 * somebody is just moving is left for the next time; lead, hand-off and clocks are held in the order of moves.
 */
export async function ringDue(
  services: Pick<Services, 'database' | 'now' | 'log'>,
  options: { onRing: OnRing; limit?: number },
): Promise<Rung> {
  const { onRing, limit = clocksAtOnce } = options;
  return services.database.asSystem(async (tx) => {
    const now = services.now();
    const due = await takeDue(tx, { now, limit });
    const startedMs = performance.now();
    let [seen, rung, failed] = [0, 0, 0];
    for (const clock of due) {
      if (seen >= leastAtOnce && performance.now() - startedMs > longestRoundMs) break;
      seen += 1;
      try {
        rung += (await ring(tx, { clock, now, onRing })) ? 1 : 0;
      } catch (error) {
        await putOff(tx, { clock, now, isHeld: isLocked(error) });
        failed += 1;
        const { id, workspaceId, handoffId, kind, attempts } = clock;
        const about = { err: error, clock: id, workspaceId, handoffId, kind, failedBefore: attempts };
        if (isLocked(error)) services.log.info(about, 'a clock rings when others have done their work');
        else services.log.error(about, 'a clock could not ring and is tried again');
      }
    }
    const next = await tx.first<{ at: Date | null }>(
      sql`select min(ring_at) as at from sla_clock where state = 'running'`,
    );
    const more = seen < due.length || due.length === limit;
    return { rung, failed, more, nextRingAt: next?.at ?? null };
  });
}

/**
 * It waits for nobody for long, and less than PostgreSQL waits before it looks for deadlocks: where the ringer and a move
 * or an import stand in each other's way, the ringer gives way.
 */
async function takeDue(tx: Tx, { now, limit }: { now: Date; limit: number }): Promise<DueClock[]> {
  await tx.run(
    sql`set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local jit = off;
      set local lock_timeout = '500ms'; set local statement_timeout = '60s'`,
  );
  return tx.rows<DueClock>(sql`
    select c.id, c.workspace_id as "workspaceId", c.handoff_id as "handoffId", c.kind, c.step, c.calendar,
      c.started_at as "startedAt", c.allowed_ms as "allowedMs", c.due_at as "dueAt", c.attempts
    from sla_clock c join handoff h on h.id = c.handoff_id join contact p on p.id = h.contact_id
    where c.state = 'running' and c.ring_at <= ${now}
    order by c.ring_at, c.id limit ${limit}
    for no key update of p skip locked for no key update of h skip locked for update of c skip locked`);
}

/** Whether it rang: what rang before it in this transaction may have stopped it. */
async function ring(
  tx: Tx,
  { clock, now, onRing }: { clock: DueClock; now: Date; onRing: OnRing },
): Promise<boolean> {
  const { id, workspaceId } = clock;
  if (!isId(id) || !isId(workspaceId)) throw new Error('The id of a clock or a workspace is not a UUID.');
  const at = now.toISOString();
  try {
    // One way there and back: much may be due at once, as at the end of a Friday.
    const results: unknown = await tx.client.query(`savepoint ring; set local role liaison_app;
      set local liaison.workspace_id = '${workspaceId}';
      update sla_clock set state = 'rung', ended_at = '${at}', used_ms = allowed_ms, retry_at = null
      where id = '${id}' and state = 'running' and due_at <= '${at}' returning id`);
    const marked = rowsOfLast(results);
    if (marked === 1) await onRing(tx, clock, now);
    await tx.client.query('set local role none; release savepoint ring');
    return marked === 1;
  } catch (error) {
    // Where the connection is gone this fails too, and the whole transaction with it.
    await tx.client.query('rollback to savepoint ring; release savepoint ring');
    throw error;
  }
}

/** Of several statements the driver answers an array. */
function rowsOfLast(results: unknown): number {
  const last: unknown = Array.isArray(results) ? results.at(-1) : results;
  if (typeof last !== 'object' || last === null || !('rows' in last) || !Array.isArray(last.rows)) return 0;
  return last.rows.length;
}

/** Later with each failure, but soon again where it only had to wait. */
async function putOff(
  tx: Tx,
  { clock, now, isHeld }: { clock: DueClock; now: Date; isHeld: boolean },
): Promise<void> {
  const failures = isHeld ? 0 : clock.attempts;
  const waitMs = Math.min(longestRetryMs, firstRetryMs * 4 ** Math.min(failures, 10));
  await tx.run(sql`
    update sla_clock set attempts = attempts + ${isHeld ? 0 : 1}, retry_at = ${new Date(now.getTime() + waitMs)}
    where id = ${clock.id}`);
}

/** PostgreSQL's lock_not_available and deadlock_detected. */
const isLocked = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01');

/** Where the house's clock was wrong and is set back, a retry must not wait for the wrong time to come. */
export async function hastenRetries({ database, now }: Pick<Services, 'database' | 'now'>): Promise<void> {
  const latest = new Date(now().getTime() + longestRetryMs);
  await database.asSystem((tx) =>
    tx.run(sql`update sla_clock set retry_at = ${latest} where state = 'running' and retry_at > ${latest}`),
  );
}
