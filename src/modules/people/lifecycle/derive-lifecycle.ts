import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { foldLifecycle, type LifecycleChange } from './fold-lifecycle.ts';

/**
 * Brings `contact.lifecycle_*` and `contact.reached_at` in line with the stage changes of these contacts and of the
 * records merged into them. Merged records stand for their survivor. Two reads and one write, whatever the number.
 */
export async function deriveLifecycle(
  tx: Tx,
  options: { workspaceId: string; contactIds: readonly string[] },
): Promise<void> {
  if (options.contactIds.length === 0) return;
  const stages = await readStages(tx);
  const rows = await tx.rows<{
    contact_id: string;
    changes: { o: LifecycleChange['outcome']; s: string; a: string; r: string | null }[] | null;
  }>(sql`
    with recursive family as (
      select id as survivor_id, id as member_id from contact
      where id = any(select surviving_record('contact', given) from unnest(${sql.param([...options.contactIds])}::uuid[]) as given)
      union
      select f.survivor_id, m.id from family f join contact m on m.merged_into_id = f.member_id
    )
    select f.survivor_id as contact_id,
      jsonb_agg(jsonb_build_object('o', c.outcome, 's', c.stage, 'a', c.at, 'r', c.reason)) filter (where c.id is not null) as changes
    from family f left join stage_change c on c.contact_id = f.member_id and c.superseded_at is null
    group by f.survivor_id`);
  const derived = rows.map((row) => {
    const changes = (row.changes ?? []).map((change) => ({
      outcome: change.o,
      stage: change.s,
      at: new Date(change.a),
      reason: change.r,
    }));
    const state = foldLifecycle(changes, stages);
    return { id: row.contact_id, ...state, reached_at: changes.length === 0 ? [] : state.reachedAt };
  });
  await tx.run(sql`update contact t
    set lifecycle_stage = i.stage, lifecycle_status = i.status, lifecycle_since = i.since, lifecycle_reason = i.reason,
      reached_at = i.reached_at
    from jsonb_to_recordset(${JSON.stringify(derived)}::jsonb)
      as i(id uuid, stage text, status text, since timestamptz, reason text, reached_at timestamptz[])
    where t.id = i.id
      and (t.lifecycle_stage, t.lifecycle_status, t.lifecycle_since, t.lifecycle_reason, t.reached_at)
        is distinct from (i.stage, i.status, i.since, i.reason, i.reached_at)`);
}

/** Keys of the workspace's lifecycle stages, in order. */
export async function readStages(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ key: string }>(sql`select key from lifecycle_stage order by position`);
  return rows.map((row) => row.key);
}
