import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto, survivorOf } from '../merging/merged-ids.ts';
import type { Device, WithdrawnDevice } from './contract.ts';
import { uuids } from './read-facts.ts';

const mostDevices = 200;

/** The devices of a person, the last one seen first, and those that somebody said are not theirs. */
export async function listDevices(options: {
  tx: Tx;
  contactId: string;
}): Promise<{ items: Device[]; withdrawn: WithdrawnDevice[] }> {
  const { tx } = options;
  const contactId = await survivorOf(tx, 'contact', options.contactId);
  return { items: await devices(tx, contactId), withdrawn: await withdrawnDevices(tx, contactId) };
}

type Row = Omit<Device, 'from' | 'to' | 'since' | 'firstSeenAt' | 'lastSeenAt' | 'saidBy'> & {
  from: Date | null;
  to: Date | null;
  since: Date;
  firstSeenAt: Date;
  lastSeenAt: Date;
  saidBy: (Omit<NonNullable<Device['saidBy']>, 'at'> & { at: string }) | null;
};

async function devices(tx: Tx, contactId: string): Promise<Device[]> {
  const rows = await tx.rows<Row>(sql`
    select p.id as "profileId", p.anonymous_id as "anonymousId", nullif(b.from_at, '-infinity') as from,
      nullif(b.to_at, 'infinity') as to, b.bound_at as since, p.first_seen_at as "firstSeenAt",
      p.last_seen_at as "lastSeenAt",
      case when f.id is not null then jsonb_build_object('kind', f.kind, 'at', f.at, 'email', f.email, 'userId', f.user_id,
        'source', f.source) end as "saidBy"
    from profile_binding b join profile p on p.id = b.profile_id left join identity_fact f on f.id = b.fact_id
    where b.contact_id = ${contactId} order by p.last_seen_at desc, p.id, b.from_at desc limit ${mostDevices}`);
  return rows.map((row) => ({
    ...row,
    from: row.from?.toISOString() ?? null,
    to: row.to?.toISOString() ?? null,
    since: row.since.toISOString(),
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    saidBy: row.saidBy && { ...row.saidBy, at: new Date(row.saidBy.at).toISOString() },
  }));
}

async function withdrawnDevices(tx: Tx, contactId: string): Promise<WithdrawnDevice[]> {
  const rows = await tx.rows<Omit<WithdrawnDevice, 'withdrawnAt'> & { withdrawnAt: Date }>(sql`
    select w.id as "withdrawalId", w.profile_id as "profileId", p.anonymous_id as "anonymousId", w.reason,
      w.withdrawn_at as "withdrawnAt", w.withdrawn_by as "withdrawnBy"
    from identity_withdrawal w join profile p on p.id = w.profile_id
    where w.restored_at is null and w.contact_id = any(${uuids(await idsMergedInto(tx, 'contact', contactId))}) order by w.withdrawn_at desc, w.id limit ${mostDevices}`);
  return rows.map((row) => ({ ...row, withdrawnAt: row.withdrawnAt.toISOString() }));
}
