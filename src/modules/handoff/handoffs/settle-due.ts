import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { settleLead } from './settle-lead.ts';
import { byItself } from './step.ts';

type DueRow = { id: number; workspace_id: string; contact_id: string };

const leadsAtOnce = 100;
/** A lead that cannot be seen to waits, longer each time, and holds up nobody. */
const retrySeconds = [2, 10, 60, 600];
const mostAttempts = 50;

/** Sees to the leads that a stage, a merge or an undone move has queued. Answers how many. */
export async function settleDueLeads(services: Pick<Services, 'database' | 'now' | 'log'>): Promise<number> {
  const { database, now } = services;
  const rows = await database.asSystem((tx) =>
    tx.rows<DueRow>(sql`select id, workspace_id, contact_id from handoff_due
      where retry_at is null or retry_at <= ${now()} order by id limit ${leadsAtOnce}`),
  );
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.contact_id)) continue;
    seen.add(row.contact_id);
    await settleOne(services, row);
  }
  return seen.size;
}

async function settleOne(services: Pick<Services, 'database' | 'now' | 'log'>, row: DueRow): Promise<void> {
  const { database, now, log } = services;
  const { workspace_id: workspaceId, contact_id: contactId } = row;
  try {
    await database.inWorkspace(workspaceId, async (tx) => {
      // Whoever takes the rows sees to the lead; who finds them gone has nothing to do.
      const taken = await tx.rows<{ stageChangeId: string | null }>(sql`delete from handoff_due
        where workspace_id = ${workspaceId} and contact_id = ${contactId}
          and id in (select id from handoff_due where workspace_id = ${workspaceId} and contact_id = ${contactId}
            order by id for update skip locked)
        returning stage_change_id as "stageChangeId"`);
      if (taken.length === 0) return;
      const stageChangeIds = taken.map(({ stageChangeId }) => stageChangeId).filter((id) => id !== null);
      await settleLead(
        { tx, workspaceId, actor: byItself, userId: null, now: now() },
        { contactId, stageChangeIds },
      );
    });
  } catch (error) {
    // What is refused (the lead was moved on meanwhile) will be refused again.
    if (error instanceof AppError && error.code !== 'unavailable') {
      log.info({ workspaceId, contactId, why: error.message }, 'a lead was not offered');
      await database.inWorkspace(workspaceId, (tx) =>
        tx.run(
          sql`delete from handoff_due where workspace_id = ${workspaceId} and contact_id = ${contactId} and id <= ${row.id}`,
        ),
      );
      return;
    }
    log.error({ err: error, workspaceId, contactId }, 'a lead could not be seen to and is tried again');
    await database.inWorkspace(workspaceId, async (tx) => {
      await tx.run(sql`delete from handoff_due
        where workspace_id = ${workspaceId} and contact_id = ${contactId} and attempts >= ${mostAttempts}`);
      await tx.run(sql`update handoff_due set attempts = attempts + 1,
          retry_at = ${now()}::timestamptz + make_interval(secs => (${sql.param(retrySeconds)}::integer[])[least(attempts + 1, ${retrySeconds.length})])
        where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
    });
  }
}
