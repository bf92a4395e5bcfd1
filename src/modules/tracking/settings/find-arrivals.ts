import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ArrivedEvent } from './contract.ts';

type Row = {
  id: string;
  type: string;
  subject: string | null;
  url: string | null;
  channel: string | null;
  occurred_at: Date;
  received_at: Date;
  library: string | null;
  verified: boolean;
  flag_reason: string | null;
  contact_id: string | null;
  contact_name: string | null;
};

/** The first tracked event of a workspace and the latest; null while none has come. */
export async function findArrivals(
  tx: Tx,
): Promise<{ first: ArrivedEvent | null; latest: ArrivedEvent | null }> {
  const days = await tx.first<{ first: string | null; latest: string | null }>(sql`
    select min(day)::text as first, max(day)::text as latest from log_count
    where workspace_id = current_setting('liaison.workspace_id')::uuid and door = 'tracking' and accepted > 0`);
  if (!days?.first || !days.latest) return { first: null, latest: null };
  return {
    first: await findOn(tx, days.first, 'asc'),
    latest: await findOn(tx, days.latest, 'desc'),
  };
}

/**
 * Looks only at the day that the counts name, so that a log of millions that came otherwise is not read through.
 * What happened as it was sent goes before what somebody sent of the past.
 */
async function findOn(tx: Tx, day: string, order: 'asc' | 'desc'): Promise<ArrivedEvent | null> {
  const live = sql`and i.occurred_at > i.received_at - interval '10 minutes'
    and i.occurred_at >= ${day}::date - interval '1 day' and i.occurred_at < ${day}::date + interval '3 days'`;
  const found = (await findEvent(tx, { day, order, when: live })) ?? (await findEvent(tx, { day, order }));
  return found === null ? null : present(found);
}

async function findEvent(
  tx: Tx,
  { day, order, when = sql`` }: { day: string; order: 'asc' | 'desc'; when?: SQL },
): Promise<Row | null> {
  const direction = sql.raw(order);
  return tx.first<Row>(sql`
    with event as (
      select i.* from interaction i
      where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.source = 'tracking'
        and i.received_at >= ${day}::date - interval '1 day' and i.received_at < ${day}::date + interval '2 days' ${when}
      order by i.occurred_at ${direction}, i.id ${direction} limit 1
    )
    select e.id, e.type, e.subject, e.url, e.channel, e.occurred_at, e.received_at, e.verified, e.flag_reason,
      e.context #>> '{library,name}' as library, c.id as contact_id, c.name as contact_name
    from event e
    left join lateral (
      select coalesce(e.contact_id, (select b.contact_id from profile_binding b
        where b.workspace_id = e.workspace_id and b.profile_id = e.profile_id
          and b.from_at <= e.occurred_at and e.occurred_at < b.to_at limit 1)) as id
    ) who on true
    left join contact c on c.id = who.id`);
}

function present(row: Row): ArrivedEvent {
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    url: row.url,
    channel: row.channel,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    library: row.library,
    verified: row.verified,
    flagReason: row.flag_reason,
    contact: row.contact_id === null ? null : { id: row.contact_id, name: row.contact_name ?? '' },
  };
}
