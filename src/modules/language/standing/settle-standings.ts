import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { followLog } from './follow-log.ts';
import { lookAtLeads } from './look-at-leads.ts';
import { loadMeaning } from './meaning.ts';
import { dropTaken, holdLane, type Lane, lanes, takeNext } from './queue.ts';
import { beginSweeps, queueFromSweep } from './sweep.ts';

export type Work = Pick<Services, 'database' | 'log' | 'now'>;

const firstRetryMs = 30_000;
const longestRetryMs = 6 * 3_600_000;

/** Whether the log has grown, and which workspaces have leads to be looked at now. */
async function lookForWork({ database, now }: Work): Promise<{ behind: boolean; workspaceIds: string[] }> {
  return database.asSystem(async (tx) => {
    const row = await tx.first<{ behind: boolean; waiting: string[] }>(sql`select
      coalesce((select position from interaction order by position desc limit 1) > (select position from standing_progress), false) as behind,
      array(select w.id from workspace w where
        exists (select from standing_change c where c.workspace_id = w.id)
        or exists (select from standing_due d where d.workspace_id = w.id and d.due_at <= ${now()}::timestamptz)
        or exists (select from standing_sweep s where s.workspace_id = w.id and s.finished_at is null)) as waiting`);
    return { behind: row?.behind ?? false, workspaceIds: row?.waiting ?? [] };
  });
}

/**
 * One round: the log is followed, and each workspace's next leads are looked at. Answers how much there was to do;
 * 0: nobody waits.
 */
export async function settleRound(work: Work, isStopping: () => boolean = () => false): Promise<number> {
  let found = await lookForWork(work);
  let done = 0;
  if (found.behind) {
    done += await followLog(work);
    found = await lookForWork(work);
  }
  for (const workspaceId of found.workspaceIds) {
    if (isStopping()) return done;
    const looked = await Promise.all(lanes.map((lane) => settleLane(work, workspaceId, lane)));
    done += looked.reduce((sum, count) => sum + count, 0);
  }
  return done;
}

/** Looks until nobody has to be looked at now; what a look changes itself is looked at too. */
export async function settleStandings(work: Work): Promise<void> {
  await beginSweeps(work);
  while ((await settleRound(work)) > 0);
}

/** Looks at the next leads of a lane; answers how much there was, nothing where another process is at it. */
async function settleLane(work: Work, workspaceId: string, lane: Lane): Promise<number> {
  const batch: { contactIds: readonly string[]; entries: number } = { contactIds: [], entries: 0 };
  try {
    await work.database.inWorkspace(workspaceId, async (tx) => {
      const now = work.now();
      if (!(await holdLane(tx, workspaceId, lane))) return;
      const taken = await takeAll(tx, { workspaceId, now, lane });
      Object.assign(batch, { contactIds: taken.contactIds, entries: taken.entries });
      const meaning = await loadMeaning(tx, workspaceId);
      await lookAtLeads({ tx, workspaceId, now, meaning, contactIds: taken.contactIds });
      await dropTaken(tx, taken.changeIds);
    });
    return batch.entries;
  } catch (error) {
    if (passesByItself(error) || batch.contactIds.length === 0) throw error;
    work.log.warn({ err: error, workspaceId }, 'a batch of leads could not be looked at; trying one by one');
    await settleApart(work, workspaceId, lane);
    return batch.entries;
  }
}

async function takeAll(tx: Tx, options: { workspaceId: string; now: Date; lane: Lane }) {
  const next = await takeNext(tx, options);
  const calm = next.contactIds.length === 0;
  const swept = options.lane === 0 ? await queueFromSweep(tx, { ...options, calm }) : 0;
  return { ...next, entries: next.changeIds.length + next.contactIds.length + swept };
}

/** The same leads each in a transaction of its own; one that cannot be looked at waits with its error, the others go on. */
async function settleApart(work: Work, workspaceId: string, lane: Lane): Promise<void> {
  const { database } = work;
  const now = work.now();
  const taken = await database.inWorkspace(workspaceId, async (tx) => {
    if (!(await holdLane(tx, workspaceId, lane))) return null;
    const all = await takeAll(tx, { workspaceId, now, lane });
    const meaning = await loadMeaning(tx, workspaceId);
    for (const contactId of all.contactIds) {
      await tx.client.query('savepoint one_lead');
      try {
        await lookAtLeads({ tx, workspaceId, now, meaning, contactIds: [contactId] });
        await tx.client.query('release savepoint one_lead');
      } catch (error) {
        if (passesByItself(error)) throw error;
        await tx.client.query('rollback to savepoint one_lead');
        work.log.warn({ err: error, workspaceId, contactId }, 'a lead could not be looked at');
        await putOff(tx, { workspaceId, contactId, now, error });
      }
    }
    await dropTaken(tx, all.changeIds);
    return all;
  });
  if (taken === null) return;
}

async function putOff(
  tx: Tx,
  options: { workspaceId: string; contactId: string; now: Date; error: unknown },
): Promise<void> {
  const { workspaceId, contactId, now } = options;
  const reason = options.error instanceof Error ? options.error.message : String(options.error);
  await tx.run(sql`insert into standing_due as d (workspace_id, contact_id, due_at, attempts, error)
    select ${workspaceId}::uuid, id, ${now}::timestamptz + make_interval(secs => ${firstRetryMs / 1_000}), 1,
      ${reason.slice(0, 1_000)} from contact where id = ${contactId}
    on conflict (workspace_id, contact_id) do update set attempts = d.attempts + 1, error = excluded.error,
      due_at = ${now}::timestamptz
        + make_interval(secs => least(${longestRetryMs / 1_000}, ${firstRetryMs / 1_000} * 2 ^ least(d.attempts, 20)))`);
}

/** The database is away, or two transactions stood in each other's way: the same again later. */
function passesByItself(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(40|55P03)/.test(code);
}
