import { decodeCursor, toPage } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';

type AssetRow = { id: string; title: string; url: string | null; lowered: string };

/** Assets by title, those that contain what was typed. There are thousands at most, read without an index. */
export async function listAssets(options: {
  tx: Tx;
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}) {
  const { tx, cursor, limit } = options;
  const needle = (options.search ?? '').trim().toLowerCase();
  const found = needle === '' ? sql`true` : sql`position(${needle} in lower(title)) > 0`;
  const [title, id] = cursor === undefined ? [] : decodeCursor(cursor, 2);
  const after = cursor === undefined ? sql`true` : sql`(lower(title), id) > (${title}, ${id}::uuid)`;
  const rows = await tx.rows<AssetRow>(sql`select id, title, url, lower(title) as lowered from asset
    where ${found} and ${after} order by lower(title), id limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: ({ lowered: _lowered, ...asset }) => asset,
    cursor: (row) => [row.lowered, row.id],
  });
}
