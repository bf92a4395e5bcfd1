import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import {
  type AssetRow,
  assetSource,
  type Figures,
  noFigures,
  presentAsset,
  readAssetRows,
  stateOf,
} from './asset-rows.ts';
import { readFigures } from './read-figures.ts';
import type { AssetSort, AssetState, AssetSummary } from './schemas.ts';

export type AssetFilters = {
  search?: string | undefined;
  type?: string | undefined;
  format?: string | undefined;
  audience?: 'buyer' | 'seller' | undefined;
  persona?: string | undefined;
  buyingStage?: string | undefined;
  ownerId?: string | undefined;
  campaignId?: string | undefined;
  state?: AssetState | 'all' | undefined;
  sort?: AssetSort | undefined;
};

type Options = AssetFilters & { tx: Tx; now: Date; cursor?: string | undefined; limit: number };
type Page = { items: AssetSummary[]; nextCursor: string | null };

/** The library. There are thousands of pieces at most, so they are gone over without an index. */
export async function listAssets(options: Options): Promise<Page> {
  const { sort = 'title' } = options;
  return sort === 'title' || sort === 'newest' ? byColumn(options, sort) : byFigure(options, sort);
}

async function byColumn(options: Options, sort: 'title' | 'newest'): Promise<Page> {
  const { tx, now, cursor, limit } = options;
  const [value, id] = cursor === undefined ? [] : decodeCursor(cursor, 2);
  const conditions = [conditionOf(options)];
  if (cursor !== undefined) {
    conditions.push(
      sort === 'title'
        ? sql`(lower(a.title), a.id) > (${String(value)}, ${String(id)}::uuid)`
        : sql`(a.created_at, a.id) < (${String(value)}::timestamptz, ${String(id)}::uuid)`,
    );
  }
  const order = sort === 'title' ? sql`lower(a.title), a.id` : sql`a.created_at desc, a.id desc`;
  const rows = await readAssetRows(tx, {
    now,
    condition: sql.join(conditions, sql` and `),
    tail: sql`order by ${order} limit ${limit + 1}`,
  });
  const figures = await readFigures(tx, { assetIds: rows.map((row) => row.id), now });
  return toPage({
    rows,
    limit,
    item: (row) => presentAsset(row, figures.get(row.id)),
    cursor: (row) => [sort === 'title' ? row.lowered : row.created_at.toISOString(), row.id],
  });
}

const fewestReaders = 5;

/** What few have read says little about how it is read: it comes after all that more have. */
const rankBy: Record<'readers' | 'finish' | 'shares', (figures: Figures) => number> = {
  readers: ({ readers }) => readers,
  shares: ({ shares }) => shares,
  finish: ({ measured, finished }) =>
    measured === 0 ? -2 : finished / measured + (measured < fewestReaders ? -1 : 1),
};

/** Figures come from the log: those of all pieces that fit are read, and the page is cut from their order. */
async function byFigure(options: Options, sort: 'readers' | 'finish' | 'shares'): Promise<Page> {
  const { tx, now, cursor, limit } = options;
  const fitting = await tx.rows<{ id: string }>(
    sql`select a.id from ${assetSource} where ${conditionOf(options)}`,
  );
  const figures = await readFigures(tx, { assetIds: fitting.map(({ id }) => id), now });
  const ranked = fitting
    .map(({ id }) => ({ id, value: rankBy[sort](figures.get(id) ?? noFigures) }))
    .sort((one, other) => other.value - one.value || (one.id < other.id ? -1 : 1));
  const shown = ranked.filter(isAfter(cursor)).slice(0, limit + 1);
  const ids = shown.map(({ id }) => id);
  const rows = await readAssetRows(tx, {
    now,
    condition: sql`a.id = any(${sql.param(ids)}::uuid[])`,
    tail: sql``,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return toPage({
    rows: shown.flatMap(({ id, value }): { row: AssetRow; value: number }[] => {
      const row = byId.get(id);
      return row ? [{ row, value }] : [];
    }),
    limit,
    item: ({ row }) => presentAsset(row, figures.get(row.id)),
    cursor: ({ row, value }) => [value, row.id],
  });
}

function isAfter(cursor: string | undefined): (one: { id: string; value: number }) => boolean {
  if (cursor === undefined) return () => true;
  const [value, id] = decodeCursor(cursor, 2);
  if (typeof value !== 'number' || typeof id !== 'string')
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return (one) => one.value < value || (one.value === value && one.id > id);
}

/** What the filters say of `a`, `v` and `n` of `assetSource`. */
function conditionOf(filters: AssetFilters & { now: Date }): SQL {
  const { now, state } = filters;
  const conditions: SQL[] = [];
  const needle = (filters.search ?? '').trim().toLowerCase();
  if (needle !== '') {
    conditions.push(sql`(position(${needle} in lower(a.title)) > 0
      or position(${needle} in lower(coalesce(a.description, ''))) > 0)`);
  }
  if (state === undefined) conditions.push(sql`a.retired_at is null`);
  // A newer version under way or refused is to be found with them, though its piece is in use.
  else if (state === 'preparing')
    conditions.push(sql`a.retired_at is null and coalesce(n.state, v.state) in ('waiting', 'processing')`);
  else if (state === 'refused')
    conditions.push(sql`a.retired_at is null and coalesce(n.state, v.state) = 'refused'`);
  else if (state !== 'all') conditions.push(sql`${stateOf(now)} = ${state}`);
  if (filters.type !== undefined)
    conditions.push(filters.type === '' ? sql`a.type is null` : sql`a.type = ${filters.type}`);
  if (filters.format !== undefined) conditions.push(sql`v.format = ${filters.format}`);
  if (filters.audience !== undefined) conditions.push(sql`a.audience = ${filters.audience}`);
  if (filters.persona !== undefined) conditions.push(sql`${filters.persona} = any(a.personas)`);
  if (filters.buyingStage !== undefined) conditions.push(isForStage(filters.buyingStage));
  if (filters.ownerId !== undefined) conditions.push(sql`a.owner_id = ${filters.ownerId}`);
  if (filters.campaignId !== undefined) conditions.push(sql`a.campaign_id = ${filters.campaignId}`);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Imports name stages by their key or as people say them. */
const isForStage = (key: string) => sql`exists (
  select from unnest(a.buying_stages) as said left join buying_stage s on s.key = ${key}
  where lower(said) in (lower(${key}), lower(s.name)))`;
