import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { finishedFrom } from '../words.ts';
import { readsOf, sharesOf, type Window } from './reads.ts';

/** What became of one piece in a stretch of time. Scanners and our own people are left out and counted apart. */
export type FinishRate = {
  assetId: string;
  /** People who read it. */
  readers: number;
  /** Of them, those of whom it is known how far they got. */
  measured: number;
  /** Of these, who got to its end. */
  finished: number;
  visits: number;
  activeMs: number;
  /** Time of the middle reader over all their visits; null: nobody. */
  medianMs: number | null;
  /** People who saw it as a page of our site, where nothing says how far they read. */
  pageViewers: number;
  shares: number;
  /** Shares by people of sales, and how many of them shared it. */
  salesShares: number;
  sellers: number;
  leftOut: { scanners: number; staff: number; unproved: number };
};

type Row = Omit<FinishRate, 'leftOut'> & { scanners: number; staff: number; unproved: number };

/** How pieces are read, finished and shared, in one query for all of them. Pieces of which nothing is known are left out. */
export async function finishRates(
  tx: Tx,
  { assetIds, from, to }: { assetIds?: readonly string[] | undefined } & Window,
): Promise<Map<string, FinishRate>> {
  if (assetIds?.length === 0) return new Map();
  const assets = assetIds
    ? sql`i.asset_id = any(${sql.param([...assetIds])}::uuid[])`
    : sql`i.asset_id is not null`;
  const window = { from, to };
  const rows = await tx.rows<Row>(sql`
    with ${readsOf({ assets, window })}, ${sharesOf({ assets, window })},
    people as (
      select asset_id, person, count(*) filter (where not is_page) as visits, sum(ms) filter (where not is_page) as ms,
        max(completion) filter (where not is_page) as completion, bool_or(is_page) as saw_page
      from reads where verified group by asset_id, person),
    of_people as (
      select asset_id, count(*) filter (where visits > 0) as readers, count(completion) as measured,
        count(*) filter (where completion >= ${finishedFrom}) as finished, coalesce(sum(visits), 0) as visits,
        coalesce(sum(ms), 0) as active_ms,
        percentile_cont(0.5) within group (order by ms) filter (where visits > 0) as median_ms,
        count(*) filter (where saw_page) as page_viewers
      from people group by asset_id),
    of_shares as (
      select asset_id, count(*) as shares, count(*) filter (where side = 'sales') as sales_shares,
        count(distinct teammate_id) filter (where side = 'sales') as sellers
      from shares group by asset_id),
    others as (
      select asset_id, count(*) filter (where left_out = 'scanner') as scanners,
        count(*) filter (where left_out = 'staff') as staff, count(*) filter (where left_out = 'unproved') as unproved
      from reads where not verified group by asset_id)
    select a.asset_id as "assetId", coalesce(p.readers, 0) as readers, coalesce(p.measured, 0) as measured,
      coalesce(p.finished, 0) as finished, coalesce(p.visits, 0) as visits, coalesce(p.active_ms, 0) as "activeMs",
      round(p.median_ms::numeric)::bigint as "medianMs", coalesce(p.page_viewers, 0) as "pageViewers",
      coalesce(s.shares, 0) as shares, coalesce(s.sales_shares, 0) as "salesShares", coalesce(s.sellers, 0) as sellers,
      coalesce(o.scanners, 0) as scanners, coalesce(o.staff, 0) as staff, coalesce(o.unproved, 0) as unproved
    from (select asset_id from of_people union select asset_id from of_shares union select asset_id from others) a
    left join of_people p using (asset_id) left join of_shares s using (asset_id) left join others o using (asset_id)`);
  return new Map(
    rows.map(({ scanners, staff, unproved, ...row }) => [
      row.assetId,
      { ...row, leftOut: { scanners, staff, unproved } },
    ]),
  );
}
