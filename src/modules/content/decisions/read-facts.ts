import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { CoverageRead } from '../coverage/read-coverage.ts';
import type { Span } from '../coverage/read-range.ts';
import { findTwins } from '../usage/find-twins.ts';
import { finishedFrom } from '../words.ts';
import type { PieceFacts } from './judge-piece.ts';

export type JudgedPiece = {
  id: string;
  title: string;
  type: string | null;
  ownerId: string | null;
  versionNumber: number | null;
  twinId: string | null;
  facts: PieceFacts;
};

type Row = {
  id: string;
  title: string;
  type: string | null;
  owner_id: string | null;
  audience: 'buyer' | 'seller';
  version_number: number | null;
  age_days: number;
  late_days: number | null;
};

type Stop = NonNullable<PieceFacts['stop']>;
type Known = { rates: Map<string, Rate>; stops: Map<string, Stop>; twins: Map<string, TwinOf> };
type TwinOf = { id: string; name: string; alike: number; by: 'text' | 'title' };

/** Of a piece: who read, finished and shared it. */
type Rate = {
  readers: number;
  pageViewers: number;
  measured: number;
  finished: number;
  shares: number;
  sellers: Set<string>;
};

/** The map's figures of each piece, over all personas: the log is walked once for both. */
function ratesOf({ readings, sharing }: CoverageRead): Map<string, Rate> {
  const rates = new Map<string, Rate>();
  const of = (assetId: string): Rate => {
    const none = {
      readers: 0,
      pageViewers: 0,
      measured: 0,
      finished: 0,
      shares: 0,
      sellers: new Set<string>(),
    };
    const rate = rates.get(assetId) ?? none;
    rates.set(assetId, rate);
    return rate;
  };
  for (const reading of readings) {
    const rate = of(reading.assetId);
    rate.readers += reading.readers;
    rate.pageViewers += reading.pageViewers;
    rate.measured += reading.measured;
    rate.finished += reading.finished;
  }
  for (const { assetId, shares, teammateId } of sharing) {
    const rate = of(assetId);
    rate.shares += shares;
    if (teammateId !== null) rate.sellers.add(teammateId);
  }
  return rates;
}

/** What is known of every piece in use over a stretch of time, and how many sellers share at all. */
export async function readFacts(
  tx: Tx,
  { workspaceId, map, now }: { workspaceId: string; map: CoverageRead; now: Date },
): Promise<{ pieces: JudgedPiece[]; sellers: number }> {
  const rows = await readRows(tx, now);
  const rates = ratesOf(map);
  const stops = await readStops(tx, map.span);
  const twins = await bestTwins(tx, { workspaceId, now, rates });
  return {
    pieces: rows.map((row) => judgedPiece(row, rows, { rates, stops, twins })),
    sellers: new Set(map.sharing.flatMap(({ teammateId }) => teammateId ?? [])).size,
  };
}

function readRows(tx: Tx, now: Date): Promise<Row[]> {
  return tx.rows<Row>(sql`
    select a.id, a.title, a.type, a.owner_id, a.audience, v.number as version_number,
      floor(extract(epoch from ${now}::timestamptz - a.created_at) / 86400)::int as age_days,
      case when a.review_on is null then null
        else greatest(0, (${now}::timestamptz at time zone w.time_zone)::date - a.review_on) end as late_days
    from asset a cross join workspace w left join asset_version v on v.id = a.current_version_id
    where a.retired_at is null order by lower(a.title), a.id`);
}

function judgedPiece(row: Row, all: readonly Row[], { rates, stops, twins }: Known): JudgedPiece {
  const own = rates.get(row.id);
  const twin = twins.get(row.id) ?? null;
  const ofTwin = twin === null ? undefined : rates.get(twin.id);
  return {
    id: row.id,
    title: row.title,
    type: row.type,
    ownerId: row.owner_id,
    versionNumber: row.version_number,
    twinId: twin?.id ?? null,
    facts: {
      audience: row.audience,
      ageDays: row.age_days,
      shares: own?.shares ?? 0,
      sellers: own?.sellers.size ?? 0,
      readers: own?.readers ?? 0,
      pageViewers: own?.pageViewers ?? 0,
      measured: own?.measured ?? 0,
      finished: own?.finished ?? 0,
      others: othersOf(row, all, rates),
      stop: stops.get(row.id) ?? null,
      lateDays: row.late_days !== null && row.late_days > 0 ? row.late_days : null,
      twin:
        twin === null
          ? null
          : {
              name: twin.name,
              alike: twin.alike,
              by: twin.by,
              measured: ofTwin?.measured ?? 0,
              finished: ofTwin?.finished ?? 0,
            },
    },
  };
}

function othersOf(row: Row, all: readonly Row[], rates: ReadonlyMap<string, Rate>): PieceFacts['others'] {
  const others = all.filter(
    ({ id, type, audience }) => id !== row.id && type === row.type && audience === row.audience,
  );
  const sum = (of: (rate: Rate) => number) =>
    others.reduce((total, { id }) => {
      const rate = rates.get(id);
      return total + (rate ? of(rate) : 0);
    }, 0);
  return { measured: sum((rate) => rate.measured), finished: sum((rate) => rate.finished) };
}

/**
 * The page of each piece's current version where most of its readers stop. Somebody stopped at the last page that they
 * read for a second, if they did not finish; many visits of one person are one reading.
 */
async function readStops(tx: Tx, { from, to }: Span): Promise<Map<string, Stop>> {
  const rows = await tx.rows<{ asset_id: string } & Stop>(sql`
    with readers as materialized (
      select v.asset_id, coalesce(v.contact_id::text, lower(v.email), v.device_hash, v.id::text) as person,
        max(p.page) as furthest, count(distinct p.page)::real / max(v.page_count) >= ${finishedFrom} as finished
      from asset_visit v join asset a on a.current_version_id = v.version_id
      join asset_visit_page p on p.visit_id = v.id and p.active_ms >= 1000
      where v.workspace_id = current_setting('liaison.workspace_id')::uuid and v.verified and a.retired_at is null
        and v.page_count > 1 and v.started_at >= ${from} and v.started_at < ${to}
      group by 1, 2),
    at_page as (
      select asset_id, furthest as page, count(*)::int as stopped from readers where not finished group by asset_id, furthest)
    select distinct on (s.asset_id) s.asset_id, s.page, s.stopped,
      (select count(*)::int from readers r where r.asset_id = s.asset_id and (r.finished or r.furthest >= s.page)) as of
    from at_page s order by s.asset_id, s.stopped desc, s.page`);
  return new Map(rows.map(({ asset_id, ...stop }) => [asset_id, stop]));
}

/** Of each piece the one that says nearly the same and is finished more often. */
async function bestTwins(
  tx: Tx,
  options: { workspaceId: string; now: Date; rates: ReadonlyMap<string, Rate> },
): Promise<Map<string, TwinOf>> {
  const { twins } = await findTwins(tx, options);
  const rateOf = (id: string) => {
    const rate = options.rates.get(id);
    return rate && rate.measured > 0 ? rate.finished / rate.measured : 0;
  };
  const best = new Map<string, TwinOf>();
  for (const { one, other, alike, by } of twins) {
    for (const [mine, theirs] of [
      [one, other],
      [other, one],
    ] as const) {
      const held = best.get(mine.id);
      if (!held || rateOf(theirs.id) > rateOf(held.id)) best.set(mine.id, { ...theirs, alike, by });
    }
  }
  return best;
}
