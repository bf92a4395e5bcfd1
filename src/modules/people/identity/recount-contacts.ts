import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { uuids } from './read-facts.ts';
import type { SpanChange } from './write-spans.ts';

const counts = sql.raw(`i.verified and i.type <> 'withdrawn'
  and not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`);

/**
 * When people were last heard of and where they first came from, by what the devices that became theirs did; and anew
 * from the whole log for those who lost one.
 */
export async function recountContacts(tx: Tx, changes: readonly SpanChange[]): Promise<void> {
  const lost = new Set(changes.flatMap((change) => change.lost));
  const gained = new Set(changes.flatMap((change) => change.gained));
  const raise = [...gained].filter((id) => !lost.has(id));
  if (raise.length > 0) {
    await raiseByDevices(tx, {
      contactIds: raise,
      profileIds: changes.flatMap(({ profileId, gained: by }) => (by.length > 0 ? [profileId] : [])),
    });
  }
  if (lost.size > 0) await recount(tx, [...lost]);
}

/** The latest and the first row, with a channel, of each contact's devices while they were theirs. */
const byDevices = sql`
  left join lateral (
    select max(l.occurred_at) as at from profile_binding b cross join lateral (
      select i.occurred_at from interaction i where i.profile_id = b.profile_id and i.contact_id is null
        and i.occurred_at >= b.from_at and i.occurred_at < b.to_at and ${counts}
      order by i.occurred_at desc, i.id desc limit 1) l
    where b.contact_id = c.id) latest on true
  left join lateral (
    select f.channel, f.occurred_at as at from profile_binding b cross join lateral (
      select i.channel, i.occurred_at, i.id from interaction i where i.profile_id = b.profile_id and i.contact_id is null
        and i.occurred_at >= b.from_at and i.occurred_at < b.to_at and i.channel is not null and ${counts}
      order by i.occurred_at, i.id limit 1) f
    where b.contact_id = c.id order by f.occurred_at, f.id limit 1) first on true`;

/**
 * In one walk over what the devices did: there are thousands of new ones, of which each has done little. Device by
 * device: where PostgreSQL knows nothing of the log yet, it would take a span of all time for a reason to read all of it.
 */
async function raiseByDevices(
  tx: Tx,
  { contactIds, profileIds }: { contactIds: readonly string[]; profileIds: readonly string[] },
): Promise<void> {
  await tx.run(sql`
    with seen as (
      select b.contact_id as id, max(i.occurred_at) as last_at,
        min(i.occurred_at) filter (where i.channel is not null) as first_at,
        (array_agg(i.channel order by i.occurred_at, i.id) filter (where i.channel is not null))[1] as channel
      from profile_binding b cross join lateral (
        select i.occurred_at, i.id, i.channel from interaction i where i.profile_id = b.profile_id and i.contact_id is null
          and ${counts} offset 0) i
      where b.profile_id = any(${uuids(profileIds)}) and b.contact_id = any(${uuids(contactIds)})
        and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
      group by b.contact_id
    )
    update contact c set last_interaction_at = greatest(c.last_interaction_at, s.last_at),
      channel = case when s.channel is not null and (c.channel is null or c.channel_seen_at > s.first_at) then s.channel else c.channel end,
      channel_seen_at = case when s.channel is not null and (c.channel is null or c.channel_seen_at > s.first_at) then s.first_at
        else c.channel_seen_at end
    from seen s where s.id = c.id and (c.last_interaction_at is null or c.last_interaction_at < s.last_at
      or (s.channel is not null and (c.channel is null or c.channel_seen_at > s.first_at)))`);
}

/** A channel that somebody said stays; one taken from an interaction is taken anew. */
async function recount(tx: Tx, contactIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    with recursive family as (
      select id as contact_id, id as member_id from unnest(${uuids(contactIds)}) as given(id)
      union
      select f.contact_id, m.id from family f
      cross join lateral (select x.id from contact x where x.merged_into_id = f.member_id offset 0) m
    ),
    own as (
      select f.contact_id, max(l.at) as last_at, (array_agg(e.channel order by e.at) filter (where e.channel is not null))[1] as channel,
        min(e.at) as first_at
      from family f
      left join lateral (select greatest(
        (select i.occurred_at from interaction i where i.contact_id = f.member_id and ${counts}
          order by i.occurred_at desc, i.id desc limit 1),
        (select p.occurred_at from interaction_participant p join interaction i on i.id = p.interaction_id
          where p.contact_id = f.member_id and ${counts} order by p.occurred_at desc limit 1)) as at) l on true
      left join lateral (select i.channel, i.occurred_at as at from interaction i where i.contact_id = f.member_id
        and i.channel is not null and ${counts} order by i.occurred_at, i.id limit 1) e on true
      group by f.contact_id
    ),
    seen as (
      select c.id, greatest(o.last_at, latest.at) as last_at,
        case when o.first_at is null or first.at < o.first_at then first.channel else o.channel end as channel,
        least(o.first_at, first.at) as first_at
      from contact c join own o on o.contact_id = c.id ${byDevices}
    )
    update contact c set last_interaction_at = s.last_at,
      channel = case when c.channel_seen_at is not null then s.channel else coalesce(c.channel, s.channel) end,
      channel_seen_at = case when c.channel_seen_at is not null or c.channel is null then s.first_at else c.channel_seen_at end
    from seen s where s.id = c.id and c.merged_into_id is null`);
}
