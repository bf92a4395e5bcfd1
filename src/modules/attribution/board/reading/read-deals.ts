import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { exchangeOf, type Money } from '../../settings/money.ts';
import type { BoardDeal } from './board-deal.ts';

type DealRow = {
  id: string;
  status: BoardDeal['status'];
  opened_ms: number;
  closed_ms: number | null;
  amount_minor: number | null;
  currency: string | null;
  channel: string;
  segment: string;
  stage: string;
};

export type BoardDeals = {
  deals: BoardDeal[];
  /** Deals in another currency of which no rate was in force on their day. */
  withoutRate: number;
  withoutAmount: number;
};

/**
 * All deals with their stages over time. Who brought a deal: whoever is its primary contact, else who joined first. A
 * deal that is over without a day on which it closed closed when that was noted.
 */
export async function readBoardDeals(tx: Tx, money: Money): Promise<BoardDeals> {
  const rows = await tx.rows<DealRow>(sql`
    select o.id, o.status, floor(extract(epoch from t.opened_at) * 1000)::bigint as opened_ms,
      case when o.status <> 'open' then floor(extract(epoch from
        coalesce(o.closed_at, noted.at, greatest(t.opened_at, o.created_at))) * 1000)::bigint end as closed_ms,
      o.amount_minor, o.currency, coalesce(c.channel, '') as channel, coalesce(a.segment, a.industry, '') as segment,
      coalesce(o.stage, '') as stage
    from opportunity o
    cross join lateral (select coalesce(o.opened_at, least(o.created_at, o.closed_at)) as opened_at) t
    left join lateral (
      select g.contact_id from opportunity_contact g where g.workspace_id = o.workspace_id and g.opportunity_id = o.id
      order by g.is_primary desc, g.created_at, g.contact_id limit 1) main on true
    left join contact c on c.id = main.contact_id
    left join account a on a.id = coalesce(o.account_id, c.account_id)
    left join lateral (
      select max(s.at) as at from opportunity_stage_change s
      where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.status = o.status) as noted on true
    order by o.id`);
  const moves = await readMoves(tx);
  const exchange = exchangeOf(money);
  let withoutRate = 0;
  const deals = rows.map((row): BoardDeal => {
    // By the rate in force on the day of the result: of the close, else of the opening.
    const amountMinor =
      row.amount_minor === null
        ? null
        : exchange.at(row.amount_minor, row.currency, row.closed_ms ?? row.opened_ms);
    if (row.amount_minor !== null && amountMinor === null) withoutRate += 1;
    return {
      id: row.id,
      status: row.status,
      openedMs: row.opened_ms,
      closedMs: row.closed_ms,
      amountMinor,
      channel: row.channel,
      segment: row.segment,
      stage: row.stage,
      moves: moves.get(row.id) ?? [],
    };
  });
  return { deals, withoutRate, withoutAmount: rows.filter((row) => row.amount_minor === null).length };
}

async function readMoves(tx: Tx): Promise<Map<string, { atMs: number; stage: string }[]>> {
  const rows = await tx.rows<{ id: string; at_ms: number; stage: string }>(sql`
    select opportunity_id as id, floor(extract(epoch from at) * 1000)::bigint as at_ms, coalesce(stage, '') as stage
    from opportunity_stage_change where status = 'open' order by opportunity_id, at, recorded_at, id`);
  const moves = new Map<string, { atMs: number; stage: string }[]>();
  for (const { id, at_ms, stage } of rows) {
    const of = moves.get(id) ?? [];
    of.push({ atMs: at_ms, stage });
    moves.set(id, of);
  }
  return moves;
}
