import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createApp } from '../src/app.ts';
import { openProgram } from '../src/compose.ts';
import { startIdentity } from '../src/modules/people/index.ts';
import { logColumns } from '../src/modules/tracking/door/copy-text.ts';
import { ensureFirstWorkspace, firstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { newId } from '../src/platform/ids.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';
import type { LoadOrder, LoadResult } from './tracking/load.ts';

/**
 * Tracked events through the door, until each is on disk, in batches of 100 and one by one; five in a hundred are
 * identify calls and a tenth came before. Beside it, in the same run: PostgreSQL's COPY of the same rows into a table
 * of the same columns, indexes and partitions, and the plainest Node endpoint that inserts each batch.
 *
 *   node bench/tracking.ts [--events 100000] [--singles 10000] [--followers all|identity|none]
 *
 * What follows the log shares the two cores with the door: by default everything (who is who, the projection into
 * ClickHouse, scores, hand-offs, notices), with `identity` who is who alone, with `none` nothing.
 */
const { values: args } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    singles: { type: 'string', default: '10000' },
    visitors: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '24' },
    followers: { type: 'string', default: 'all' },
  },
});
const key = 'wk_bench';
const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

type Figure = {
  what: string;
  perSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
  /** CPU of this process alone: neither the database's nor the load's. */
  cpuMicrosEach: number | null;
};

function sendLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(new URL('./tracking/load.ts', import.meta.url), { stdio: 'inherit' });
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once('message', (result: LoadResult) => {
      resolve(result);
      child.kill();
    });
    child.once('exit', (code) => reject(new Error(`The load ended with ${code}.`)));
  });
}

async function measure(what: string, order: Omit<LoadOrder, 'authorization' | 'visitors'>): Promise<Figure> {
  const before = process.cpuUsage();
  const result = await sendLoad({ ...order, authorization, visitors: Number(args.visitors) });
  const { user, system } = process.cpuUsage(before);
  if (result.refused > 0) throw new Error(`${what}: ${result.refused} requests were refused.`);
  return {
    what,
    perSecond: Math.round(result.events / result.seconds),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuMicrosEach: (user + system) / result.events,
  };
}

async function listen(server: Pick<Server, 'listening' | 'address'> & NodeJS.EventEmitter): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Waits until all that was said of people is worked out; answers how long that took. */
async function untilSettled({ database }: Services): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { rowCount } = await database.pool.query(
      'select from identity_fact where settled_at is null limit 1',
    );
    if (rowCount === 0) return performance.now() - started;
    await delay(5);
  }
}

const rows = `(${logColumns.join(', ')})`;

/** The rows of the log, copied out and in again. */
async function measureCopy({ database }: Services): Promise<Figure> {
  const client = await database.pool.connect();
  try {
    await client.query(
      `create table bench_log (like interaction including defaults including constraints including indexes)
       partition by range (received_at)`,
    );
    await client.query('create table bench_log_all partition of bench_log default');
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(
      copyTo(`copy (select ${logColumns.join(', ')} from interaction) to stdout`),
    ))
      chunks.push(chunk);
    const started = performance.now();
    const stream = client.query(copyFrom(`copy bench_log ${rows} from stdin`));
    stream.end(Buffer.concat(chunks));
    await finished(stream);
    const seconds = (performance.now() - started) / 1_000;
    const counted = await client.query<{ n: number }>('select count(*)::int as n from bench_log');
    const perSecond = Math.round((counted.rows[0]?.n ?? 0) / seconds);
    await client.query('drop table bench_log');
    return {
      what: 'COPY of the same rows, at once',
      perSecond,
      p50Ms: null,
      p99Ms: null,
      cpuMicrosEach: null,
    };
  } finally {
    client.release();
  }
}

/** No checks, no dedup, no identities, no index but the key: what anybody would write first. */
async function openPlainEndpoint({ database }: Services): Promise<Server> {
  await database.pool.query(
    `create table bench_plain (id uuid primary key, received_at timestamptz not null default now(), event jsonb not null)`,
  );
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { batch }: { batch: object[] } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const values = batch.map((_, n) => `($${2 * n + 1}, $${2 * n + 2})`).join(',');
      database.pool
        .query(
          `insert into bench_plain (id, event) values ${values}`,
          batch.flatMap((event) => [newId(), JSON.stringify(event)]),
        )
        .then(
          () => response.writeHead(200, { 'content-length': 2 }).end('ok'),
          () => response.writeHead(500, { 'content-length': 2 }).end('no'),
        );
    });
  });
  return server.listen(0, '127.0.0.1');
}

function print(figures: readonly Figure[]): void {
  const ms = (value: number | null) => (value === null ? '' : value.toFixed(1)).padStart(9);
  console.log(`${''.padEnd(36)}  events/s   p50 ms   p99 ms   CPU µs each`);
  for (const { what, perSecond, p50Ms, p99Ms, cpuMicrosEach } of figures) {
    const rate = perSecond.toLocaleString('en').padStart(10);
    console.log(`${what.padEnd(36)}${rate}${ms(p50Ms)}${ms(p99Ms)}${ms(cpuMicrosEach).padStart(14)}`);
  }
  console.log(JSON.stringify(figures));
}

const folder = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const config = readConfig({ ...process.env, LIAISON_DATA_DIR: join(folder, 'data'), LIAISON_WRITE_KEY: key });
const program = await openProgram({
  config,
  log: createLog('error'),
  roles: args.followers === 'all' ? ['worker'] : [],
});
const { services } = program;
const stopIdentity = args.followers === 'identity' ? startIdentity(services) : null;
try {
  await ensureFirstWorkspace(services);
  const workspace = await firstWorkspace(services);
  if (!workspace) throw new Error('There is no workspace.');
  const app = createApp(program);
  const liaison = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  const port = await listen(liaison);
  const connections = Number(args.connections);
  const path = '/v1/batch';
  await measure('warm-up', { port, path, events: 20_000, perRequest: 100, connections });
  const inBatches = await measure('Liaison, batches of 100', {
    port,
    path,
    events: Number(args.events),
    perRequest: 100,
    connections,
  });
  if (args.followers !== 'none') {
    const ms = await untilSettled(services);
    console.log(`Who is who was worked out ${Math.round(ms)} ms after the last answer of the batches.`);
  }
  const figures = [
    inBatches,
    await measure('Liaison, one by one', {
      port,
      path,
      events: Number(args.singles),
      perRequest: 1,
      connections: connections * 4,
    }),
  ];
  liaison.close();
  const copy = await measureCopy(services);
  const plain = await openPlainEndpoint(services);
  const plainPort = await listen(plain);
  figures.push(
    copy,
    await measure('plain endpoint, batches of 100', {
      port: plainPort,
      path,
      events: Number(args.events),
      perRequest: 100,
      connections,
    }),
    await measure('plain endpoint, one by one', {
      port: plainPort,
      path,
      events: Number(args.singles),
      perRequest: 1,
      connections: connections * 4,
    }),
  );
  plain.close();
  const counts = await services.database.pool.query(
    `select received::int, accepted::int, duplicate::int, dead_lettered::int from log_count where door = 'tracking'`,
  );
  console.log(`counted: ${JSON.stringify(counts.rows)}`);
  print(figures);
} finally {
  await stopIdentity?.();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
