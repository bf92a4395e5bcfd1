import { type SQL, sql } from '../../../../../platform/postgres/database.ts';
import { finishedFrom } from '../../../words.ts';
import { sharesOf } from '../../reads.ts';
import type { PieceReading } from '../contract.ts';
import { type PiecePlan, peopleOf } from '../plan.ts';

export type TotalsRow = PieceReading & {
  downloads: number;
  forwards: number;
  firstReadAt: Date | null;
  lastReadAt: Date | null;
};

const figures: SQL = sql`count(*) as readers, coalesce(sum(visits), 0) as visits, count(completion) as measured,
  count(*) filter (where completion >= ${finishedFrom}) as finished,
  round((percentile_cont(0.5) within group (order by ms))::numeric)::bigint as "medianMs", round(avg(ms))::bigint as "meanMs"`;

export async function countReading(plan: PiecePlan): Promise<TotalsRow> {
  const row = await plan.tx.first<TotalsRow>(sql`
    with ${peopleOf(plan)}
    select ${figures}, (select count(*) from counted where downloaded_at is not null) as downloads,
      (select count(*) from counted where forwarded_reason is not null) as forwards,
      min(first_at) as "firstReadAt", max(last_at) as "lastReadAt"
    from people`);
  if (!row) throw new Error('Totals have a row, whatever there is.');
  return row;
}

/** The same by version; null: read where no version is known. */
export async function countReadingByVersion(plan: PiecePlan): Promise<Map<string | null, PieceReading>> {
  const rows = await plan.tx.rows<PieceReading & { versionId: string | null }>(sql`
    with ${peopleOf({ ...plan, versionId: null })},
    by_version as (
      select version_id, person, count(*) as visits, coalesce(sum(ms), 0) as ms, max(completion) as completion
      from counted group by version_id, person)
    select version_id as "versionId", ${figures} from by_version group by version_id`);
  return new Map(rows.map(({ versionId, ...reading }) => [versionId, reading]));
}

export type OutsideRow = { pageViewers: number; shares: number; salesShares: number; sellers: number };

/** Who saw it as a page of the site, and who gave it to somebody. */
export async function countAround(plan: PiecePlan): Promise<OutsideRow> {
  const assets = sql`i.asset_id = ${plan.piece.id}`;
  const row = await plan.tx.first<OutsideRow>(sql`
    with ${peopleOf({ ...plan, versionId: null }, { ofPages: true })}, ${sharesOf({ assets, window: plan.window })}
    select (select count(*) from people) as "pageViewers", count(*) as shares,
      count(*) filter (where side = 'sales') as "salesShares",
      count(distinct teammate_id) filter (where side = 'sales') as sellers
    from shares`);
  if (!row) throw new Error('Totals have a row, whatever there is.');
  return row;
}

export type LeftOutRow = { kind: 'scanner' | 'staff' | 'unproved'; reason: string | null; visits: number };

/** Visits that do not count, by why. */
export function countLeftOut(plan: PiecePlan): Promise<LeftOutRow[]> {
  const ofVersion = plan.versionId === null ? sql`true` : sql`r.version_id = ${plan.versionId}`;
  return plan.tx.rows<LeftOutRow>(sql`
    with ${peopleOf(plan)}
    select left_out as kind, flag_reason as reason, count(*) as visits from reads r
    where not r.verified and ${ofVersion} group by 1, 2 order by count(*) desc, 2`);
}
