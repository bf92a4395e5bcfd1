import { type SQL, sql } from '../../../../../platform/postgres/database.ts';
import { finishedFrom, seenFromMs } from '../../../words.ts';
import type { PieceFiguresPage } from '../contract.ts';
import { type PiecePlan, peopleOf } from '../plan.ts';

/**
 * How far each person got in one version: subqueries `on_pages` (a row a person and page that they read) and `reach`
 * (a row a person, with the page on which they stopped; null where they finished). Who comes back reads on: all their
 * visits count together.
 */
export function reachOf(plan: PiecePlan, versionId: string): SQL {
  return sql`${peopleOf({ ...plan, versionId })},
    on_pages as materialized (
      select c.person, p.page, sum(p.active_ms) as ms
      from counted c join asset_visit_page p on p.visit_id = c.visit_id
      group by c.person, p.page having sum(p.active_ms) >= ${seenFromMs}),
    reach as materialized (
      select o.person, case when count(*)::real / v.page_count >= ${finishedFrom}::real then null else max(o.page) end as stopped_at
      from on_pages o cross join (select page_count from asset_version where id = ${versionId}) v
      group by o.person, v.page_count)`;
}

const longestLabel = 80;

/** Each page of a version: how long it held people, who got there, who read no further. */
export function readPages(plan: PiecePlan, versionId: string): Promise<PieceFiguresPage[]> {
  return plan.tx.rows<PieceFiguresPage>(sql`
    with ${reachOf(plan, versionId)},
    held as (
      select page, count(*) as reached, percentile_cont(0.5) within group (order by ms) as median_ms, avg(ms) as mean_ms
      from on_pages group by page),
    stops as (select stopped_at as page, count(*) as stopped from reach where stopped_at is not null group by 1)
    select n.page, nullif(left(btrim(split_part(btrim(g.text, E' \n\r\t'), E'\n', 1)), ${longestLabel}), '') as label,
      g.from_ms as "fromMs", round(h.median_ms::numeric)::bigint as "medianMs", round(h.mean_ms)::bigint as "meanMs",
      coalesce(h.reached, 0) as reached, coalesce(s.stopped, 0) as stopped
    from (select generate_series(1, page_count) as page from asset_version where id = ${versionId}) n
    left join asset_page g on g.version_id = ${versionId} and g.number = n.page
    left join held h on h.page = n.page left join stops s on s.page = n.page
    order by n.page`);
}

/** Over how many people the pages are counted. */
export async function countOnPages(plan: PiecePlan, versionId: string): Promise<number> {
  const row = await plan.tx.first<{ people: number }>(
    sql`with ${reachOf(plan, versionId)} select count(*) as people from reach`,
  );
  return row?.people ?? 0;
}
