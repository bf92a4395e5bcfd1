import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../../platform/postgres/database.ts';
import { flagReasonText } from '../../../tracking/index.ts';
import type { PieceScope, PieceVisit, VisitList } from './contract.ts';
import { peopleOf, planPiece } from './plan.ts';

type Row = {
  id: string;
  place: number;
  visitId: string | null;
  at: Date;
  contactId: string | null;
  name: string | null;
  accountId: string | null;
  accountName: string | null;
  email: string | null;
  version: number | null;
  linkId: string | null;
  linkTitle: string | null;
  ms: number | null;
  pagesSeen: number | null;
  pageCount: number | null;
  completion: number | null;
  lastPage: number | null;
  downloadedAt: Date | null;
  device: string | null;
  forwardedReason: string | null;
  verified: boolean;
  flagReason: string | null;
};

const lists: Record<VisitList, SQL> = {
  visits: sql`r.verified and not r.is_page`,
  downloads: sql`r.verified and not r.is_page and r.downloaded_at is not null`,
  forwards: sql`r.verified and not r.is_page and r.forwarded_reason is not null`,
  left_out: sql`not r.verified`,
};

/** The visits behind a figure, latest first. */
export async function listVisits(
  options: PieceScope & {
    tx: Tx;
    now: Date;
    of: VisitList;
    reason?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<{ items: PieceVisit[]; nextCursor: string | null }> {
  const { tx, limit, of, reason } = options;
  const plan = await planPiece({ tx, now: options.now, scope: options });
  const [place, id] = options.cursor === undefined ? [null, null] : decodeCursor(options.cursor, 2);
  const micros = sql`(extract(epoch from r.at) * 1000000)::bigint`;
  const rows = await tx.rows<Row>(sql`
    with ${peopleOf(plan)},
    listed as (
      select r.*, ${micros} as place from reads r
      where ${lists[of]} and (${plan.versionId}::uuid is null or r.version_id = ${plan.versionId})
        and (${reason ?? null}::text is null or r.flag_reason = ${reason ?? null})
        and (${place}::bigint is null or (${micros}, r.id::text) < (${place}, ${id}))
      order by r.at desc, r.id::text desc limit ${limit + 1})
    select r.id, r.place, r.visit_id as "visitId", r.at, c.id as "contactId", c.name, a.id as "accountId",
      a.name as "accountName", w.email, v.number as version, l.id as "linkId", l.title as "linkTitle", r.ms,
      w.pages_seen as "pagesSeen", w.page_count as "pageCount", r.completion, w.last_page as "lastPage",
      r.downloaded_at as "downloadedAt", w.device_words as device, r.forwarded_reason as "forwardedReason", r.verified,
      r.flag_reason as "flagReason"
    from listed r
    left join asset_visit w on w.id = r.visit_id
    left join asset_version v on v.id = r.version_id
    left join share_link l on l.id = r.link_id
    left join contact c on c.id = r.contact_id
    left join account a on a.id = c.account_id
    order by r.at desc, r.id::text desc`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.place, row.id] });
}

function present(row: Row): PieceVisit {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: row.id,
    visitId: row.visitId,
    at: row.at.toISOString(),
    contact: named(row.contactId, row.name),
    account: named(row.accountId, row.accountName),
    email: row.email,
    version: row.version,
    link: row.linkId === null ? null : { id: row.linkId, title: row.linkTitle ?? '' },
    activeMs: row.ms ?? 0,
    pagesSeen: row.pagesSeen,
    pageCount: row.pageCount,
    completion: row.completion,
    lastPage: row.lastPage,
    downloadedAt: row.downloadedAt?.toISOString() ?? null,
    device: row.device,
    forwardedReason: row.forwardedReason,
    flagText: row.verified
      ? null
      : row.flagReason === null
        ? 'too little was seen to say whether a person read'
        : flagReasonText(row.flagReason),
  };
}
