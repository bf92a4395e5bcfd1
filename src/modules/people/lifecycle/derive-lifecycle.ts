import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import { foldLifecycle, type LifecycleChange } from './fold-lifecycle.ts';
import { standsAsStated } from './stands-as-stated.ts';

/**
 * Brings `contact.lifecycle_*` and `contact.reached_at` in line with the stage changes of these contacts and of the
 * records merged into them. Merged records stand for their survivor. Two reads and one write, whatever the number.
 */
export async function deriveLifecycle(
  tx: Tx,
  options: { workspaceId: string; contactIds: readonly string[] },
): Promise<void> {
  if (options.contactIds.length === 0) return;
  await withKeyedPlans(tx, () => derive(tx, options.contactIds));
}

async function derive(tx: Tx, contactIds: readonly string[]): Promise<void> {
  const stages = await readStages(tx);
  const rows = await tx.rows<{
    contact_id: string;
    changes: { o: LifecycleChange['outcome']; s: string; a: string; r: string | null }[] | null;
  }>(sql`
    with recursive family as (
      select distinct s.id as survivor_id, s.id as member_id
      from unnest(${sql.param([...contactIds])}::uuid[]) as given(id)
      cross join lateral (select case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as id
        from contact c where c.id = given.id offset 0) as s
      union
      select f.survivor_id, m.id from family f
      cross join lateral (select c.id from contact c where c.merged_into_id = f.member_id offset 0) as m
    )
    select f.survivor_id as contact_id,
      jsonb_agg(jsonb_build_object('o', c.outcome, 's', c.stage, 'a', c.at, 'r', c.reason)) filter (where c.at is not null) as changes
    from family f
    left join lateral (select s.outcome, s.stage, s.at, s.reason from stage_change s
      where s.contact_id = f.member_id and ${standsAsStated(sql`s`)} offset 0) as c on true
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
