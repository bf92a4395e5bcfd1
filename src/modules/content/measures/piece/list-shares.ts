import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { PieceScope, PieceShare } from './contract.ts';
import { planPiece } from './plan.ts';
import { givenOf } from './queries/count-sharing.ts';

type Row = {
  id: string;
  place: number;
  at: Date;
  teammateId: string | null;
  teammateName: string | null;
  by: string | null;
  contactId: string | null;
  name: string | null;
  accountId: string | null;
  accountName: string | null;
  linkId: string | null;
  linkTitle: string | null;
  sentBy: string | null;
  readAt: Date | null;
  completion: number | null;
};

/** Who gave the piece to whom, how, and whether it was read afterwards; latest first. */
export async function listShares(
  options: PieceScope & {
    tx: Tx;
    now: Date;
    teammateId?: string | undefined;
    side?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<{ items: PieceShare[]; nextCursor: string | null }> {
  const { tx, limit } = options;
  const [teammateId, side] = [options.teammateId ?? null, options.side ?? null];
  const plan = await planPiece({ tx, now: options.now, scope: options });
  const [place, id] = options.cursor === undefined ? [null, null] : decodeCursor(options.cursor, 2);
  const micros = sql`(extract(epoch from g.at) * 1000000)::bigint`;
  const rows = await tx.rows<Row>(sql`
    with ${givenOf(plan)}
    select g.id, ${micros} as place, g.at, g.teammate_id as "teammateId", g.teammate_name as "teammateName",
      g.created_by as by, c.id as "contactId", c.name, a.id as "accountId", a.name as "accountName",
      g.link_id as "linkId", g.link_title as "linkTitle", g.sent_by as "sentBy", g.read_at as "readAt", g.completion
    from given g
    left join contact c on c.id = g.contact_id
    left join account a on a.id = c.account_id
    where (${teammateId}::uuid is null or g.teammate_id = ${teammateId})
      and (${side}::text is null or g.side = ${side})
      and (${place}::bigint is null or (${micros}, g.id::text) < (${place}, ${id}))
    order by g.at desc, g.id::text desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.place, row.id] });
}

function present(row: Row): PieceShare {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: row.id,
    at: row.at.toISOString(),
    teammate: named(row.teammateId, row.teammateName),
    by: row.teammateName ?? row.by,
    contact: named(row.contactId, row.name),
    account: named(row.accountId, row.accountName),
    link: row.linkId === null ? null : { id: row.linkId, title: row.linkTitle ?? '' },
    sentBy: row.sentBy,
    readAt: row.readAt?.toISOString() ?? null,
    completion: row.completion,
  };
}
