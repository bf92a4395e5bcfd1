import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ReadingNow } from './contract.ts';
import { silentAfterMs } from './end-silent-visits.ts';

/** Whose links somebody watches: their own, by the user; null: everybody's. */
export type Watching = { userId: string | null; everybody: boolean };

const mostShown = 50;

type Row = {
  visit_id: string;
  asset_id: string;
  asset_title: string;
  link_id: string;
  link_title: string;
  link_owner: string;
  link_owner_user: string | null;
  contact_id: string | null;
  contact_name: string | null;
  contact_email: string | null;
  contact_phone: string | null;
  account_id: string | null;
  account_name: string | null;
  email: string | null;
  forwarded: boolean;
  last_page: number | null;
  page_count: number;
  pages_seen: number;
  active_ms: number;
  started_at: Date;
  last_at: Date;
};

/** Who reads now, latest sign first: people who were shown to be some, and whom the workspace names. */
export async function readNow(
  tx: Tx,
  { watching, now }: { watching: Watching; now: Date },
): Promise<ReadingNow[]> {
  const since = new Date(now.getTime() - silentAfterMs);
  const rows = await tx.rows<Row>(sql`
    select v.id as visit_id, s.id as asset_id, s.title as asset_title, l.id as link_id, l.title as link_title,
      coalesce(t.name, l.created_by) as link_owner, coalesce(t.user_id::text, l.created_by_user) as link_owner_user,
      c.id as contact_id, c.name as contact_name, c.email as contact_email, c.phone as contact_phone,
      a.id as account_id, a.name as account_name, v.email, v.forwarded_reason is not null as forwarded, v.last_page,
      v.page_count, v.pages_seen, v.active_ms, v.started_at, v.last_at
    from asset_visit v
    join share_link l on l.id = v.link_id
    join asset s on s.id = v.asset_id
    left join teammate t on t.id = l.teammate_id
    left join contact c on c.id = v.contact_id
    left join account a on a.id = c.account_id
    where v.ended_at is null and v.verified and not v.anonymous and v.last_at > ${since} and ${ownOf(watching)}
    order by v.last_at desc, v.id desc limit ${mostShown}`);
  return rows.map(present);
}

function ownOf({ userId, everybody }: Watching): SQL {
  if (everybody) return sql`true`;
  return sql`(l.created_by_user = ${userId}
    or l.teammate_id in (select t.id from teammate t where t.user_id = ${userId}::uuid))`;
}

function present(row: Row): ReadingNow {
  const account =
    row.account_id === null ? null : { id: row.account_id, name: row.account_name ?? 'Unnamed' };
  return {
    visitId: row.visit_id,
    asset: { id: row.asset_id, title: row.asset_title },
    link: {
      id: row.link_id,
      title: row.link_title,
      owner: row.link_owner,
      ownerUserId: row.link_owner_user,
    },
    contact:
      row.contact_id === null
        ? null
        : {
            id: row.contact_id,
            name: row.contact_name || row.contact_email || 'Unnamed',
            email: row.contact_email,
            phone: row.contact_phone,
            account,
          },
    email: row.email,
    forwarded: row.forwarded,
    page: row.last_page,
    pageCount: row.page_count,
    pagesSeen: row.pages_seen,
    activeMs: row.active_ms,
    since: row.started_at.toISOString(),
    lastAt: row.last_at.toISOString(),
  };
}
