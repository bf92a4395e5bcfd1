import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { flagReasonText } from '../../tracking/index.ts';
import type { VisitRow, visitsShown } from './contract.ts';
import type { ForwardReason } from './visit-record.ts';

type Row = {
  id: string;
  asset_id: string;
  asset_title: string;
  asset_type: string | null;
  version_id: string;
  version_number: number;
  format: string;
  link_id: string;
  link_title: string;
  link_owner: string;
  contact_id: string | null;
  contact_name: string | null;
  contact_email: string | null;
  account_id: string | null;
  account_name: string | null;
  named_id: string | null;
  named_name: string | null;
  email: string | null;
  email_verified: boolean;
  device_words: string | null;
  started_at: Date;
  last_at: Date;
  ended_at: Date | null;
  active_ms: number;
  pages_seen: number;
  page_count: number;
  last_page: number | null;
  pages: { page: number; activeMs: number }[];
  downloaded_at: Date | null;
  verified: boolean;
  flag_reason: string | null;
  forwarded_reason: ForwardReason | null;
  anonymous: boolean;
};

/** Visits, latest first, with the time on each page. */
export async function listVisits(options: {
  tx: Tx;
  assetId?: string | undefined;
  linkId?: string | undefined;
  contactId?: string | undefined;
  show: (typeof visitsShown)[number];
  cursor?: string | undefined;
  limit: number;
}): Promise<{ items: VisitRow[]; nextCursor: string | null }> {
  const { tx, limit } = options;
  const rows = await tx.rows<Row>(sql`
    select v.id, s.id as asset_id, s.title as asset_title, s.type as asset_type, n.id as version_id,
      n.number as version_number, n.format, l.id as link_id, l.title as link_title,
      coalesce(t.name, l.created_by) as link_owner, c.id as contact_id, c.name as contact_name,
      c.email as contact_email, a.id as account_id, a.name as account_name, m.id as named_id,
      coalesce(nullif(m.name, ''), m.email, 'Unnamed') as named_name, v.email, v.email_verified, v.device_words,
      v.started_at, v.last_at, v.ended_at, v.active_ms, v.pages_seen, v.page_count, v.last_page,
      coalesce((select jsonb_agg(jsonb_build_object('page', p.page, 'activeMs', p.active_ms) order by p.page)
        from asset_visit_page p where p.visit_id = v.id), '[]') as pages,
      v.downloaded_at, v.verified, v.flag_reason, v.forwarded_reason, v.anonymous
    from asset_visit v
    join asset s on s.id = v.asset_id
    join asset_version n on n.id = v.version_id
    join share_link l on l.id = v.link_id
    left join teammate t on t.id = l.teammate_id
    left join contact c on c.id = v.contact_id
    left join account a on a.id = c.account_id
    left join contact m on m.id = l.contact_id
    where ${sql.join(conditionsOf(options), sql` and `)}
    order by v.started_at desc, v.id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: present,
    cursor: ({ started_at: at, id }) => [at.toISOString(), id],
  });
}

function conditionsOf(options: Parameters<typeof listVisits>[0]): SQL[] {
  const { assetId, linkId, contactId, show, cursor } = options;
  const conditions = [sql`true`];
  if (assetId !== undefined) conditions.push(sql`v.asset_id = ${assetId}`);
  // A link's visits would name the person it is for.
  if (linkId !== undefined) conditions.push(sql`v.link_id = ${linkId} and not v.anonymous`);
  if (contactId !== undefined) conditions.push(sql`v.contact_id = ${contactId}`);
  if (show === 'verified') conditions.push(sql`v.verified`);
  if (show === 'flagged') conditions.push(sql`not v.verified`);
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, 2);
    conditions.push(sql`(v.started_at, v.id) < (${String(at)}::timestamptz, ${String(id)}::uuid)`);
  }
  return conditions;
}

function present(row: Row): VisitRow {
  const account =
    row.account_id === null ? null : { id: row.account_id, name: row.account_name ?? 'Unnamed' };
  const isNamed = !row.anonymous;
  return {
    id: row.id,
    asset: { id: row.asset_id, title: row.asset_title, type: row.asset_type },
    version: { id: row.version_id, number: row.version_number, format: row.format },
    link: isNamed ? { id: row.link_id, title: row.link_title, owner: row.link_owner } : null,
    contact:
      row.contact_id === null
        ? null
        : {
            id: row.contact_id,
            name: row.contact_name || row.contact_email || 'Unnamed',
            email: row.contact_email,
            account,
          },
    named: isNamed && row.named_id !== null ? { id: row.named_id, name: row.named_name ?? 'Unnamed' } : null,
    email: row.email,
    emailVerified: row.email_verified,
    device: row.device_words,
    startedAt: row.started_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    activeMs: row.active_ms,
    pagesSeen: row.pages_seen,
    pageCount: row.page_count,
    completion: row.page_count === 0 ? 0 : row.pages_seen / row.page_count,
    lastPage: row.last_page,
    pages: row.pages,
    downloadedAt: row.downloaded_at?.toISOString() ?? null,
    verified: row.verified,
    flagReason: row.flag_reason,
    flagText: row.flag_reason === null ? null : flagReasonText(row.flag_reason),
    forwardedReason: row.forwarded_reason,
    anonymous: row.anonymous,
  };
}
