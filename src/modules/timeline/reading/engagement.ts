import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LogRow } from './read-rows.ts';
import { ids, workspaceIs } from './scope.ts';

/**
 * How long a page was read is known only when it is left, by another row of the log; whoever reads a timeline sees it
 * with the page. Seconds by the page's own id in the log of whoever sent it.
 */
export async function readEngagement(tx: Tx, rows: readonly LogRow[]): Promise<ReadonlyMap<string, number>> {
  const pages = rows.filter(
    (row) => row.type === 'page_view' && row.source === 'tracking' && row.engaged_seconds === null,
  );
  const profileIds = [...new Set(pages.flatMap((row) => row.profile_id ?? []))];
  if (profileIds.length === 0) return new Map();
  const opened = pages.map((row) => row.occurred_at.getTime());
  const received = pages.map((row) => row.received_at.getTime());
  const left = await tx.rows<{ page: string; seconds: number }>(sql`
    select i.properties ->> 'page_message_id' as page, max(i.engaged_seconds) as seconds from interaction i
    where ${workspaceIs(sql`i`)} and i.profile_id = any (${ids(profileIds)}) and i.type = 'page_left'
      and i.occurred_at between ${new Date(Math.min(...opened)).toISOString()}::timestamptz
        and ${new Date(Math.max(...opened) + longestReadingMs).toISOString()}::timestamptz
      and i.received_at between ${new Date(Math.min(...received)).toISOString()}::timestamptz
        and ${new Date(Math.max(...received) + longestReadingMs).toISOString()}::timestamptz
      and i.engaged_seconds is not null
    group by page`);
  return new Map(left.map((row) => [row.page, row.seconds]));
}

// A page left open overnight has been read by then, or will not be.
const longestReadingMs = 24 * 3_600_000;
