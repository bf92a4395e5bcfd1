import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { Services } from '../../../platform/services.ts';
import { ask } from '../credit/ask.ts';
import { journeyLeadsSql } from './journey-leads-sql.ts';
import { dealJourneysSql, eligibilities, type JourneyPlan, leadJourneysSql, nobody } from './journeys-sql.ts';
import { readDeals, readSaid } from './read-deals.ts';
import { readStandings } from './read-standings.ts';

const dealsAtOnce = 2_000;
const standingsAtOnce = 20_000;
/** Touchpoints that one statement gathers, so that what it holds in memory stays bounded. */
const touchesAtOnce = 2_000_000;

const settings = { output_format_json_quote_64bit_integers: 0, max_insert_threads: '2' } as const;

/**
 * Makes all journeys of a workspace anew, beside those there are, which they then replace at once. Late, corrected and
 * merged rows end in the same journeys as rows in time. Answers how many touchpoints the log holds.
 */
export async function makeJourneys(
  services: Pick<Services, 'clickhouse' | 'database'>,
  options: { workspaceId: string; leadStage: string | null },
): Promise<{ touchpoints: number }> {
  const { clickhouse } = services;
  const { workspaceId } = options;
  const suffix = `_of_${workspaceId.replaceAll('-', '')}`;
  const tables = {
    journeys: `journey${suffix}`,
    deals: `journey_deal${suffix}`,
    said: `journey_said${suffix}`,
    standings: `journey_standing${suffix}`,
    leads: `journey_lead${suffix}`,
  };
  const kinds = {
    [tables.journeys]: 'journey',
    [tables.deals]: 'journey_deal',
    [tables.said]: 'journey_said',
    [tables.standings]: 'journey_standing',
    [tables.leads]: 'journey_lead',
  };
  const run = (query: string) => clickhouse.command({ query, clickhouse_settings: settings });
  for (const [table, like] of Object.entries(kinds)) {
    await run(`drop table if exists ${table}`);
    await run(`create table ${table} as ${like}`);
  }
  await copyDeals(services, { workspaceId, table: tables.deals });
  await copySaid(services, { workspaceId, table: tables.said });
  await copyStandings(services, { workspaceId, table: tables.standings });
  const touchpoints = await countTouches(clickhouse, workspaceId);
  const parts = Math.max(1, Math.ceil(touchpoints / touchesAtOnce));
  for (let part = 0; part < parts; part += 1) {
    const { journeys, deals, said } = tables;
    const plan: JourneyPlan = { ...options, journeys, deals, said, part, parts };
    for (const eligibility of eligibilities) await run(dealJourneysSql(plan, eligibility));
    await run(leadJourneysSql(plan));
    await run(journeyLeadsSql({ ...plan, leads: tables.leads }));
  }
  for (const [table, like] of Object.entries(kinds)) {
    await replace(clickhouse, { workspaceId, from: table, to: like });
    await run(`drop table ${table}`);
  }
  return { touchpoints };
}

async function copyDeals(
  { clickhouse, database }: Pick<Services, 'clickhouse' | 'database'>,
  { workspaceId, table }: { workspaceId: string; table: string },
): Promise<void> {
  let afterId = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const deals = await database.inWorkspace(workspaceId, (tx) =>
      readDeals(tx, { afterId, limit: dealsAtOnce }),
    );
    const last = deals.at(-1);
    if (!last) return;
    await clickhouse.insert({
      table,
      values: deals.map((deal) => ({ workspace_id: workspaceId, ...deal })),
      format: 'JSONEachRow',
    });
    afterId = last.id;
  }
}

async function copySaid(
  { clickhouse, database }: Pick<Services, 'clickhouse' | 'database'>,
  { workspaceId, table }: { workspaceId: string; table: string },
): Promise<void> {
  const said = await database.inWorkspace(workspaceId, readSaid);
  if (said.length === 0) return;
  await clickhouse.insert({
    table,
    values: said.map((one) => ({ workspace_id: workspaceId, ...one })),
    format: 'JSONEachRow',
  });
}

async function copyStandings(
  { clickhouse, database }: Pick<Services, 'clickhouse' | 'database'>,
  { workspaceId, table }: { workspaceId: string; table: string },
): Promise<void> {
  let afterId = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const standings = await database.inWorkspace(workspaceId, (tx) =>
      readStandings(tx, { afterId, limit: standingsAtOnce }),
    );
    const last = standings.at(-1);
    if (!last) return;
    await clickhouse.insert({
      table,
      values: standings.map((standing) => ({ workspace_id: workspaceId, ...standing })),
      format: 'JSONEachRow',
    });
    afterId = last.contact_id;
  }
}

async function countTouches(clickhouse: ClickHouse, workspaceId: string): Promise<number> {
  const [row] = await rowsOf<{ touchpoints: number }>(
    clickhouse,
    `select count() as touchpoints from lead_interaction where workspace_id = toUUID('${workspaceId}')`,
  );
  return row?.touchpoints ?? 0;
}

async function replace(
  clickhouse: ClickHouse,
  { workspaceId, from, to }: { workspaceId: string; from: string; to: string },
): Promise<void> {
  const [row] = await rowsOf<{ rows: number }>(clickhouse, `select count() as rows from ${from}`);
  const partition = `partition '${workspaceId}'`;
  const query = row?.rows
    ? `alter table ${to} replace ${partition} from ${from}`
    : `alter table ${to} drop ${partition}`;
  await clickhouse.command({ query });
}

/** From which facts journeys are made: another answer means that they are to be made anew. */
export async function factsNow(
  { clickhouse, database }: Pick<Services, 'clickhouse' | 'database'>,
  { workspaceId, leadStage }: { workspaceId: string; leadStage: string | null },
): Promise<string> {
  const ofWorkspace = `workspace_id in (toUUID('${workspaceId}'), ${nobody})`;
  const [row] = await rowsOf<{ log: number; leads: number; accounts: number; deals: number }>(
    clickhouse,
    `select (select version from lead_interaction_progress final where workspace_id = toUUID('${workspaceId}')) as log,
      (select max(version) from lead_state where ${ofWorkspace}) as leads,
      (select max(version) from account_state where ${ofWorkspace}) as accounts,
      (select max(version) from deal_state where ${ofWorkspace}) as deals`,
  );
  const said = await database.inWorkspace(workspaceId, async ({ client }) => {
    const { rows } = await client.query<{ said: string }>(
      `select concat(count(*), ' ', max(recorded_at), ' ', max(undone_at)) as said from buying_stage_change`,
    );
    return rows[0]?.said ?? '';
  });
  return JSON.stringify([
    row?.log ?? 0,
    row?.leads ?? 0,
    row?.accounts ?? 0,
    row?.deals ?? 0,
    said,
    leadStage,
  ]);
}

/** Rows of a query about journeys, as part of the question that is being answered. */
export const rowsOf = <Row>(clickhouse: ClickHouse, query: string): Promise<Row[]> =>
  ask<Row>(clickhouse, query);
