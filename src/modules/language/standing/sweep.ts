import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { meaningOf } from './meaning.ts';
import { uuids } from './queue.ts';

const most = { calm: 600, beside: 60 } as const;

/** Begins to look at everybody again in each workspace where what the words mean has changed since the latest sweep. */
export async function beginSweeps({ database, now }: Pick<Services, 'database' | 'now'>): Promise<void> {
  await database.asSystem((tx) =>
    tx.run(sql`
      insert into standing_sweep (workspace_id, meaning, started_at, leads)
      select changed.id, changed.meaning, ${now()}::timestamptz, (select count(*) from contact c
        where c.workspace_id = changed.id and c.merged_into_id is null)
      from (select w.id, ${meaningOf(sql`w.id`)} as meaning from workspace w) as changed
      left join standing_sweep s on s.workspace_id = changed.id
      where s.workspace_id is null or s.meaning <> changed.meaning
      on conflict (workspace_id) do update set meaning = excluded.meaning, started_at = excluded.started_at,
        leads = excluded.leads, looked_at = 0, after_at = null, after_id = null, finished_at = null`),
  );
}

/**
 * Queues the next leads of a sweep, newest first, behind all that is urgent; its place moves on in the same transaction.
 * When it comes to the end, scores under definitions that are no longer in force go. Answers how many it queued.
 */
export async function queueFromSweep(
  tx: Tx,
  options: { workspaceId: string; now: Date; calm: boolean },
): Promise<number> {
  const { workspaceId, now } = options;
  const limit = options.calm ? most.calm : most.beside;
  const rows = await tx.rows<{ id: string; at: string }>(sql`
    select c.id, c.created_at::text as at from standing_sweep s
    cross join lateral (select x.id, x.created_at from contact x
      where x.workspace_id = ${workspaceId} and x.merged_into_id is null
        and (s.after_id is null or (x.created_at, x.id) < (s.after_at, s.after_id))
      order by x.created_at desc, x.id desc limit ${limit}) as c
    where s.workspace_id = ${workspaceId} and s.finished_at is null
    order by c.created_at desc, c.id desc`);
  const last = rows.at(-1);
  if (last) {
    await tx.run(sql`insert into standing_change (workspace_id, urgency, kind, record_id)
      select ${workspaceId}::uuid, 1, 'contact', id from unnest(${uuids(rows.map(({ id }) => id))}) as i(id)`);
    await tx.run(sql`update standing_sweep set after_at = ${last.at}::timestamptz, after_id = ${last.id}::uuid,
      looked_at = looked_at + ${rows.length} where workspace_id = ${workspaceId}`);
  }
  if (rows.length < limit) await endSweep(tx, workspaceId, now);
  return rows.length;
}

async function endSweep(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  const ended = await tx.run(sql`update standing_sweep set finished_at = ${now}
    where workspace_id = ${workspaceId} and finished_at is null`);
  if (ended === 0) return;
  await tx.run(sql`delete from lead_score s where s.workspace_id = ${workspaceId} and not exists (
    select from definition_version v where v.definition_id = s.definition_id and v.status = 'in_force')`);
}
