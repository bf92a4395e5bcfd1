import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { tell } from '../../../notices/index.ts';

import { type Actor, type Caller, recordAudit } from '../../../workspace/index.ts';
import { firstLookDays, type Named } from '../contract.ts';

/** Whose figures somebody may see, and who of our side they are. */
export type Sight = { mayRank: boolean; me: string | null };

export async function sightOf(
  tx: Tx,
  { userId, permissions }: Pick<Caller, 'userId' | 'permissions'>,
): Promise<Sight> {
  const mayRank = permissions.has('results:persons');
  if (userId === null) return { mayRank, me: null };
  const row = await tx.first<{ id: string }>(sql`
    select t.id from auth_user u join teammate t on t.user_id = u.id or (t.user_id is null and lower(t.email) = lower(u.email))
    where u.id = ${userId} order by (t.user_id = u.id) desc nulls last, t.created_at, t.id limit 1`);
  return { mayRank, me: row?.id ?? null };
}

export type Looked = Named & { toldAt: Date | null; seenAt: Date | null };

/** Who markets here: who is on marketing's side or owns a campaign without being on sales'. By name. */
export async function marketers(tx: Tx): Promise<Looked[]> {
  const rows = await tx.rows<{ id: string; name: string; told_at: Date | null; seen_at: Date | null }>(sql`
    select t.id, t.name, v.told_at, v.seen_at
    from teammate t left join person_view v on v.workspace_id = t.workspace_id and v.teammate_id = t.id
    where t.side = 'marketing'
      or (t.side is distinct from 'sales' and exists (select from campaign c where c.owner_id = t.id))
    order by t.name, t.id`);
  return rows.map((row) => ({ id: row.id, name: row.name, toldAt: row.told_at, seenAt: row.seen_at }));
}

const dayMs = 86_400_000;

/** From when on others may see where somebody stands, who has not looked themselves; null: they were not told yet. */
export const shownFrom = ({ toldAt }: Pick<Looked, 'toldAt'>): Date | null =>
  toldAt === null ? null : new Date(toldAt.getTime() + firstLookDays * dayMs);

/** Oneself always; others for who may see persons, once these have looked or had their time to. */
export function mayBeShown(person: Looked, { mayRank, me }: Sight, now: Date): boolean {
  if (person.id === me) return true;
  if (!mayRank) return false;
  const from = shownFrom(person);
  return person.seenAt !== null || (from !== null && from <= now);
}

/** Notes that somebody has seen their own place; the first time stands. */
export async function seeOwnPlace(
  tx: Tx,
  { workspaceId, me, now }: { workspaceId: string; me: string | null; now: Date },
): Promise<Date | null> {
  if (me === null) return null;
  const row = await tx.first<{ seen_at: Date }>(sql`
    insert into person_view (workspace_id, teammate_id, seen_at) values (${workspaceId}, ${me}, ${now})
    on conflict (workspace_id, teammate_id) do update set seen_at = coalesce(person_view.seen_at, excluded.seen_at)
    returning seen_at`);
  return row?.seen_at ?? null;
}

/**
 * Tells each marketer who has neither looked nor been told that they can see where they stand. Whom no notice reaches is
 * not told, and so stays hidden from others.
 */
export async function tellPersons(
  tx: Tx,
  { workspaceId, actor, now }: { workspaceId: string; actor: Actor; now: Date },
): Promise<{ told: Named[]; unreachable: Named[] }> {
  const told: Named[] = [];
  const unreachable: Named[] = [];
  for (const { id, name, toldAt, seenAt } of await marketers(tx)) {
    if (toldAt !== null || seenAt !== null) continue;
    const reached = await tell(tx, {
      workspaceId,
      now,
      key: `own-results:${id}`,
      kind: 'own_results',
      to: { teammateIds: [id] },
      title: 'You can see where you stand in the two-by-two',
      text: `What your campaigns deliver, and what they can show. Others who may see persons see it once you have looked, or in ${firstLookDays} days.`,
      href: '/results/two-by-two?by=marketer',
      urgency: 'digest',
    });
    (reached > 0 ? told : unreachable).push({ id, name });
    if (reached === 0) continue;
    await tx.run(sql`
      insert into person_view (workspace_id, teammate_id, told_at, told_by) values (${workspaceId}, ${id}, ${now}, ${actor.name})
      on conflict (workspace_id, teammate_id) do update set told_at = excluded.told_at, told_by = excluded.told_by`);
  }
  if (told.length > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'own_results.announced',
      recordType: 'workspace',
      recordId: workspaceId,
      changes: { told: { from: null, to: told.map(({ name }) => name) } },
    });
  }
  return { told, unreachable };
}
