import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import type { DefinitionBody } from '../src/modules/language/definitions/bodies.ts';
import { ensureFirstWorkspace, firstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { newId } from '../src/platform/ids.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';
import type { PacedOrder, PacedResult } from './standing/load.ts';
import { pricedVisit } from './standing/visits.ts';

/**
 * From the moment the door has accepted an event to the moment anybody can read the score, and the stage, that it
 * moved: known visitors who are on the site at the same time and read page after page; one in ten comes to the price
 * and through the gate. The leads have a history of their own, a second model (the one a workspace begins with) is
 * kept of each, and everything else of the program runs beside it: the door, identities, the projection into
 * ClickHouse. With as many people as events, each event is of another person: the worst that can be.
 *
 *   node bench/standing.ts [--per-second 1000] [--seconds 30] [--people 6000] [--history 10]
 */
const { values: args } = parseArgs({
  options: {
    'per-second': { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    people: { type: 'string', default: '6000' },
    history: { type: 'string', default: '10' },
  },
});
const perSecond = Number(args['per-second']);
const leads = Number(args.people);
const visits = Math.max(1, Math.round((perSecond * Number(args.seconds)) / leads));
const key = 'wk_bench';
const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
const lookEveryMs = 100;
const longestWaitMs = 60_000;

const page = (path: string, points: number, halfLifeDays: number) => ({
  key: path.replaceAll(/[^a-z]/g, '_').replace(/^_+/, ''),
  name: path,
  points,
  per: 'each' as const,
  of: { pages: [path], withinDays: 90 },
  halfLifeDays,
});
const rule = (field: string, operator: 'contains' | '>=', value: string | number) => ({
  combinator: 'and' as const,
  rules: [{ field, operator, value }],
});
const definitions: { key: string; body: DefinitionBody }[] = [
  {
    key: 'bench_interest',
    body: {
      kind: 'scoring',
      word: 'Interest',
      meaning: 'how near they are',
      model: {
        fit: {
          signals: [
            { key: 'role', name: 'Role', points: 5, rule: rule('contact.title', 'contains', 'cfo') },
            { key: 'size', name: 'Size', points: 5, rule: rule('account.employeeCount', '>=', 200) },
          ],
          groups: [],
          letters: [10, 5, 1],
        },
        engagement: {
          signals: [page('/pricing', 10, 14), page('/guides', 1, 7), page('/webinars', 5, 30)],
          rules: [
            {
              key: 'silent',
              name: 'No interaction for 30 days',
              points: -5,
              rule: rule('interactions.days_since_last', '>=', 30),
            },
          ],
          groups: [],
          levels: [20, 8, 1],
        },
        account: { method: 'sum_of_best', best: 3 },
      },
    },
  },
  {
    key: 'bench_gate',
    body: {
      kind: 'stage',
      stageKey: 'mql',
      word: 'MQL',
      meaning: 'has read what it costs',
      gate: rule('score.bench_interest.engagement', '>=', 9.5),
      sendsBack: null,
    },
  },
];

async function defineWords({ database }: Services, workspaceId: string): Promise<void> {
  for (const { key: definitionKey, body } of definitions) {
    const id = newId();
    await database.pool.query(
      `insert into definition (id, workspace_id, kind, key, created_by) values ($1, $2, $3, $4, 'bench')`,
      [id, workspaceId, body.kind, definitionKey],
    );
    await database.pool.query(
      `insert into definition_version (id, workspace_id, definition_id, number, status, body, hash, created_by, signed_at,
        in_force_from) values ($1, $2, $3, 1, 'in_force', $4, 'bench', 'bench', now(), now())`,
      [newId(), workspaceId, id, JSON.stringify(body)],
    );
  }
}

/** Leads whose device is known, of companies of ten, with pages that they read in the last months. */
async function makeLeads({ database }: Services, workspaceId: string): Promise<void> {
  const run = (text: string, ...values: unknown[]) => database.pool.query(text, [workspaceId, ...values]);
  await run(
    `insert into account (id, workspace_id, name, employee_count)
     select uuidv7(), $1, 'Company ' || n, n % 500 from generate_series(0, $2::int / 10) as n`,
    leads,
  );
  await run(
    `insert into contact (id, workspace_id, name, title, account_id, created_at)
     select uuidv7(), $1, 'Visitor ' || n, case when n % 3 = 0 then 'CFO' else 'Engineer' end, a.id, now() - interval '90 days'
     from generate_series(0, $2::int - 1) as n join account a on a.name = 'Company ' || (n / 10)`,
    leads,
  );
  await run(
    `insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
     select uuidv7(), $1, 'visitor-' || split_part(name, ' ', 2), now() - interval '80 days', now() from contact`,
  );
  await run(
    `insert into profile_binding (id, workspace_id, profile_id, contact_id)
     select uuidv7(), $1, p.id, c.id from contact c
     join profile p on p.anonymous_id = 'visitor-' || split_part(c.name, ' ', 2)`,
  );
  await run(
    `insert into interaction (id, workspace_id, occurred_at, kind, type, profile_id, url, source)
     select uuidv7(), $1, now() - make_interval(days => 1 + (n * 7) % 75), 'content', 'page_view', p.id,
       'https://www.holmwerk-invented.com/about/' || n, 'bench'
     from profile p cross join generate_series(1, $2::int) as n`,
    Number(args.history),
  );
  await database.pool.query('analyze');
}

async function waitUntilSettled({ database }: Services): Promise<void> {
  const startedMs = Date.now();
  for (;;) {
    const { rows } = await database.pool.query<{ waiting: boolean }>(`select
      exists (select from standing_change) or exists (select from standing_sweep where finished_at is null)
      or not exists (select from standing_sweep)
      or (select max(position) from interaction) > (select position from standing_progress) as waiting`);
    if (rows[0]?.waiting === false) return;
    if (Date.now() - startedMs > 600_000) throw new Error('The leads are not settled after ten minutes.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What a visitor's score must be at least once so many of their visits are in it. */
const leastMilli = (visitor: number, count: number) => {
  const priced = pricedVisit(visitor, visits);
  return (count + (priced !== null && priced < count ? 9 : 0) - 0.5) * 1_000;
};

/** When the score with each visit in it, by `visitor * visits + visit`, and each stage were first read. */
async function watch({ database }: Services, isOver: () => boolean) {
  const client = await database.pool.connect();
  const scored = new Map<number, number>();
  const moved = new Map<number, number>();
  const counted = new Map<number, number>();
  const visitorOf = new Map<string, number>();
  const named = await client.query<{ id: string; n: number }>(
    `select id, split_part(name, ' ', 2)::int as n from contact where name like 'Visitor %'`,
  );
  for (const { id, n } of named.rows) visitorOf.set(id, n);
  let since = new Date();
  const noteScores = (rows: readonly { contact_id: string; milli: number }[]) => {
    const nowMs = Date.now();
    for (const { contact_id, milli } of rows) {
      const visitor = visitorOf.get(contact_id);
      if (visitor === undefined) continue;
      let count = counted.get(visitor) ?? 0;
      while (count < visits && milli >= leastMilli(visitor, count + 1)) {
        scored.set(visitor * visits + count, nowMs);
        count += 1;
      }
      counted.set(visitor, count);
    }
  };
  const noteStages = (rows: readonly { contact_id: string }[]) => {
    const nowMs = Date.now();
    for (const { contact_id } of rows) {
      const visitor = visitorOf.get(contact_id);
      const priced = visitor === undefined ? null : pricedVisit(visitor, visits);
      if (visitor === undefined || priced === null || moved.has(visitor * visits + priced)) continue;
      moved.set(visitor * visits + priced, nowMs);
    }
  };
  while (
    !isOver() ||
    ((scored.size < leads * visits || moved.size < leads / 10) &&
      Date.now() - since.getTime() < longestWaitMs)
  ) {
    const from = new Date(since.getTime() - 3_000);
    const scores = await client.query<{ contact_id: string; milli: number }>(
      `select contact_id, engagement_milli as milli from lead_score where at >= $1 and engagement_milli > 0
       and definition_id = (select id from definition where key = 'bench_interest')`,
      [from],
    );
    noteScores(scores.rows);
    const stages = await client.query<{ contact_id: string }>(
      `select contact_id from stage_change where at >= $1 and source = 'definition'`,
      [from],
    );
    noteStages(stages.rows);
    if (!isOver()) since = new Date();
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  client.release();
  return { scored, moved };
}

function sendPaced(order: PacedOrder): Promise<PacedResult> {
  const child = fork(new URL('./standing/load.ts', import.meta.url), { stdio: 'inherit' });
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once('message', (result: PacedResult) => {
      resolve(result);
      child.kill();
    });
    child.once('exit', (code) => reject(new Error(`The load ended with ${code}.`)));
  });
}

function report(
  what: string,
  seen: ReadonlyMap<number, number>,
  acceptedAtMs: readonly number[],
  wanted: number,
) {
  const latencies = [...seen]
    .map(([visit, ms]) => Math.max(0, ms - (acceptedAtMs[visit] ?? ms)))
    .sort((left, right) => left - right);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  const figure = {
    what,
    of: wanted,
    seen: latencies.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    mostMs: at(1),
  };
  console.log(JSON.stringify(figure));
  return figure;
}

const folder = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const config = readConfig({ ...process.env, LIAISON_DATA_DIR: join(folder, 'data'), LIAISON_WRITE_KEY: key });
const program = await openProgram({ config, log: createLog('warn'), roles: ['worker'] });
const { services } = program;
try {
  await ensureFirstWorkspace(services);
  const workspace = await firstWorkspace(services);
  if (!workspace) throw new Error('There is no workspace.');
  await defineWords(services, workspace.id);
  await makeLeads(services, workspace.id);
  // For the watch alone.
  await services.database.pool.query('create index bench_lead_score on lead_score (at)');
  await services.database.pool.query('create index bench_stage_change on stage_change (at)');
  const settlingMs = Date.now();
  await waitUntilSettled(services);
  console.log(
    `${leads} leads of ${args.history} interactions looked at first: ${(Date.now() - settlingMs) / 1_000} s`,
  );
  const server = serve({ fetch: createApp(program).fetch, port: 0, hostname: '127.0.0.1' });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let over = false;
  const watching = watch(services, () => over);
  const before = process.cpuUsage();
  const load = await sendPaced({ port: address.port, authorization, visitors: leads, visits, perSecond });
  const { user, system } = process.cpuUsage(before);
  over = true;
  const { scored, moved } = await watching;
  server.close();
  if (load.refused > 0) throw new Error(`${load.refused} requests were refused.`);
  console.log(
    `${Math.round((leads * visits) / load.seconds)} events/s for ${load.seconds.toFixed(1)} s; this process ${((user + system) / 1e6 / load.seconds).toFixed(2)} cores; load average ${loadavg()[0]?.toFixed(1)}`,
  );
  report('accepted to score', scored, load.acceptedAtMs, leads * visits);
  report('accepted to stage', moved, load.acceptedAtMs, Math.ceil(leads / 10));
} finally {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
