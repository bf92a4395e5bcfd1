import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { Database } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { refreshLeadInteractions } from './refresh-lead-interactions.ts';

const longestWaitMs = 5_000;
const betweenLooksMs = 50;

/** Where PostgreSQL stands: the last row of the log, and the last entries of the two queues of the projection. */
type Head = {
  workspace_id: string | null;
  position: number;
  identity_change: number;
  lead_change: number;
};

/**
 * To be called before ClickHouse is asked about leads: waits until it knows all that PostgreSQL holds now, for a few
 * seconds at most, and brings `lead_interaction` up to date. Answers whether it knows all; else what is asked is asked
 * of how things stood a moment ago.
 */
export async function leadFactsReady(
  services: Pick<Services, 'clickhouse' | 'database'>,
  workspaceId: string,
  options: { longestWaitMs?: number } = {},
): Promise<boolean> {
  const { clickhouse, database } = services;
  const giveUpAt = performance.now() + (options.longestWaitMs ?? longestWaitMs);
  const head = await readHead(database);
  let known = await isKnown(database, clickhouse, head);
  while (!known && performance.now() < giveUpAt) {
    await pause(betweenLooksMs);
    known = await isKnown(database, clickhouse, head);
  }
  await refreshLeadInteractions(services, workspaceId);
  return known;
}

async function readHead(database: Database): Promise<Head> {
  return database.asSystem(async ({ client }) => {
    const { rows } = await client.query<Head>(
      `select last.workspace_id, coalesce(last.position, 0) as position,
        coalesce((select max(id) from identity_change), 0) as identity_change,
        coalesce((select max(id) from lead_change), 0) as lead_change
      from (select) as one
      left join lateral (select workspace_id, position from interaction order by position desc limit 1) as last on true`,
    );
    return rows[0] ?? { workspace_id: null, position: 0, identity_change: 0, lead_change: 0 };
  });
}

/** Entries leave the queues when they have been told; the log is told in its order. */
async function isKnown(database: Database, clickhouse: ClickHouse, head: Head): Promise<boolean> {
  const waiting = await database.asSystem(async ({ client }) => {
    const { rows } = await client.query<{ waiting: boolean }>(
      `select exists (select from identity_change where id <= $1)
        or exists (select from lead_change where id <= $2) as waiting`,
      [head.identity_change, head.lead_change],
    );
    return rows[0]?.waiting ?? false;
  });
  if (waiting) return false;
  if (head.workspace_id === null) return true;
  const result = await clickhouse.query({
    query: `select count() as found from interaction
      where workspace_id = {workspace: UUID} and position = {position: UInt64}`,
    query_params: { workspace: head.workspace_id, position: head.position },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const [row] = await result.json<{ found: number }>();
  return (row?.found ?? 0) > 0;
}
