import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';

const rowsAtOnce = 10_000;
/** What happened longer ago than this is history that somebody brings, behind which news must not wait. */
const newsHours = 24;

/**
 * Takes the next rows of the log and queues everybody whose they are: whom they name, who took part, or whose the
 * device was then; of a correction also those whose the corrected row was. Answers how many rows it took. Where two
 * processes follow, one waits for the other.
 */
export async function followLog(services: Pick<Services, 'database'>): Promise<number> {
  return services.database.asSystem(async (tx) => {
    const progress = await tx.first<{ position: number }>(
      sql`select position from standing_progress for update`,
    );
    if (!progress) return 0;
    await tx.run(sql`set local enable_hashjoin = off; set local enable_mergejoin = off`);
    const taken = await tx.first<{ rows: number; position: number | null }>(sql`
      with news as materialized (
        select i.id, i.position, i.workspace_id, i.contact_id, i.other_contact_ids, i.profile_id, i.occurred_at,
          i.received_at, i.verified, i.replaces_id
        from interaction i where i.position > ${progress.position} order by i.position limit ${rowsAtOnce}
      ), meant as (
        select workspace_id, contact_id, other_contact_ids, profile_id, occurred_at, received_at from news
        where verified or replaces_id is not null
        union all
        select o.workspace_id, o.contact_id, o.other_contact_ids, o.profile_id, o.occurred_at, n.received_at
        from news n cross join lateral (select r.workspace_id, r.contact_id, r.other_contact_ids, r.profile_id, r.occurred_at
          from interaction r where r.id = n.replaces_id offset 0) as o
        where n.replaces_id is not null
      ), person as (
        select workspace_id, contact_id, occurred_at, received_at from meant where contact_id is not null
        union all
        select workspace_id, unnest(other_contact_ids), occurred_at, received_at from meant where other_contact_ids <> '{}'
        union all
        select m.workspace_id, b.contact_id, m.occurred_at, m.received_at
        from meant m cross join lateral (select p.contact_id from profile_binding p
          where p.workspace_id = m.workspace_id and p.profile_id = m.profile_id
            and p.from_at <= m.occurred_at and p.to_at > m.occurred_at offset 0) as b
        where m.contact_id is null and m.profile_id is not null
      ), queued as (
        insert into standing_change (workspace_id, urgency, kind, record_id)
        select workspace_id,
          min(case when occurred_at > received_at - make_interval(hours => ${newsHours}) then 0 else 1 end), 'contact', contact_id
        from person group by workspace_id, contact_id
      )
      select count(*) as rows, max(position) as position from news`);
    if (!taken || taken.position === null) return 0;
    await tx.run(sql`update standing_progress set position = ${taken.position}`);
    return taken.rows;
  });
}
