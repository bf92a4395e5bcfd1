import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import { findRows } from './find-rows.ts';
import { cursorAt, type Order, type Place, placeOf, readOrder } from './order.ts';
import type { Selection } from './selection.ts';

// Where matches are known to be dense the planner, who cannot know, would rather read and sort the whole table.
const walkTheOrder =
  'set local enable_sort = off; set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0';
const planFreely =
  'set local enable_sort = on; set local enable_seqscan = on; set local max_parallel_workers_per_gather = 2';

type PlacedRow = { id: string; value: string | null };

/**
 * The ids of one page, in order, and the cursor of the next. Two questions at most: the rows that have a sort value,
 * then the blank ones, each of which an index answers alone; asked as one, neither would.
 */
export async function selectPage(options: {
  tx: Tx;
  selection: Selection;
  query: { sort?: string | undefined; direction?: 'asc' | 'desc' | undefined; cursor?: string | undefined };
  limit: number;
}): Promise<{ ids: string[]; nextCursor: string | null }> {
  const { tx, selection, query, limit } = options;
  const order = readOrder(selection, query);
  const place = placeOf(query.cursor, order);
  const { where, dense } = await findRows(tx, selection);
  if (dense) await tx.client.query(walkTheOrder);
  const rows: PlacedRow[] = [];
  if (place === null || place.value !== null) {
    rows.push(...(await tx.rows<PlacedRow>(withValue({ selection, order, where, place, limit: limit + 1 }))));
  }
  const mayHaveBlanks = order.sort.nullable || order.join !== null;
  if (rows.length <= limit && mayHaveBlanks) {
    const after = place?.value === null ? place : null;
    const left = limit + 1 - rows.length;
    rows.push(...(await tx.rows<PlacedRow>(blanks({ selection, order, where, place: after, limit: left }))));
  }
  if (dense) await tx.client.query(planFreely);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { ids: page.map((row) => row.id), nextCursor: more ? cursorAt(order, last) : null };
}

type Question = { selection: Selection; order: Order; where: SQL; place: Place | null; limit: number };

function withValue({ selection, order, where, place, limit }: Question): SQL {
  const { sort, direction } = order;
  const [compare, way] = direction === 'asc' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const nulls = !sort.nullable
    ? sql``
    : sort.nulls[direction] === 'first'
      ? sql`nulls first`
      : sql`nulls last`;
  const present = sort.nullable ? sql`and ${sort.column} is not null` : sql``;
  const after = place
    ? sql`and (${sort.column}, ${order.id}) ${compare} (${place.value}::${sort.type}, ${place.id}::uuid)`
    : sql``;
  return sql`select r.id, ${sort.column}::text as value from ${selection.source.table} r ${order.join ?? sql``}
    where ${where} ${present} ${after} order by ${sort.column} ${way} ${nulls}, ${order.id} ${way} limit ${limit}`;
}

function blanks({ selection, order, where, place, limit }: Question): SQL {
  const [compare, way] = order.direction === 'asc' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const after = place ? sql`and r.id ${compare} ${place.id}::uuid` : sql``;
  return sql`select r.id, null::text as value from ${selection.source.table} r
    where ${where} and ${order.blank} ${after} order by r.id ${way} limit ${limit}`;
}
