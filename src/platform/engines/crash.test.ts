import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@clickhouse/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockDataDirectory, startEngines } from './index.ts';

const HARNESS = fileURLToPath(new URL('./crash-harness.ts', import.meta.url));
const ROUNDS = 10;
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

let dataDir: string;

beforeAll(async () => {
  dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'liaison-crash-')), 'data');
});

afterAll(async () => {
  // Engines orphaned by the last kill may still be on their way out.
  await rm(path.dirname(dataDir), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

type Run = {
  postgres: number;
  clickhouse: number;
  foundPostgres: number | null;
  foundClickhouse: number | null;
};

/** Runs the harness and kills it after `lifeMs`, or after `writes` acknowledged writes. */
async function runAndKill(limit: { lifeMs?: number; writes?: number }): Promise<Run> {
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', HARNESS, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run: Run = { postgres: 0, clickhouse: 0, foundPostgres: null, foundClickhouse: null };
  let rest = '';
  let errors = '';
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(kill, limit.lifeMs ?? 40_000);
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [word, first, second] = line.split(' ');
      if (word === 'postgres') run.postgres += 1;
      if (word === 'clickhouse') run.clickhouse += 1;
      if (word === 'found') {
        run.foundPostgres = Number(first);
        run.foundClickhouse = Number(second);
      }
    }
    if (limit.writes !== undefined && run.postgres >= limit.writes) kill();
  });
  const signal = await new Promise((resolve) => child.once('close', (_code, name) => resolve(name)));
  clearTimeout(timer);
  if (signal !== 'SIGKILL') throw new Error(`The harness ended by itself: ${errors}`);
  return run;
}

it('is healthy after every kill -9, on the first start and later, and loses nothing acknowledged', async () => {
  let postgres = 0;
  let clickhouse = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Half of the rounds die somewhere in their start (initdb included), half while writing.
    const early = round % 2 === 0;
    const lifeMs = Math.round(120 + Math.random() * 1_100);
    const run = await runAndKill(early ? { lifeMs } : { writes: 20 + Math.round(Math.random() * 80) });
    if (run.foundPostgres !== null && run.foundClickhouse !== null) {
      // One write may be in without its acknowledgement having reached us.
      expect([postgres, postgres + 1]).toContain(run.foundPostgres);
      expect([clickhouse, clickhouse + 1]).toContain(run.foundClickhouse);
      postgres = run.foundPostgres;
      clickhouse = run.foundClickhouse;
    } else {
      expect(early).toBe(true);
    }
    postgres += run.postgres;
    clickhouse += run.clickhouse;
  }
  const engines = await startEngines({ dataDir, log: quiet });
  try {
    expect(engines.status()).toMatchObject({
      postgres: { state: 'running', lastError: null },
      clickhouse: { state: 'running', lastError: null },
    });
    const leftovers = (await readdir(dataDir)).filter((name) => /new-|pass-|broken-/.test(name));
    expect(leftovers).toEqual([]);
  } finally {
    await engines.stop();
  }
}, 180_000);

it.each(['metadata', 'part'])('starts a new projection when its %s is damaged, and says so', async (what) => {
  const before = await startEngines({ dataDir, log: quiet });
  const writer = createClient({ url: before.clickhouseUrl });
  await writer.command({ query: 'CREATE OR REPLACE TABLE p (id UInt64) ENGINE = MergeTree ORDER BY id' });
  await writer.command({ query: 'INSERT INTO p SELECT number FROM numbers(1000)' });
  const query = "SELECT path FROM system.parts WHERE table = 'p' AND active";
  const [part] = await (await writer.query({ query, format: 'JSONEachRow' })).json<{ path: string }>();
  await writer.close();
  await before.stop();
  if (what === 'metadata')
    await writeFile(path.join(dataDir, 'clickhouse', 'metadata', 'liaison.sql'), 'no database');
  else await rm(path.join(part?.path ?? '', 'columns.txt'));
  if (what === 'part') await writeFile(path.join(part?.path ?? '', 'count.txt'), 'x');
  const engines = await startEngines({ dataDir, log: quiet });
  try {
    expect(engines.status().clickhouse.lastError).toContain('moved to');
    const clickhouse = createClient({ url: engines.clickhouseUrl });
    const result = await clickhouse.query({ query: 'SHOW TABLES', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([]);
    await clickhouse.close();
  } finally {
    await engines.stop();
  }
});

it('sets the passwords anew when the secrets file is lost', async () => {
  await rm(path.join(dataDir, 'engine-secrets.json'));
  const engines = await startEngines({ dataDir, log: quiet });
  try {
    const client = new pg.Client({ connectionString: engines.databaseUrl });
    await client.connect();
    expect((await client.query('SELECT count(*) > 0 AS kept FROM acked')).rows).toEqual([{ kept: true }]);
    await client.end();
  } finally {
    await engines.stop();
  }
});

it('starts over a lock file of PostgreSQL that names another program, or nothing', async () => {
  await runAndKill({ writes: 1 });
  const lockFile = path.join(dataDir, 'postgres', 'postmaster.pid');
  // After a restart of a container the old number belongs to anybody; a full disk leaves the file empty.
  for (const text of [`${process.pid}\n${path.join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n`, '']) {
    await writeFile(lockFile, text);
    const engines = await startEngines({ dataDir, log: quiet });
    expect(engines.status().postgres.state).toBe('running');
    await engines.stop();
  }
});

it('gives the lock back when it is released, and when its holder dies', async () => {
  const lock = await lockDataDirectory(dataDir);
  await lock.release();
  await lock.release();
  await runAndKill({ lifeMs: 400 });
  await (await lockDataDirectory(dataDir)).release();
});
