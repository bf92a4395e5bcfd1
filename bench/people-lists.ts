import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import { ensureFirstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { encodeCursor } from '../src/platform/http/paging.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';

/**
 * Lists of people through the app's own fetch handler: sign-in, checks, SQL and JSON, all but the socket. Prints p50
 * and p95 of each kind of call, beside the plain SQL of a first page in the same run.
 *
 *   node bench/people-lists.ts [--contacts 1000000] [--calls 60]
 */
const { values: args } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, calls: { type: 'string', default: '60' } },
});
const contactCount = Number(args.contacts);
const calls = Number(args.calls);
const adminToken = 'bench-admin-token-0123456789';

type Timing = { name: string; p50: number; p95: number; calls: number };

function timingOf(name: string, ms: number[]): Timing {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { name, p50: at(0.5), p95: at(0.95), calls: sorted.length };
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

const first = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Émile',
  'Fatima',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaja',
  'Liam',
  'Mira',
  'Noor',
  'Otto',
  'Priya',
];
const last = [
  'Almeida',
  'Becker',
  'Conti',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ivanova',
  'Jansen',
  'Kowalski',
  'Lindqvist',
  'Moreau',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rossi',
  'Schmidt',
  'Tanaka',
];
const titles = [
  'CFO',
  'Plant manager',
  'Head of IT',
  'Buyer',
  'COO',
  'Marketing director',
  'Engineer',
  'Controller',
];

/** Set-based; every value is hashed from the row's number, so that runs are alike and the values are independent. */
async function generate(services: Services, workspaceId: string): Promise<void> {
  const { pool } = services.database;
  const accounts = Math.max(10, Math.round(contactCount / 16));
  await pool.query(
    "insert into teammate (id, workspace_id, name) select gen_random_uuid(), $1, 'Seller ' || n from generate_series(1, 60) n",
    [workspaceId],
  );
  await pool.query(
    `insert into custom_field (id, workspace_id, record_type, key, label, type)
     values (gen_random_uuid(), $1, 'contact', 'tier', 'Tier', 'text'), (gen_random_uuid(), $1, 'contact', 'fit', 'Fit', 'number')`,
    [workspaceId],
  );
  await pool.query(
    `insert into account (id, workspace_id, name, domain)
     select gen_random_uuid(), $1, (array['Blue','North','Iron','Silver','Green','Stone','Bright','Deep'])[1 + n % 8] || ' ' ||
       (array['Harbour','Foundry','Logistics','Pumps','Analytics','Packaging','Optics'])[1 + n / 8 % 7] || ' ' || n, 'company' || n || '.com'
     from generate_series(1, $2::int) n`,
    [workspaceId, accounts],
  );
  const chunk = 100_000;
  for (let from = 1; from <= contactCount; from += chunk) {
    const to = Math.min(contactCount, from + chunk - 1);
    await pool.query(
      `with a as (select array_agg(id order by name) as ids from account where workspace_id = $1),
            t as (select array_agg(id order by name) as ids from teammate where workspace_id = $1)
       insert into contact (id, workspace_id, account_id, owner_id, first_name, last_name, name, email, title, city,
         lifecycle_stage, lifecycle_status, lifecycle_since, last_interaction_at, created_at, custom)
       select gen_random_uuid(), $1, a.ids[1 + n % $4], case when h1 % 5 > 0 then t.ids[1 + h2 % 60] end,
         f, l, f || ' ' || l, lower(f || '.' || l || n || '@company' || n % $4 || '.com'), ($7::text[])[1 + h3 % 8],
         (array['Berlin','Paris','Oslo','Milan','Porto'])[1 + h4 % 5],
         (array['inquiry','inquiry','inquiry','mql','mql','sal','sql','opportunity','customer'])[1 + h5 % 9],
         case when h6 % 7 = 0 then 'left' else 'open' end, now() - h7 % 500 * interval '1 hour',
         case when h8 % 3 > 0 then now() - h9 % 31536000 * interval '1 second' end, now() - n * interval '29 seconds',
         jsonb_build_object('tier', 'tier ' || h10 % 500, 'fit', h11 % 10007)
       from generate_series($2::int, $3::int) n,
         lateral (select ${Array.from({ length: 13 }, (_, seed) => `abs(hashint4extended(n, ${seed + 1}) % 1000000007)::int as h${seed + 1}`).join(', ')}) as hashed,
         lateral (select ($5::text[])[1 + h12 % 16] as f, ($6::text[])[1 + h13 % 20] as l) as names, a, t`,
      [workspaceId, from, to, accounts, first, last, titles],
    );
    process.stderr.write(`\r${to.toLocaleString('en')} contacts`);
  }
  await pool.query('vacuum analyze contact');
  await pool.query('vacuum analyze account');
  process.stderr.write('\n');
}

type Call = (path: string) => Promise<{ items: { id: string }[]; nextCursor: string | null }>;

function caller(services: Services): Call {
  const app = createApp({ services, projector: null });
  return async (path) => {
    const response = await app.fetch(
      new Request(`http://127.0.0.1/api/v1/${path}`, { headers: { authorization: `Bearer ${adminToken}` } }),
    );
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}

const filter = (...clauses: object[]) => `filter=${encodeURIComponent(JSON.stringify(clauses))}`;

async function kinds(
  services: Services,
  workspaceId: string,
): Promise<{ name: string; path: (n: number) => string }[]> {
  const owners = await services.database.pool.query<{ id: string }>(
    'select id from teammate where workspace_id = $1',
    [workspaceId],
  );
  const owner = (n: number) => owners.rows[n % owners.rows.length]?.id ?? '';
  const pick = (list: readonly string[], n: number) => encodeURIComponent(list[n % list.length] ?? '');
  const nobody = '00000000-0000-0000-0000-000000000000';
  const deep = (n: number) => encodeCursor(['name', 'asc', `${'abcdefghijklmnop'[n % 16]}${n % 10}`, nobody]);
  return [
    { name: 'first page', path: () => 'contacts' },
    { name: 'sort by name', path: (n) => `contacts?sort=name&direction=${n % 2 ? 'asc' : 'desc'}` },
    { name: 'sort by last interaction', path: () => 'contacts?sort=lastInteractionAt&direction=desc' },
    { name: 'deep page by name', path: (n) => `contacts?sort=name&direction=asc&cursor=${deep(n)}` },
    { name: 'search a person', path: (n) => `contacts?search=${pick(first, n)}%20${pick(last, n * 3)}` },
    { name: 'search an e-mail', path: (n) => `contacts?search=${pick(last, n)}${n * 97}` },
    { name: 'search a company', path: (n) => `contacts?search=harbour%20${n * 13}` },
    {
      name: 'search three letters',
      path: (n) => `contacts?search=${pick(['nov', 'ada', 'sch', 'off', 'cfo'], n)}&sort=name`,
    },
    { name: 'search two letters', path: (n) => `contacts?search=${pick(['no', 'ad', 'qu', 'it'], n)}` },
    {
      name: 'filter by owner',
      path: (n) => `contacts?${filter({ field: 'ownerId', op: 'one_of', values: [owner(n)] })}&sort=name`,
    },
    {
      name: 'filter by owner and stage',
      path: (n) =>
        `contacts?${filter({ field: 'ownerId', op: 'equals', value: owner(n) }, { field: 'lifecycleStage', op: 'one_of', values: ['sql', 'sal'] })}`,
    },
    {
      name: 'filter who is overdue',
      path: () =>
        `contacts?${filter({ field: 'waiting', op: 'equals', value: 'overdue' })}&sort=lifecycleSince`,
    },
    {
      name: 'filter by city and days',
      path: () =>
        `contacts?${filter({ field: 'city', op: 'equals', value: 'Oslo' }, { field: 'createdAt', op: 'last_days', value: 60 })}`,
    },
    {
      name: 'filter by custom text',
      path: (n) =>
        `contacts?${filter({ field: 'custom.tier', op: 'equals', value: `tier ${(n * 17) % 500}` })}`,
    },
    {
      name: 'filter by custom number',
      path: (n) =>
        `contacts?${filter({ field: 'custom.fit', op: 'between', values: [n * 31, n * 31 + 10] })}`,
    },
    {
      name: 'sort by custom text',
      path: (n) => `contacts?sort=custom.tier&direction=${n % 2 ? 'asc' : 'desc'}&custom=tier`,
    },
    { name: 'sort by custom number', path: () => 'contacts?sort=custom.fit&direction=desc&custom=fit' },
    { name: 'count all', path: () => 'contacts/count' },
    {
      name: 'count of an owner',
      path: (n) => `contacts/count?${filter({ field: 'ownerId', op: 'equals', value: owner(n) })}`,
    },
    { name: 'count of a search', path: (n) => `contacts/count?search=${pick(last, n)}` },
  ];
}

/** The first list that sorts by a custom field asks for its index; from then on it is quick. */
async function indexCustomFields(services: Services, call: Call): Promise<void> {
  for (const key of ['tier', 'fit']) {
    const { ms } = await timed(() => call(`contacts?sort=custom.${key}`));
    const started = performance.now();
    for (let tries = 0; tries < 600; tries += 1) {
      const ready = await services.database.pool.query(
        'select 1 from custom_index where key = $1 and ready_at is not null',
        [key],
      );
      if (ready.rowCount === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `custom.${key}: first sort without its index ${ms.toFixed(0)} ms; index made in the background in ${seconds} s\n`,
    );
  }
  await services.database.pool.query('vacuum analyze custom_value');
}

async function plainSql(services: Services, workspaceId: string): Promise<Timing> {
  const ms: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const one = await timed(() =>
      services.database.pool.query(
        'select * from contact where workspace_id = $1 and merged_into_id is null order by created_at desc, id desc limit 50',
        [workspaceId],
      ),
    );
    ms.push(one.ms);
  }
  return timingOf('plain SQL of a first page', ms);
}

/** Reads the whole export as a browser would, and watches memory while it streams. */
async function exportAll(services: Services): Promise<string> {
  const app = createApp({ services, projector: null });
  const headers = { authorization: `Bearer ${adminToken}` };
  const before = process.memoryUsage().rss;
  let peak = before;
  let bytes = 0;
  const { ms } = await timed(async () => {
    const response = await app.fetch(new Request('http://127.0.0.1/api/v1/contacts/export', { headers }));
    if (!response.ok || !response.body) throw new Error(`the export answered ${response.status}`);
    for await (const chunk of response.body) {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage().rss);
    }
  });
  const mib = (value: number) => (value / 2 ** 20).toFixed(0);
  const perSecond = Math.round(contactCount / (ms / 1000)).toLocaleString('en');
  return `CSV export of all: ${mib(bytes)} MiB, ${perSecond} rows/s; memory ${mib(before)} MiB before, ${mib(peak)} at most`;
}

function print(rows: readonly Timing[], base: Timing): void {
  process.stdout.write(
    `\n${'call'.padEnd(30)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'p95 / SQL p95'.padStart(15)}\n`,
  );
  for (const row of rows) {
    process.stdout.write(
      `${row.name.padEnd(30)}${row.p50.toFixed(1).padStart(9)}${row.p95.toFixed(1).padStart(9)}${(row.p95 / base.p95).toFixed(1).padStart(15)}\n`,
    );
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const config = readConfig({
  LIAISON_DATA_DIR: dataDir,
  LIAISON_ADMIN_TOKEN: adminToken,
  LIAISON_LOG_LEVEL: 'warn',
});
const program = await openProgram({ config, log: createLog('warn'), roles: ['http', 'worker'] });
try {
  const { services } = program;
  const workspace = await ensureFirstWorkspace(services);
  if (!workspace) throw new Error('no workspace was made');
  const making = await timed(() => generate(services, workspace.id));
  process.stdout.write(
    `${contactCount.toLocaleString('en')} contacts made in ${(making.ms / 1000).toFixed(0)} s\n`,
  );
  const call = caller(services);
  await indexCustomFields(services, call);
  const mix = await kinds(services, workspace.id);
  const all: number[] = [];
  const rows: Timing[] = [];
  const base = await plainSql(services, workspace.id);
  for (const { name, path } of mix) {
    await call(path(0));
    const ms: number[] = [];
    for (let n = 1; n <= calls; n += 1) ms.push((await timed(() => call(path(n)))).ms);
    all.push(...ms);
    rows.push(timingOf(name, ms));
  }
  print([base, ...rows, timingOf('all list calls', all)], base);
  process.stdout.write(`\n${await exportAll(services)}\n`);
} finally {
  await program.stop();
  await rm(dataDir, { recursive: true, force: true });
}
