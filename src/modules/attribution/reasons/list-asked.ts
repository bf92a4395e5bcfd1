import { toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { type DealColumns, dealColumns, dealOf, withNames } from './closed-deals.ts';
import type { ReasonDeal } from './contract.ts';
import { afterDeal, dealOrder } from './deal-cursor.ts';
import { ownTeammates } from './own-teammates.ts';

/** Of what closed longer ago nobody is asked: hardly anybody remembers. */
const askedForMs = 365 * 86_400_000;

type AskedOptions = {
  userId: string | null;
  whose: 'mine' | 'all';
  now: Date;
  limit: number;
  cursor?: string | undefined;
};

type Asked = { items: ReasonDeal[]; nextCursor: string | null; waiting: number };

/** Closed deals of which nobody has said why they ended as they did; latest first. */
export async function listAsked(tx: Tx, { userId, whose, now, limit, cursor }: AskedOptions): Promise<Asked> {
  const owners = whose === 'all' ? null : await ownTeammates(tx, userId);
  if (owners?.length === 0) return { items: [], nextCursor: null, waiting: 0 };
  const since = new Date(now.getTime() - askedForMs);
  const asked: SQL = sql`o.status in ('won', 'lost')
    and (o.closed_at >= ${since} or (o.closed_at is null and o.updated_at >= ${since}))
    ${owners === null ? sql`` : sql`and o.owner_id = any(${sql.param(owners)}::uuid[])`}
    and not exists (select from deal_reason r where r.workspace_id = o.workspace_id and r.opportunity_id = o.id
      and r.outcome = o.status and r.version = (
        select max(version) from deal_reason l where l.workspace_id = o.workspace_id and l.opportunity_id = o.id))`;
  const rows = await tx.rows<DealColumns>(sql`
    select * from (select ${dealColumns} from opportunity o ${withNames} where ${asked}) as one
    where ${cursor === undefined ? sql`true` : afterDeal(cursor)}
    order by ${dealOrder} limit ${limit + 1}`);
  const counted = await tx.first<{ waiting: number }>(
    sql`select count(*)::int as waiting from opportunity o where ${asked}`,
  );
  const page = toPage({
    rows,
    limit,
    item: dealOf,
    cursor: (row) => [row.deal_closed_at.toISOString(), row.deal_id],
  });
  return { ...page, waiting: counted?.waiting ?? 0 };
}
