import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { joinSurvivor } from '../../people/index.ts';
import { readsOf } from '../measures/reads.ts';
import { finishedFrom } from '../words.ts';
import type { FilledCell } from './build-map.ts';
import { anyPlace, type CellDetail, type CellPiece, type CoveragePeriod } from './contract.ts';
import { finishRateOf } from './judge-cell.ts';
import { keyOf } from './places.ts';
import { type CoverageRead, presentCell, readMap } from './read-coverage.ts';
import type { Span } from './read-range.ts';

const mostReaders = 100;
const mostDeals = 200;

type Options = {
  period: CoveragePeriod;
  persona: string;
  phase: string;
  step?: number | undefined;
  now: Date;
};

/** What a cell of the map is made of: its pieces, who reads them, the deals that wait and what was asked for. */
export async function readCell(tx: Tx, options: Options): Promise<CellDetail> {
  const map = await readMap(tx, options);
  const persona = keyOf(options.persona);
  const cell = map.cells.find(
    (one) =>
      one.persona === persona &&
      one.phase === options.phase &&
      (options.step === undefined || one.steps.length === 0 || one.steps.includes(options.step)),
  );
  if (!cell) throw notFound('place on the map');
  const { people, readers } = await readReaders(tx, { cell, span: map.span });
  return {
    range: map.range,
    cell: presentCell(cell),
    pieces: await readPieces(tx, map, cell),
    forAnyone: generalPieces(map, cell),
    people,
    readers,
    deals: await readDeals(tx, map, cell),
    requests: await readRequests(tx, cell.requestIds),
  };
}

async function readPieces(tx: Tx, map: CoverageRead, cell: FilledCell): Promise<CellPiece[]> {
  const isTheirs = ({ persona }: { persona: string }) =>
    cell.persona === anyPlace || persona === cell.persona;
  const last = await tx.rows<{ asset_id: string; at: Date }>(sql`select i.asset_id, max(i.occurred_at) as at
    from interaction i join teammate t on t.id = i.teammate_id and t.side = 'sales'
    where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.type = 'asset_shared' and i.verified
      and i.asset_id = any(${sql.param(cell.pieceIds)}::uuid[])
      and not exists (select from interaction_replacement r where r.workspace_id = i.workspace_id and r.interaction_id = i.id)
    group by i.asset_id`);
  const lastAt = new Map(last.map(({ asset_id, at }) => [asset_id, at]));
  return map.layout.pieces
    .filter(({ id }) => cell.pieceIds.includes(id))
    .map(({ id, title, type }) => {
      const readings = map.readings.filter((one) => one.assetId === id && isTheirs(one));
      const sharing = map.sharing.filter((one) => one.assetId === id && isTheirs(one));
      const sum = (of: (reading: (typeof readings)[number]) => number) =>
        readings.reduce((total, reading) => total + of(reading), 0);
      const measured = sum((one) => one.measured);
      const finished = sum((one) => one.finished);
      return {
        asset: { id, title, type },
        readers: sum((one) => one.readers),
        pageViewers: sum((one) => one.pageViewers),
        measured,
        finished,
        finishRate: finishRateOf({ measured, finished }),
        shares: sharing.reduce((total, one) => total + one.shares, 0),
        sellers: new Set(sharing.flatMap(({ teammateId }) => teammateId ?? [])).size,
        lastSharedAt: lastAt.get(id)?.toISOString() ?? null,
      };
    });
}

/** Pieces made for nobody in particular, or for no stage, that would do here as well. */
function generalPieces({ layout }: CoverageRead, cell: FilledCell): CellDetail['forAnyone'] {
  return layout.pieces
    .filter(({ id }) => !cell.pieceIds.includes(id))
    .filter(({ places }) =>
      places.some(
        ({ persona, phase, step }) =>
          (persona === cell.persona || persona === anyPlace) &&
          (phase === anyPlace || (phase === cell.phase && (step === null || cell.steps.includes(step)))),
      ),
    )
    .map(({ id, title }) => ({ id, name: title }));
}

type ReaderRow = {
  contact_id: string;
  name: string;
  account_id: string | null;
  account_name: string | null;
  pieces: number;
  finished: number;
  last_at: Date;
  people: number;
};

async function readReaders(
  tx: Tx,
  { cell, span }: { cell: FilledCell; span: Span },
): Promise<Pick<CellDetail, 'people' | 'readers'>> {
  if (cell.pieceIds.length === 0) return { people: 0, readers: [] };
  const assets = sql`i.type = 'asset_viewed' and i.asset_id = any(${sql.param(cell.pieceIds)}::uuid[])`;
  const everybody = cell.persona === anyPlace;
  const personas = await wordsOf(tx, cell.persona);
  const rows = await tx.rows<ReaderRow>(sql`
    with ${readsOf({ assets, window: span })},
    people as (
      select r.contact_id, r.asset_id, max(r.completion) as completion, max(r.at) as last_at from reads r
      where r.verified and r.contact_id is not null group by r.contact_id, r.asset_id),
    -- Materialized: a function in the condition of a join keeps row-level security from any index.
    readers as materialized (
      select c.id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name,
        surviving_record('account', c.account_id) as account_id, count(*)::int as pieces,
        (count(*) filter (where p.completion >= ${finishedFrom}))::int as finished, max(p.last_at) as last_at,
        (count(*) over ())::int as people
      from people p join contact c on c.id = p.contact_id
      where ${everybody} or c.persona = any(${sql.param(personas)}::text[])
      group by c.id order by max(p.last_at) desc, c.id limit ${mostReaders})
    select r.id as contact_id, r.name, a.id as account_id, a.name as account_name, r.pieces, r.finished, r.last_at, r.people
    from readers r left join account a on a.id = r.account_id order by r.last_at desc, r.id`);
  return {
    people: rows[0]?.people ?? 0,
    readers: rows.map((row) => ({
      contact: { id: row.contact_id, name: row.name },
      account: namedOrNull(row.account_id, row.account_name),
      pieces: row.pieces,
      finished: row.finished,
      lastReadAt: row.last_at.toISOString(),
    })),
  };
}

/** The words that contacts carry for one persona, however each system writes it. */
async function wordsOf(tx: Tx, key: string): Promise<string[]> {
  const rows = await tx.rows<{ persona: string }>(
    sql`select persona from contact where persona is not null group by persona`,
  );
  return rows.map(({ persona }) => persona).filter((persona) => keyOf(persona) === key);
}

type DealRow = {
  id: string;
  name: string;
  amount_minor: number | null;
  currency: string | null;
  account_id: string | null;
  account_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  people: { id: string; name: string }[] | null;
};

async function readDeals(tx: Tx, map: CoverageRead, cell: FilledCell): Promise<CellDetail['deals']> {
  if (cell.dealIds.length === 0) return [];
  const personas = await wordsOf(tx, cell.persona);
  const rows = await tx.rows<DealRow>(sql`
    with deals as materialized (
      select o.id, o.name, o.amount_minor, o.currency, o.owner_id, surviving_record('account', o.account_id) as account_id
      from opportunity o where o.id = any(${sql.param(cell.dealIds)}::uuid[])
      order by (o.currency = ${map.currency}) desc, o.amount_minor desc nulls last, o.id limit ${mostDeals}),
    members as materialized (
      select g.opportunity_id, surviving_record('contact', g.contact_id) as contact_id
      from deals o join opportunity_contact g on g.opportunity_id = o.id)
    select o.id, o.name, o.amount_minor, o.currency, a.id as account_id, a.name as account_name, t.id as owner_id,
      t.name as owner_name,
      (select json_agg(distinct jsonb_build_object('id', c.id, 'name', coalesce(nullif(c.name, ''), c.email, 'Unnamed')))
        from members m join contact c on c.id = m.contact_id
        where m.opportunity_id = o.id and c.persona = any(${sql.param(personas)}::text[])) as people
    from deals o left join account a on a.id = o.account_id left join teammate t on t.id = o.owner_id
    order by (o.currency = ${map.currency}) desc, o.amount_minor desc nulls last, o.id`);
  const since = new Map(map.deals.map((deal) => [deal.id, deal.since]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    account: namedOrNull(row.account_id, row.account_name),
    owner: namedOrNull(row.owner_id, row.owner_name),
    money:
      row.amount_minor === null
        ? null
        : { amountMinor: row.amount_minor, currency: row.currency ?? map.currency },
    people: row.people ?? [],
    since: since.get(row.id)?.toISOString() ?? map.range.to,
  }));
}

async function readRequests(tx: Tx, ids: readonly string[]): Promise<CellDetail['requests']> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<{
    id: string;
    text: string;
    asked_by: string;
    asked_at: Date;
    contact_id: string | null;
    contact_name: string | null;
    opportunity_id: string | null;
    opportunity_name: string | null;
  }>(sql`
    select r.id, r.text, r.asked_by, r.asked_at, c.id as contact_id,
      coalesce(nullif(c.name, ''), c.email, 'Unnamed') as contact_name, o.id as opportunity_id, o.name as opportunity_name
    from content_request r ${joinSurvivor('contact', sql`r.contact_id`, sql`c`)}
    left join opportunity o on o.id = r.opportunity_id
    where r.id = any(${sql.param([...ids])}::uuid[]) order by r.asked_at desc, r.id`);
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    contact: namedOrNull(row.contact_id, row.contact_name),
    opportunity: namedOrNull(row.opportunity_id, row.opportunity_name),
  }));
}

const namedOrNull = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? '' };
