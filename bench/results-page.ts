import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import { journeyLeadsSql } from '../src/modules/attribution/facts/journey-leads-sql.ts';
import { factsNow } from '../src/modules/attribution/facts/make-journeys.ts';
import { leadFactsReady } from '../src/modules/language/index.ts';
import { ensureFirstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';
import { makeJourneysOfNumbers } from './attribution/journeys-of-numbers.ts';

/**
 * What the pages of results ask, through the app's own fetch handler, over journeys of ten million touchpoints: each
 * question by itself, and how long other requests take meanwhile. The first answer is worked out from the journeys; later
 * ones may come from what was kept of it. One of them is let go halfway: what it asked of the
 * engine has to end with it.
 *
 *   node bench/results-page.ts [--touchpoints 10000000] [--runs 5]
 */
const { values: args } = parseArgs({
  options: { touchpoints: { type: 'string', default: '10000000' }, runs: { type: 'string', default: '5' } },
});
const touchpoints = Number(args.touchpoints);
const runs = Number(args.runs);
const adminToken = 'bench-admin-token-0123456789';
/** So many at once, as the program makes them. */
const touchesAtOnce = 2_000_000;
const aimMs = { page: 1_500, other: 100 };

const questions = [
  ['credit, six models by channel', 'results/credit?period=all'],
  ['credit by campaign', 'results/credit?period=all&by=campaign'],
  ['credit, Markov of order 2', 'results/credit?period=all&models=markov-2'],
  ['one figure opened', 'results/credit/openings?period=all&model=linear&key=webinar'],
  ['the waterfall', 'results/journeys/waterfall?period=all'],
  ['common paths', 'results/journeys/paths?period=all'],
  ['the flow picture', 'results/journeys/flow?period=all'],
  ['value against the alternative', 'results/value'],
  ['the two-by-two', 'results/two-by-two'],
  ['the page for the board', 'results/board'],
] as const;
const others = ['workspace', 'contacts?limit=50', 'members'];

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const config = readConfig({ LIAISON_DATA_DIR: dataDir, LIAISON_ADMIN_TOKEN: adminToken });
const program = await openProgram({ config, log: createLog('error'), roles: ['http'] });
const app = createApp(program);

type Answer = { ms: number; status: number };

async function ask(path: string, signal?: AbortSignal): Promise<Answer> {
  const startedMs = performance.now();
  const answer = await app.request(`/api/v1/${path}`, {
    headers: { authorization: `Bearer ${adminToken}` },
    ...(signal ? { signal } : {}),
  });
  await answer.arrayBuffer();
  return { ms: performance.now() - startedMs, status: answer.status };
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Asks small things all the while, one every twenty milliseconds, until told to end. */
function askOthers(): { end: () => Promise<number[]> } {
  let goesOn = true;
  const times: number[] = [];
  const running = (async () => {
    for (let nth = 0; goesOn; nth += 1) {
      times.push((await ask(others[nth % others.length] ?? 'workspace')).ms);
      await sleep(20);
    }
  })();
  return {
    end: async () => {
      goesOn = false;
      await running;
      return times.toSorted((a, b) => a - b);
    },
  };
}

/** The journeys stand as if they had just been made of the facts that there are. */
async function prepare(services: Services, workspaceId: string): Promise<void> {
  const { clickhouse } = services;
  await makeJourneysOfNumbers(clickhouse, { workspaceId, touchpoints, endMs: Date.now() });
  await clickhouse.command({
    query: `insert into lead_state (workspace_id, contact_id, valid_from, valid_to, known_at, created_at, account_id, channel,
        persona, version)
      select workspace_id, id, toDateTime64('1900-01-01 00:00:00', 3, 'UTC'), toDateTime64('2299-12-31 00:00:00', 3, 'UTC'),
        fromUnixTimestamp64Milli(opened_ms), fromUnixTimestamp64Milli(opened_ms), account_id,
        if(cityHash64(id) % 10 = 0, 'bought list', toString(channels[1])), personas[1], 1
      from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'person'`,
  });
  const parts = Math.max(1, Math.ceil(touchpoints / touchesAtOnce));
  for (let part = 0; part < parts; part += 1) {
    const plan = {
      workspaceId,
      journeys: 'journey',
      deals: 'journey_deal',
      leads: 'journey_lead',
      part,
      parts,
    };
    await clickhouse.command({ query: journeyLeadsSql(plan) });
  }
  // With something to be held against, or value has nothing to work out.
  await services.database.asSystem(({ client }) =>
    client.query(
      `insert into value_setting (workspace_id, baseline_kind, baseline_channel, tests_key)
      values ($1, 'channel', 'bought list', 'qualified_lead')`,
      [workspaceId],
    ),
  );
  // What this writes is part of the facts: without it the first question would make all journeys anew, of an empty log.
  await leadFactsReady(services, workspaceId);
  const facts = await factsNow(services, { workspaceId, leadStage: null });
  await clickhouse.insert({
    table: 'journey_progress',
    values: [
      {
        workspace_id: workspaceId,
        facts,
        made_at: new Date().toISOString(),
        took_ms: 10,
        touchpoints,
        version: 1,
      },
    ],
    format: 'JSONEachRow',
  });
}

/** How long the engine went on with what a request asked once that request was let go. */
async function msUntilEngineRests(services: Services): Promise<number> {
  const letGo = new AbortController();
  const asked = ask('results/credit?period=all&models=markov-4', letGo.signal).catch(() => null);
  await sleep(300);
  letGo.abort();
  const letGoMs = performance.now();
  for (;;) {
    const result = await services.clickhouse.query({
      query: `select count() as running from system.processes where query like '%journey%' and query not like '%system.processes%'`,
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ running: string | number }>();
    if (Number(row?.running ?? 0) === 0) break;
    await sleep(20);
  }
  await asked;
  return performance.now() - letGoMs;
}

try {
  const { services } = program;
  const workspace = await ensureFirstWorkspace(services);
  if (!workspace) throw new Error('no workspace was made');
  await prepare(services, workspace.id);
  const idle = askOthers();
  await sleep(3_000);
  const before = await idle.end();
  console.log(
    `${touchpoints.toLocaleString('en')} touchpoints; other requests while nothing is asked: p50 ${at(before, 0.5).toFixed(0)} ms, p99 ${at(before, 0.99).toFixed(0)} ms\n`,
  );
  console.log(
    `${''.padEnd(34)}${'first ms'.padStart(9)}${'p50 ms'.padStart(9)}   others p50, p99 ms   (aims: page ${aimMs.page}, others' p99 ${aimMs.other})`,
  );
  for (const [name, path] of questions) {
    const meanwhile = askOthers();
    const first = await ask(path);
    const answers: Answer[] = [first];
    for (let run = 1; run < runs; run += 1) answers.push(await ask(path));
    const other = await meanwhile.end();
    const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const failed = answers.find(({ status }) => status !== 200);
    console.log(
      `${name.padEnd(34)}${first.ms.toFixed(0).padStart(9)}${at(times, 0.5).toFixed(0).padStart(9)}${at(other, 0.5).toFixed(0).padStart(14)}${at(other, 0.99).toFixed(0).padStart(7)}${failed ? `   answered ${failed.status}` : ''}`,
    );
  }
  console.log(
    `\na question let go: the engine rests after ${(await msUntilEngineRests(services)).toFixed(0)} ms`,
  );
} finally {
  await program.stop();
  await rm(dataDir, { recursive: true, force: true });
}
