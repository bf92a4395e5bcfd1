import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { settleResponses } from './settle-responses.ts';

const rowsAtOnce = 10_000;
const leadsAtOnce = 200;
/** A lead that could not be settled waits so long, and holds up nobody. */
const retryAfterSeconds = 60;

/**
 * Follows the log for tries and responses: takes the next rows by position, and settles the hand-offs of everybody whose
 * they are. Answers how much it did; nothing left to do is 0. Several processes may do so: the rows are taken by one at
 * a time, and settling a lead again changes nothing.
 */
export async function followResponses(services: Pick<Services, 'database' | 'now' | 'log'>): Promise<number> {
  const rows = await takeNews(services);
  return rows + (await settleDue(services));
}

/** Takes the next rows; most are of content, and only of talks and corrections it is asked whose they are. */
async function takeNews({ database }: Pick<Services, 'database'>): Promise<number> {
  return database.asSystem(async (tx) => {
    const progress = await tx.first<{ position: number }>(
      sql`select position from handoff_response_progress for update`,
    );
    if (!progress) return 0;
    const after = progress.position;
    const taken = await tx.first<{ rows: number; last: number | null; hasTalks: boolean | null }>(sql`
      select count(*) as rows, max(position) as last, bool_or(kind = 'person' or replaces_id is not null) as "hasTalks"
      from (select position, kind, replaces_id from interaction where position > ${after}
        order by position limit ${rowsAtOnce}) news`);
    if (!taken || taken.last === null) return 0;
    if (taken.hasTalks) await queuePeople(tx, { after, last: taken.last });
    await tx.run(sql`update handoff_response_progress set position = ${taken.last}`);
    return taken.rows;
  });
}

/** Queues whoever has a hand-off: whom the rows name, who took part, whose the device was then, and of a correction also whose the corrected row was. */
async function queuePeople(tx: Tx, { after, last }: { after: number; last: number }): Promise<void> {
  await tx.run(sql`set local enable_hashjoin = off; set local enable_mergejoin = off`);
  await tx.run(sql`
    with recursive news as materialized (
      select i.id, i.workspace_id, i.kind, i.contact_id, i.other_contact_ids, i.profile_id, i.occurred_at, i.replaces_id
      from interaction i where i.position > ${after} and i.position <= ${last}
        and (i.kind = 'person' or i.replaces_id is not null)
    ), meant as (
      select workspace_id, contact_id, other_contact_ids, profile_id, occurred_at from news where kind = 'person'
      union all
      select o.workspace_id, o.contact_id, o.other_contact_ids, o.profile_id, o.occurred_at
      from news n cross join lateral (select r.workspace_id, r.contact_id, r.other_contact_ids, r.profile_id, r.occurred_at
        from interaction r where r.id = n.replaces_id and r.kind = 'person' offset 0) as o
      where n.replaces_id is not null
    ), person as (
      select workspace_id, contact_id from meant where contact_id is not null
      union
      select workspace_id, unnest(other_contact_ids) from meant where other_contact_ids <> '{}'
      union
      select m.workspace_id, b.contact_id
      from meant m cross join lateral (select p.contact_id from profile_binding p
        where p.workspace_id = m.workspace_id and p.profile_id = m.profile_id
          and p.from_at <= m.occurred_at and p.to_at > m.occurred_at offset 0) as b
      where m.contact_id is null and m.profile_id is not null
    ), way as (
      select workspace_id, contact_id as id from person
      union
      select w.workspace_id, c.merged_into_id from way w cross join lateral (select k.merged_into_id from contact k
        where k.id = w.id and k.merged_into_id is not null offset 0) as c
    )
    insert into handoff_response_due (workspace_id, contact_id)
    select workspace_id, id from way
    where exists (select from handoff h where h.workspace_id = way.workspace_id and h.contact_id = way.id)
    order by workspace_id, id
    on conflict (workspace_id, contact_id) do update set asked_at = clock_timestamp()`);
}

type DueRow = { workspace_id: string; contact_id: string; asked_at: string };

async function settleDue({
  database,
  now,
  log,
}: Pick<Services, 'database' | 'now' | 'log'>): Promise<number> {
  const due = await database.asSystem((tx) =>
    // As text: the clock of PostgreSQL is finer than ours.
    tx.rows<DueRow>(sql`select workspace_id, contact_id, asked_at::text from handoff_response_due
      where asked_at <= clock_timestamp() order by asked_at limit ${leadsAtOnce}`),
  );
  for (const { workspace_id, contact_id, asked_at } of due) {
    try {
      await database.inWorkspace(workspace_id, async (tx) => {
        await settleResponses({ tx, contactId: contact_id, now: now() });
        await tx.run(sql`delete from handoff_response_due
          where contact_id = ${contact_id} and asked_at = ${asked_at}::timestamptz`);
      });
    } catch (error) {
      log.error(
        { err: error, workspaceId: workspace_id, contactId: contact_id },
        'responses could not be settled',
      );
      await database.inWorkspace(workspace_id, (tx) =>
        tx.run(sql`update handoff_response_due
          set asked_at = clock_timestamp() + make_interval(secs => ${retryAfterSeconds}) where contact_id = ${contact_id}`),
      );
    }
  }
  return due.length;
}
