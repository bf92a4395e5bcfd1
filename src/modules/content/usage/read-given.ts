import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Span } from '../coverage/read-range.ts';
import { whatFollowed } from '../measures/piece/queries/what-followed.ts';
import { readsOf, sharesOf } from '../measures/reads.ts';
import { finishedFrom } from '../words.ts';

/** What one person gave to another, and what became of it. */
export type Given = {
  teammateId: string | null;
  side: string | null;
  assetId: string;
  /** Who got it; null: whoever had the link. */
  contactId: string | null;
  shares: number;
  lastAt: Date;
  /** Opened, finished or followed by a step forward since. */
  opened: boolean;
  finished: boolean;
  stepped: boolean;
};

/** Every piece given to somebody in a stretch of time, a row for each giver, piece and receiver. */
export function readGiven(tx: Tx, { from, to }: Span): Promise<Given[]> {
  const shared = sql`i.asset_id in (select asset_id from shares) and i.type = 'asset_viewed'`;
  return tx.rows<Given>(sql`
    with ${sharesOf({ assets: sql`i.asset_id is not null`, window: { from, to } })},
    ${readsOf({ assets: shared, window: { from, to: null } })},
    given as materialized (
      select teammate_id, side, asset_id, contact_id, count(*)::int as shares, min(at) as first_at, max(at) as last_at
      from shares group by teammate_id, side, asset_id, contact_id),
    pairs as materialized (
      select asset_id, contact_id, min(first_at) as first_at from given where contact_id is not null
      group by asset_id, contact_id),
    seen as materialized (
      select g.teammate_id, g.asset_id, g.contact_id, max(r.completion) as completion
      from given g join reads r on r.asset_id = g.asset_id and r.contact_id = g.contact_id and r.at >= g.first_at
      where r.verified group by g.teammate_id, g.asset_id, g.contact_id),
    ${whatFollowed}
    select g.teammate_id as "teammateId", g.side, g.asset_id as "assetId", g.contact_id as "contactId", g.shares,
      g.last_at as "lastAt", n.asset_id is not null as opened, coalesce(n.completion >= ${finishedFrom}, false) as finished,
      exists (select from followed f where f.asset_id = g.asset_id and f.contact_id = g.contact_id) as stepped
    from given g left join seen n on n.teammate_id is not distinct from g.teammate_id and n.asset_id = g.asset_id
      and n.contact_id = g.contact_id`);
}

type Use = {
  shares: number;
  reached: number;
  read: number;
  finished: number;
  nextSteps: number;
  pieces: number;
};

/** Sums of what was given. A person counts once, whatever they got. */
export function sumsOf(given: readonly Given[]): Use {
  const people = (of: (one: Given) => boolean) =>
    new Set(given.filter(of).flatMap(({ contactId }) => contactId ?? [])).size;
  return {
    shares: given.reduce((sum, { shares }) => sum + shares, 0),
    reached: people(() => true),
    read: people(({ opened }) => opened),
    finished: people(({ finished }) => finished),
    nextSteps: people(({ stepped }) => stepped),
    pieces: new Set(given.map(({ assetId }) => assetId)).size,
  };
}
