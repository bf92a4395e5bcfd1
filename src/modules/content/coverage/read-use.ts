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
  /** People who saw it as a page of our site alone, where nothing says how far they read. */
  pageViewers: number;
};

export type Read = {
  readings: Reading[];
  /** Half of the readings took less. */
  ownMedianMs: number | null;
  ownCaseStudies: { readers: number; finished: number };
};

/** How often a seller gave one piece to people of one persona. */
export type Sharing = { assetId: string; persona: string; teammateId: string | null; shares: number };

type ReadingRow = Omit<Reading, 'assetId'> & { assetId: string | null; median_ms: number | null };

/** Who reads what, by persona, in one walk over the log; and how all of it is read, to be held against what others found. */
export async function readReadings(tx: Tx, { from, to }: Span): Promise<Read> {
  const rows = await tx.rows<ReadingRow>(sql`
    with ${readsOf({ assets: sql`i.asset_id is not null`, window: { from, to } })},
    people as materialized (
      select asset_id, person, max(contact_id::text)::uuid as contact_id, bool_and(is_page) as is_page,
        sum(ms) filter (where not is_page) as ms, max(completion) filter (where not is_page) as completion
      from reads where verified group by asset_id, person)
    select p.asset_id as "assetId", coalesce(c.persona, '') as persona, (count(*) filter (where not p.is_page))::int as readers,
      count(p.completion)::int as measured, (count(*) filter (where p.completion >= ${finishedFrom}))::int as finished,
      (count(*) filter (where p.is_page))::int as "pageViewers", null::bigint as median_ms
    from people p left join contact c on c.id = p.contact_id
    group by p.asset_id, coalesce(c.persona, '')
    union all
    select null, '', 0, (count(p.completion) filter (where lower(a.type) = 'case study'))::int,
      (count(*) filter (where lower(a.type) = 'case study' and p.completion >= ${finishedFrom}))::int, 0,
      round(percentile_cont(0.5) within group (order by p.ms)::numeric)::bigint
    from people p join asset a on a.id = p.asset_id where a.audience = 'buyer' and not p.is_page`);
  const whole = rows.find(({ assetId }) => assetId === null);
  return {
    readings: rows.flatMap(({ assetId, median_ms, ...row }) =>
      assetId === null ? [] : [{ ...row, assetId, persona: keyOf(row.persona) }],
    ),
    ownMedianMs: whole?.median_ms ?? null,
    ownCaseStudies: { readers: whole?.measured ?? 0, finished: whole?.finished ?? 0 },
  };
}

/** Shares by sales; to whom nobody knows, they stand under the persona ''. */
export async function readSharing(tx: Tx, { from, to }: Span): Promise<Sharing[]> {
  const rows = await tx.rows<Sharing>(sql`
    with ${sharesOf({ assets: sql`i.asset_id is not null`, window: { from, to } })}
    select s.asset_id as "assetId", coalesce(c.persona, '') as persona, s.teammate_id as "teammateId", count(*)::int as shares
    from shares s left join contact c on c.id = s.contact_id
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
