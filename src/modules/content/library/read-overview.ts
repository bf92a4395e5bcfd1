import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { assetTypes } from '../words.ts';
import { assetSource, stateOf } from './asset-rows.ts';
import type { LibraryOverview } from './schemas.ts';

type Counts = Pick<
  LibraryOverview,
  'pieces' | 'usedBySales' | 'pastReview' | 'preparing' | 'refused' | 'retired'
>;

const mostChoices = 500;

/** How many pieces there are and how they stand, and what the library can be filtered by. */
export async function readOverview({ tx, now }: { tx: Tx; now: Date }): Promise<LibraryOverview> {
  const counts = await readCounts(tx, now);
  const [types, personas] = await readWords(tx);
  return {
    ...counts,
    types,
    knownTypes: [...new Set([...assetTypes, ...types])],
    personas,
    buyingStages: await tx.rows(sql`select key, name from buying_stage order by position`),
    owners: await tx.rows(sql`select t.id, t.name from teammate t
      where exists (select from asset a where a.owner_id = t.id) order by lower(t.name), t.id limit ${mostChoices}`),
    campaigns: await tx.rows(sql`select c.id, c.name from campaign c
      where exists (select from asset a where a.campaign_id = c.id) order by lower(c.name), c.id limit ${mostChoices}`),
  };
}

async function readCounts(tx: Tx, now: Date): Promise<Counts> {
  const quarter = sql`(select (date_trunc('quarter', ${now}::timestamptz at time zone time_zone) at time zone time_zone)
    from workspace)`;
  const counts = await tx.first<Counts>(sql`
    select count(*) filter (where not is_retired)::int as pieces,
      count(*) filter (where not is_retired and used)::int as "usedBySales",
      count(*) filter (where state = 'stale')::int as "pastReview",
      count(*) filter (where not is_retired and latest in ('waiting', 'processing'))::int as preparing,
      count(*) filter (where not is_retired and latest = 'refused')::int as refused,
      count(*) filter (where is_retired)::int as retired
    from (
      select a.retired_at is not null as is_retired, ${stateOf(now)} as state, coalesce(n.state, v.state) as latest,
        exists (select from interaction i where i.workspace_id = current_setting('liaison.workspace_id')::uuid
          and i.asset_id = a.id and i.type = 'asset_shared' and i.occurred_at >= ${quarter}
          and i.teammate_id in (select id from teammate where side = 'sales')) as used
      from ${assetSource}) as piece`);
  if (counts === null) throw new Error('A count has a row.');
  return counts;
}

/** Words that pieces carry; personas also those that people carry, for whom there is nothing yet. */
async function readWords(tx: Tx): Promise<[types: string[], personas: string[]]> {
  const rows = await tx.rows<{ kind: 'type' | 'persona'; word: string }>(sql`
    select 'type' as kind, type as word from asset where type is not null group by type
    union
    select 'persona', persona from (
      select unnest(personas) as persona from asset
      union
      select persona from contact where persona is not null) as said
    order by word limit ${mostChoices}`);
  const of = (kind: 'type' | 'persona') => rows.filter((row) => row.kind === kind).map(({ word }) => word);
  return [of('type'), of('persona')];
}
