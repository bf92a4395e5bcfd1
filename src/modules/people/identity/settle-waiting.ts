import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { lockPeople } from '../ingest/ingest.ts';
import { apart } from './apart.ts';
import { uuids } from './read-facts.ts';
import { settleBatch } from './settle-batch.ts';

// Large enough for thousands of facts a second, small enough that people who save something meanwhile hardly wait.
const batchSize = 500;
const firstRetryMs = 30_000;
const longestRetryMs = 24 * 3_600_000;

type Work = Pick<Services, 'database' | 'log' | 'now'>;

/** Workspaces with facts to be settled now. */
export async function workspacesWaiting({ database, now }: Work): Promise<string[]> {
  return database.asSystem(async (tx) => {
    const rows = await tx.rows<{ id: string }>(sql`select w.id from workspace w where exists (
      select from identity_fact f where f.workspace_id = w.id and f.settled_at is null and f.retry_at <= ${now()}::timestamptz)`);
    return rows.map((row) => row.id);
  });
}

/** Settles a workspace's waiting facts, batch by batch, until none is left or `isStopping` says so. */
export async function settleWaiting(
  services: Work,
  workspaceId: string,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let settled = 0;
  while (!isStopping()) {
    const ids = await services.database.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.rows<{ id: string }>(sql`select id from identity_fact
        where settled_at is null and retry_at <= ${services.now()}::timestamptz order by retry_at, id limit ${batchSize}`);
      return rows.map((row) => row.id);
    });
    if (ids.length === 0) return settled;
    settled += await settleApart(services, workspaceId, ids);
  }
  return settled;
}

/** A fact at fault waits with its error, the others go on. */
function settleApart(services: Work, workspaceId: string, ids: readonly string[]): Promise<number> {
  return apart({
    items: ids,
    work: (factIds) =>
      services.database.inWorkspace(workspaceId, async (tx) => {
        await lockPeople(tx, workspaceId);
        return settleBatch({ tx, workspaceId, now: services.now(), factIds });
      }),
    putOff: (id, error) => putOff(services, workspaceId, id, error),
  });
}

async function putOff(services: Work, workspaceId: string, id: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  services.log.warn({ err: error, factId: id, workspaceId }, 'who somebody is could not be worked out');
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`update identity_fact set attempts = attempts + 1, error = ${reason.slice(0, 1_000)},
        retry_at = ${services.now()}::timestamptz
          + make_interval(secs => least(${longestRetryMs / 1_000}, ${firstRetryMs / 1_000} * 2 ^ least(attempts, 20)))
      where id = any(${uuids([id])}) and settled_at is null`),
  );
}
