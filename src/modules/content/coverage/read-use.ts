import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { readsOf, sharesOf } from '../measures/reads.ts';
import { finishedFrom } from '../words.ts';
import { keyOf } from './places.ts';
import type { Span } from './read-range.ts';

/** How one persona reads one piece. */
export type Reading = {
  assetId: string;
  /** Its key; '' where it is not known. */
  persona: string;
  readers: number;
  measured: number;
  finished: number;
};

/** How often a seller gave one piece to people of one persona. */
export type Sharing = { assetId: string; persona: string; teammateId: string | null; shares: number };

/** A page of our own site counts as read only where something says how far. */
const isReading = sql`i.type = 'asset_viewed'`;

export async function readReadings(tx: Tx, { from, to }: Span): Promise<Reading[]> {
  const assets = sql`i.asset_id is not null and ${isReading}`;
  const rows = await tx.rows<Reading>(sql`
    with ${readsOf({ assets, window: { from, to } })},
    people as (
      select asset_id, person, max(contact_id::text)::uuid as contact_id, max(completion) as completion
      from reads where verified group by asset_id, person)
    select p.asset_id as "assetId", coalesce(c.persona, '') as persona, count(*)::int as readers,
      count(p.completion)::int as measured, (count(*) filter (where p.completion >= ${finishedFrom}))::int as finished
    from people p left join contact c on c.id = p.contact_id
    group by p.asset_id, coalesce(c.persona, '')`);
  return rows.map((row) => ({ ...row, persona: keyOf(row.persona) }));
}

/** Shares by sales; to whom nobody knows, they stand under the persona ''. */
export async function readSharing(tx: Tx, { from, to }: Span): Promise<Sharing[]> {
  const rows = await tx.rows<Sharing>(sql`
    with ${sharesOf({ assets: sql`i.asset_id is not null`, window: { from, to } })}
    select s.asset_id as "assetId", coalesce(c.persona, '') as persona, s.teammate_id as "teammateId", count(*)::int as shares
    from shares s left join contact c on c.id = surviving_record('contact', s.contact_id)
    where s.side = 'sales' group by s.asset_id, coalesce(c.persona, ''), s.teammate_id`);
  return rows.map((row) => ({ ...row, persona: keyOf(row.persona) }));
}

/** Visits that do not count: by programs and those unproved, and by our own people. */
export async function countLeftOut(
  tx: Tx,
  { from, to }: Span,
): Promise<{ scanners: number; colleagues: number }> {
  const counts = await tx.first<{ scanners: number; colleagues: number }>(sql`
    select count(*) filter (where coalesce(flag_reason, '') not like 'staff%')::int as scanners,
      count(*) filter (where flag_reason like 'staff%')::int as colleagues
    from interaction i
    where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.asset_id is not null
      and i.type = 'asset_viewed' and not i.verified and i.occurred_at >= ${from} and i.occurred_at < ${to}
      and not exists (select from interaction_replacement r where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`);
  return counts ?? { scanners: 0, colleagues: 0 };
}

/** Half of the readings took less; and how case studies are read: to be held against what others found. */
export async function readOwnLines(
  tx: Tx,
  { from, to }: Span,
): Promise<{ ownMedianMs: number | null; ownCaseStudies: { readers: number; finished: number } }> {
  const assets = sql`i.asset_id is not null and ${isReading}`;
  const row = await tx.first<{ median_ms: number | null; readers: number; finished: number }>(sql`
    with ${readsOf({ assets, window: { from, to } })},
    people as (select r.asset_id, r.person, sum(r.ms) as ms, max(r.completion) as completion
      from reads r where r.verified group by r.asset_id, r.person)
    select round(percentile_cont(0.5) within group (order by p.ms)::numeric)::bigint as median_ms,
      count(p.completion) filter (where lower(a.type) = 'case study')::int as readers,
      (count(*) filter (where lower(a.type) = 'case study' and p.completion >= ${finishedFrom}))::int as finished
    from people p join asset a on a.id = p.asset_id where a.audience = 'buyer'`);
  return {
    ownMedianMs: row?.median_ms ?? null,
    ownCaseStudies: { readers: row?.readers ?? 0, finished: row?.finished ?? 0 },
  };
}
