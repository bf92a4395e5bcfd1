import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import { ensureFirstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';

/**
 * Timelines at ten million interactions through the app's own fetch handler: sign-in, checks, SQL and JSON, all but
 * the socket. Beside it, the plainest SQL of the same first page by the same index. Then how long it takes from an
 * event's arrival to a page that watches.
 *
 *   node bench/timeline.ts [--interactions 10000000] [--calls 400] [--events 200]
 */
const { values: args } = parseArgs({
  options: {
    interactions: { type: 'string', default: '10000000' },
    calls: { type: 'string', default: '400' },
    events: { type: 'string', default: '200' },
    keep: { type: 'string' },
  },
});
const rows = Number(args.interactions);
const calls = Number(args.calls);
const events = Number(args.events);
const adminToken = 'bench-admin-token-0123456789';

/** Shares of a company that sells to businesses: three contacts of four are known by a device as well. */
const contacts = Math.max(1_000, Math.round(rows / 100));
const accounts = Math.round(contacts / 10);
const profiles = Math.round(contacts * 1.5);
const months = 18;
/** One company that everybody there reads at: the long scroll. */
const bigAccountRows = Math.min(100_000, Math.round(rows / 10));
const everyNth = Math.round(rows / bigAccountRows);

type Timing = { name: string; p50: number; p95: number; p99: number; calls: number };

function timingOf(name: string, ms: readonly number[]): Timing {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { name, p50: at(0.5), p95: at(0.95), p99: at(0.99), calls: sorted.length };
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** Ids that can be computed from a number, so that rows need no look-up while they are made. */
const idOf = (kind: string, n: string) =>
  `overlay(overlay(md5('${kind}' || (${n})) placing '4' from 13) placing '8' from 17)::uuid`;
const hashed = (n: string, seed: number) => `abs(hashint8extended(${n}, ${seed}) % 1000000007)`;

/** Set-based; every value is hashed from the row's number, so that runs are alike and the values are independent. */
async function generate(services: Services, workspaceId: string): Promise<void> {
  const { pool } = services.database;
  const run = (text: string) => pool.query(text.replaceAll('$workspace', `'${workspaceId}'::uuid`));
  await run(
    `insert into teammate (id, workspace_id, name) select ${idOf('t', 'n')}, $workspace, 'Seller ' || n from generate_series(1, 40) n`,
  );
  await run(
    `insert into campaign (id, workspace_id, name) select ${idOf('c', 'n')}, $workspace, 'Campaign ' || n from generate_series(1, 60) n`,
  );
  await run(
    `insert into asset (id, workspace_id, title) select ${idOf('s', 'n')}, $workspace, 'Guide ' || n from generate_series(1, 80) n`,
  );
  await run(
    `insert into account (id, workspace_id, name) select ${idOf('a', 'n')}, $workspace, 'Works ' || n from generate_series(1, ${accounts}) n`,
  );
  await run(`insert into contact (id, workspace_id, name, title, email, account_id)
    select ${idOf('p', 'n')}, $workspace, 'Person ' || n, (array['CFO','Buyer','Head of IT','Engineer'])[1 + n % 4],
      'p' || n || '@works.example', ${idOf('a', `1 + n % ${accounts}`)} from generate_series(1, ${contacts}) n`);
  await run(`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
    select ${idOf('d', 'n')}, $workspace, 'device-' || n, now() - interval '${months} months', now() from generate_series(1, ${profiles}) n`);
  // Half of the devices are somebody's; of these every tenth changed hands in the middle.
  await run(`insert into profile_binding (id, workspace_id, profile_id, contact_id, from_at, to_at)
    select gen_random_uuid(), $workspace, ${idOf('d', 'n')}, ${idOf('p', `1 + n * 4 / 3 % ${contacts}`)}, '-infinity',
      case when n % 10 = 0 then now() - interval '9 months' else 'infinity' end from generate_series(1, ${Math.round(profiles / 2)}) n`);
  await run(`insert into profile_binding (id, workspace_id, profile_id, contact_id, from_at, to_at)
    select gen_random_uuid(), $workspace, ${idOf('d', 'n')}, ${idOf('p', `1 + n * 7 % ${contacts}`)}, now() - interval '9 months', 'infinity'
    from generate_series(10, ${Math.round(profiles / 2)}, 10) n`);
  await run(`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source)
    select gen_random_uuid(), $workspace, ${idOf('p', 'n')}, 'reached', (array['inquiry','mql','sal'])[1 + s],
      now() - (${months} * 30 - s * 60 - n % 90) * interval '1 day', 'import' from generate_series(1, ${contacts}) n, generate_series(0, 2) s`);
  await run(
    `select ensure_interaction_partitions((current_date - interval '${months + 1} months')::date, ${months + 3})`,
  );
  await fillLog(run);
  for (const table of [
    'interaction',
    'interaction_participant',
    'contact',
    'profile',
    'profile_binding',
    'account',
    'stage_change',
  ])
    await pool.query(`vacuum analyze ${table}`);
}

/**
 * Four of five rows are a device's (a third of these of nobody known), one of ten a call or meeting, the rest is told
 * by other systems; one of seven is a bot's. Rows arrive when they happen, so every month has its part.
 */
async function fillLog(run: (text: string) => Promise<unknown>): Promise<void> {
  const chunk = 200_000;
  for (let from = 1; from <= rows; from += chunk) {
    const to = Math.min(rows, from + chunk - 1);
    await run(`insert into interaction (id, workspace_id, received_at, occurred_at, kind, type, profile_id, contact_id,
        other_contact_ids, account_id, teammate_id, campaign_id, asset_id, channel, subject, url, verified, flag_reason, source, properties)
      select id, $workspace, at, at, case when is_person then 'person' else 'content' end,
        case when is_person then (array['call','meeting','demo','email_exchange'])[1 + n % 4]
          else (array['page_view','page_view','page_view','page_view','asset_viewed','form_submitted','email_clicked'])[1 + h4 % 7] end,
        case when is_device then ${idOf('d', `1 + h2 % ${profiles}`)} end,
        case when not is_device then ${idOf('p', 'who')} end,
        case when is_person and n % 3 = 0 then array[${idOf('p', `1 + (who + ${accounts}) % ${contacts}`)}] else '{}'::uuid[] end,
        case when not is_device then case when n % ${everyNth} = 1 then ${idOf('a', '1')} else ${idOf('a', `1 + who % ${accounts}`)} end end,
        case when is_person then ${idOf('t', '1 + h3 % 40')} end,
        case when h3 % 5 = 0 then ${idOf('c', '1 + h4 % 60')} end,
        case when h4 % 7 = 4 then ${idOf('s', '1 + h3 % 80')} end,
        (array['Organic Search','Direct','Email','Paid Social'])[1 + h3 % 4], 'Page ' || h4 % 300, 'https://works.example/page/' || h4 % 300,
        h5 % 7 > 0, case when h5 % 7 = 0 then 'known_bot' end, 'bench', '{}'
      from (select n, gen_random_uuid() as id, n % 10 = 0 as is_person, n % 10 between 2 and 9 and n % ${everyNth} <> 1 as is_device,
          1 + h1 % ${contacts} as who, now() - (${months}::bigint * 30 * 86400 * n / ${rows} || ' seconds')::interval as at, h2, h3, h4, h5
        from generate_series(${from}, ${to}) n,
          lateral (select ${[1, 2, 3, 4, 5].map((seed) => `${hashed('n', seed)} as h${seed}`).join(', ')}) as hashes) as given`);
    process.stderr.write(`\r${to.toLocaleString('en')} interactions`);
  }
  await run(`insert into interaction_participant (workspace_id, contact_id, occurred_at, interaction_id)
    select workspace_id, o.id, occurred_at, i.id from interaction i cross join unnest(other_contact_ids) as o(id)
    where other_contact_ids <> '{}' on conflict do nothing`);
  process.stderr.write('\n');
}

type Page = { items: { id: string }[]; nextCursor: string | null; position: number };
type Call = (path: string) => Promise<Page>;

function caller(app: ReturnType<typeof createApp>): Call {
  return async (path) => {
    const response = await app.request(`/api/v1/${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}

type Ids = { contacts: string[]; accounts: string[]; bigAccount: string };

async function pickIds(services: Services): Promise<Ids> {
  const { pool } = services.database;
  const many = async (kind: string, of: number) => {
    const found = await pool.query<{ id: string }>(
      `select ${idOf(kind, `1 + ${hashed('n', 77)} % ${of}`)} as id from generate_series(1, ${calls + 20}) n`,
    );
    return found.rows.map(({ id }) => id);
  };
  const big = await pool.query<{ id: string }>(`select ${idOf('a', '1')} as id`);
  return {
    contacts: await many('p', contacts),
    accounts: await many('a', accounts),
    bigAccount: big.rows[0]?.id ?? '',
  };
}

const at = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

async function measure(name: string, call: (n: number) => Promise<unknown>, times = calls): Promise<Timing> {
  for (let n = 0; n < 10; n += 1) await call(calls + n);
  const ms: number[] = [];
  for (let n = 0; n < times; n += 1) ms.push((await timed(() => call(n))).ms);
  const timing = timingOf(name, ms);
  print(timing);
  return timing;
}

function print({ name, p50, p95, p99 }: Timing): void {
  const cell = (ms: number) => ms.toFixed(1).padStart(9);
  process.stdout.write(`${name.padEnd(48)}${cell(p50)}${cell(p95)}${cell(p99)}\n`);
}

/** The plainest question that gives the same first page: by the index, and no rules at all. */
const plain = (services: Services, column: string, id: string) =>
  services.database.pool.query(
    `select * from interaction where ${column} = $1 and workspace_id = (select id from workspace limit 1)
     order by occurred_at desc, id desc limit 50`,
    [id],
  );

/** Scrolls a list to its end, page by page, as a reader would. */
async function scroll(call: Call, path: string): Promise<{ timing: Timing; rows: number }> {
  const ms: number[] = [];
  let cursor = '';
  let read = 0;
  for (let pages = 0; pages < 600; pages += 1) {
    const page = await timed(() => call(`${path}&limit=200${cursor}`));
    ms.push(page.ms);
    read += page.result.items.length;
    if (page.result.nextCursor === null) break;
    cursor = `&cursor=${page.result.nextCursor}`;
  }
  return { timing: timingOf('', ms), rows: read };
}

async function measureLists(services: Services, call: Call): Promise<void> {
  const ids = await pickIds(services);
  process.stdout.write(
    `\n${'call'.padEnd(48)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'p99 ms'.padStart(9)}\n`,
  );
  await measure('plain SQL: a contact’s first page', (n) =>
    plain(services, 'contact_id', at(ids.contacts, n)),
  );
  await measure('contact: first page', (n) => call(`timeline?contactId=${at(ids.contacts, n)}`));
  // The same people again: what the disk had to give is in memory now.
  await measure('contact: first page, in memory', (n) => call(`timeline?contactId=${at(ids.contacts, n)}`));
  await measure('contact: conversations only', (n) =>
    call(`timeline?kind=person&contactId=${at(ids.contacts, n)}`),
  );
  await measure('contact: summary', (n) => call(`timeline/summary?contactId=${at(ids.contacts, n)}`));
  await measure('plain SQL: an account’s first page', (n) =>
    plain(services, 'account_id', at(ids.accounts, n)),
  );
  await measure('account: first page', (n) => call(`timeline?accountId=${at(ids.accounts, n)}`));
  await measure('workspace: first page', () => call('timeline?'));
  await measure('workspace: conversations only', () => call('timeline?kind=person'));
  await measure('workspace: one type', () => call('timeline?types=demo'));
  await measure('workspace: bots only', () => call('timeline?verified=no'));
  const some = Math.min(calls, 30);
  await measure('workspace: words', (n) => call(`timeline?q=page ${n % 300}`), some);
  await measure('workspace: mix of the last quarter', () => call('timeline/mix?'), Math.min(calls, 5));
  for (const [name, path] of [
    [`account of ${bigAccountRows.toLocaleString('en')} rows`, `timeline?accountId=${ids.bigAccount}`],
    ['workspace, 120,000 rows deep', 'timeline?marks=false'],
  ] as const) {
    const { timing, rows: read } = await scroll(call, path);
    print({ ...timing, name: `scroll in pages of 200: ${name}` });
    process.stdout.write(`  ${read.toLocaleString('en')} entries in ${timing.calls} pages\n`);
  }
}

/** From the call that records an event to the moment a watching page has it. */
async function measureLive(app: ReturnType<typeof createApp>): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const stream = await app.request('/api/v1/timeline/live', { headers });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!stream.ok || !reader) throw new Error(`the stream answered ${stream.status}`);
  const seen = new Map<string, (atMs: number) => void>();
  const reading = (async () => {
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const arrivedMs = performance.now();
      for (const [id, see] of seen)
        if (text.includes(id)) {
          see(arrivedMs);
          seen.delete(id);
        }
      text = text.slice(-200_000);
    }
  })();
  const ms: number[] = [];
  for (let n = 0; n < events; n += 1) {
    const id = `live-${n}-${process.pid}.`;
    const arrival = new Promise<number>((resolve) => seen.set(id, resolve));
    const startedMs = performance.now();
    const answer = await app.request('/api/v1/interactions', {
      method: 'POST',
      headers,
      body: JSON.stringify({
        kind: 'content',
        type: 'page_view',
        email: `p${n + 1}@works.example`,
        externalId: id,
        subject: id,
        source: 'bench',
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    ms.push((await arrival) - startedMs);
    // At any moment of the half second in which a page is told once.
    await new Promise((resolve) => setTimeout(resolve, (n * 137) % 700));
  }
  await reader.cancel();
  await reading;
  print(timingOf('live: recorded until seen by a watching page', ms));
}

const dataDir = args.keep ?? (await mkdtemp(join(tmpdir(), 'liaison-bench-')));
const config = readConfig({
  LIAISON_DATA_DIR: dataDir,
  LIAISON_ADMIN_TOKEN: adminToken,
  LIAISON_LOG_LEVEL: 'warn',
  LIAISON_SMTP_PORT: 'off',
});
const program = await openProgram({ config, log: createLog('warn'), roles: ['http'] });
try {
  const { services } = program;
  const workspace = await ensureFirstWorkspace(services);
  if (!workspace) throw new Error('no workspace was made');
  const there = await services.database.pool.query('select 1 from interaction limit 1');
  if (there.rowCount === 0) {
    const making = await timed(() => generate(services, workspace.id));
    process.stdout.write(
      `${rows.toLocaleString('en')} interactions made in ${(making.ms / 1000).toFixed(0)} s\n`,
    );
  }
  const app = createApp({ ...program, services, projector: null });
  await measureLists(services, caller(app));
  await measureLive(app);
} finally {
  await program.stop();
  if (!args.keep) await rm(dataDir, { recursive: true, force: true });
}
