import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { mergeRecords } from '../merging/merge-records.ts';
import { uuids } from './read-facts.ts';

/** What the ids that trackers give are called among the ids of other systems. */
export const trackingSystem = 'tracking';

const tracking: Actor = { kind: 'system', id: null, name: 'Tracking' };

type Options = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  placed: readonly { users: readonly string[]; contactId: string; isNew: boolean }[];
};

type Link = {
  user_id: string;
  contact_id: string;
  /** The contact was made of what trackers said, with the id. */
  is_new: boolean;
  /** Who carries the id now, if anybody does. */
  holder_id: string | null;
  /** Whom we gave the id. */
  given_id: string | null;
};

/**
 * Lets the contact of each user carry the user's id. Who carried it before, and is known by nothing else, is the same
 * person and is merged into them. Whom another source gave the id keeps it; the two become a finding.
 */
export async function linkUsers(options: Options): Promise<void> {
  const wanted = options.placed.flatMap(({ users, contactId, isNew }) =>
    users.map((userId) => ({ user_id: userId, contact_id: contactId, is_new: isNew })),
  );
  if (wanted.length === 0) return;
  const links = await readLinks(options.tx, wanted);
  const give = links.filter((link) => link.holder_id === null);
  const elsewhere = links.filter((link) => link.holder_id !== null && link.holder_id !== link.contact_id);
  const merged = await mergeBare(options, elsewhere);
  const move = elsewhere.filter(
    ({ holder_id, given_id }) => holder_id === given_id && !merged.has(holder_id ?? ''),
  );
  const made = links.filter(
    (link) => link.is_new && link.holder_id === link.contact_id && link.given_id === null,
  );
  await writeLinks(options, [...give, ...move, ...made]);
}

async function readLinks(
  tx: Tx,
  wanted: readonly Pick<Link, 'user_id' | 'contact_id' | 'is_new'>[],
): Promise<Link[]> {
  const survivor = (id: string) =>
    sql.raw(`(select case when x.merged_into_id is null then x.id else surviving_record('contact', x.id) end
      from contact x where x.id = ${id})`);
  return tx.rows<Link>(sql`
    select i.user_id, i.contact_id, i.is_new, ${survivor('e.record_id')} as holder_id, ${survivor('u.contact_id')} as given_id
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as i(user_id text, contact_id uuid, is_new boolean)
    left join external_id e on e.workspace_id = current_setting('liaison.workspace_id')::uuid
      and e.record_type = 'contact' and e.system = ${trackingSystem} and e.external_id = i.user_id
    left join identity_user u on u.workspace_id = current_setting('liaison.workspace_id')::uuid and u.user_id = i.user_id`);
}

/** Answers those that are merged away, or were already by an earlier link of the same call. */
async function mergeBare(options: Options, links: readonly Link[]): Promise<Set<string>> {
  const { tx, workspaceId, now } = options;
  const merged = new Set<string>();
  if (links.length === 0) return merged;
  const bare = await tx.rows<{ id: string }>(sql`
    select c.id from contact c where c.id = any(${uuids(links.flatMap((link) => link.holder_id ?? []))})
      and c.email is null and c.merged_into_id is null
      and not exists (select from external_id e where e.record_type = 'contact' and e.record_id = c.id
        and e.system <> ${trackingSystem})
      and not exists (select from identity_person p join identity_user u on u.person_key = p.person_key
        where p.contact_id = c.id)`);
  const bareIds = new Set(bare.map((row) => row.id));
  for (const { holder_id: mergedId, contact_id: keptId } of links) {
    if (mergedId === null || !bareIds.has(mergedId) || merged.has(mergedId)) continue;
    const undone = await tx.first(sql`select id from record_merge where record_type = 'contact'
      and kept_id = ${keptId} and merged_id = ${mergedId} and undone_at is not null limit 1`);
    if (undone) continue;
    const { mergeId } = await mergeRecords({
      tx,
      workspaceId,
      now,
      actor: tracking,
      recordType: 'contact',
      keptId,
      mergedId,
    });
    await keepTraits(tx, mergeId);
    merged.add(mergedId);
  }
  return merged;
}

/** What the kept one took over from the other came from a tracker there, and still does. */
async function keepTraits(tx: Tx, mergeId: string): Promise<void> {
  await tx.run(sql`insert into identity_trait (workspace_id, record_id, field, value, at)
    select t.workspace_id, m.kept_id, t.field, t.value, t.at
    from record_merge m join identity_trait t on t.record_id = m.merged_id
    where m.id = ${mergeId} and jsonb_exists(m.before #> '{written,fields}', t.field)
    on conflict (workspace_id, record_id, field) do update set value = excluded.value, at = excluded.at`);
}

async function writeLinks({ tx, workspaceId, now }: Options, all: readonly Link[]): Promise<void> {
  if (all.length === 0) return;
  await tx.run(sql`
    insert into external_id as t (workspace_id, record_type, system, external_id, record_id, created_at)
    select ${workspaceId}::uuid, 'contact', ${trackingSystem}, i.user_id, i.contact_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as i(user_id text, contact_id uuid)
    on conflict (workspace_id, record_type, system, external_id) do update set record_id = excluded.record_id`);
  await tx.run(sql`
    insert into identity_user (workspace_id, user_id, person_key, contact_id)
    select ${workspaceId}::uuid, i.user_id, '', i.contact_id
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as i(user_id text, contact_id uuid)
    on conflict (workspace_id, user_id) do update set contact_id = excluded.contact_id`);
}
