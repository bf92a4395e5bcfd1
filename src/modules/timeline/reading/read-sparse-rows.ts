import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { RowFilters } from './filters.ts';
import { type LogRow, type Place, readRows } from './read-rows.ts';
import { workspaceIs } from './scope.ts';
import type { Reach } from './sources.ts';

/** Few enough to be read in a fraction of a second, and more each time, for what is rare is far away. */
const firstStretch = 20_000;
const enoughMs = 700;

/**
 * The latest rows of a whole workspace that no index finds: looked for stretch by stretch, and no longer than a reader
 * waits. `goesOnAt`: how far it has looked where that was not to the end; the next page goes on there.
 */
export async function readSparseRows(options: {
  tx: Tx;
  reach: Reach;
  filters: RowFilters;
  before: Place | null;
  count: number;
  stretch?: number;
  timeMs?: number;
}): Promise<{ rows: LogRow[]; goesOnAt: Place | null }> {
  const { tx, count, timeMs = enoughMs } = options;
  const untilMs = performance.now() + timeMs;
  const rows: LogRow[] = [];
  let { before } = options;
  let stretch = options.stretch ?? firstStretch;
  for (;;) {
    const downTo = await placeBelow(tx, before, stretch);
    rows.push(...(await readRows({ ...options, before, downTo, count: count - rows.length })));
    if (downTo === null || rows.length >= count) return { rows, goesOnAt: null };
    if (performance.now() > untilMs) return { rows, goesOnAt: downTo };
    before = downTo;
    stretch *= 2;
  }
}

/** The place so many rows of the workspace further back; null where there are not so many. */
function placeBelow(tx: Tx, before: Place | null, rows: number): Promise<Place | null> {
  const onwards = before
    ? sql` and (i.occurred_at, i.id) < (${before.at}::timestamptz, ${before.id}::uuid)`
    : sql``;
  return tx.first<Place>(sql`select i.occurred_at::text as at, i.id from interaction i
    where ${workspaceIs(sql`i`)}${onwards} order by i.occurred_at desc, i.id desc offset ${rows} limit 1`);
}
