import { toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DealReason, Outcome } from './contract.ts';
import { afterDeal } from './deal-cursor.ts';
import { readPeriod } from './period.ts';
import { standingReasons } from './standing-reasons.ts';

export type ListOptions = {
  cursor?: string | undefined;
  limit: number;
  outcome?: Outcome | undefined;
  reason?: string | undefined;
  sellerId?: string | undefined;
  opportunityId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  now: Date;
};

/** What was said of closed deals, those closed last first; of all time where no days are named. */
export async function listReasons(
  tx: Tx,
  options: ListOptions,
): Promise<{ items: DealReason[]; nextCursor: string | null }> {
  const { outcome, reason, sellerId, opportunityId, from, to, cursor, limit } = options;
  const where: SQL[] = [
    ...(outcome === undefined ? [] : [sql`r.outcome = ${outcome}`]),
    ...(reason === undefined ? [] : [sql`${reason} = any(r.reasons)`]),
    ...(sellerId === undefined ? [] : [sql`o.owner_id = ${sellerId}`]),
    ...(opportunityId === undefined ? [] : [sql`r.opportunity_id = ${opportunityId}`]),
  ];
  const period = from === undefined && to === undefined ? null : await readPeriod(tx, options);
  const having: SQL[] = [
    ...(period === null
      ? []
      : [sql`deal_closed_at >= ${period.fromAt} and deal_closed_at < ${period.untilAt}`]),
    ...(cursor === undefined ? [] : [afterDeal(cursor)]),
  ];
  const rows = await standingReasons(tx, {
    where: sql.join([sql`true`, ...where], sql` and `),
    having: sql.join([sql`true`, ...having], sql` and `),
    limit: limit + 1,
  });
  return toPage({
    rows,
    limit,
    item: (row) => row,
    cursor: ({ deal }) => [deal.closedAt, deal.id],
  });
}
