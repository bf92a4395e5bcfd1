import { mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAppError } from '../http/problems.ts';
import { DataDirectoryInUse, type Engines, lockDataDirectory, startEngines } from './index.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

let dataDir: string;
let engines: Engines;
let clickhouse: ClickHouseClient;

async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  limitMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Not within ${limitMs} ms: ${what}`);
}

async function queryPostgres(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: engines.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function rowsOf(query: string, params: Record<string, unknown> = {}): Promise<unknown[]> {
  const result = await clickhouse.query({ query, query_params: params, format: 'JSONEachRow' });
  return result.json();
}

async function failureOf(work: Promise<unknown>): Promise<ClickHouseError> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof ClickHouseError) return error;
  throw new Error(`Expected a ClickHouseError, got ${String(error)}`);
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'liaison-engines-'));
  engines = await startEngines({ dataDir, log });
  clickhouse = createClient({ url: engines.clickhouseUrl });
});

afterAll(async () => {
  await clickhouse?.close();
  const begun = performance.now();
  await engines?.stop();
  expect(performance.now() - begun).toBeLessThan(4_000);
  await rm(dataDir, { recursive: true, force: true });
});

describe('the data directory', () => {
  it('keeps its secrets to itself', async () => {
    expect((await stat(path.join(dataDir, 'engine-secrets.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(dataDir, 'clickhouse'))).mode & 0o777).toBe(0o700);
  });

  it('refuses a second holder and names the first', async () => {
    const refusal = await lockDataDirectory(dataDir).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(DataDirectoryInUse);
    expect(String(refusal)).toContain(`process ${process.pid}`);
    const second = await startEngines({
      dataDir: path.join(dataDir, 'other'),
      log,
      databaseUrl: 'postgres://x',
      clickhouseUrl: 'http://y',
    });
    expect(second.status().postgres.state).toBe('external');
    expect(second.databaseUrl).toBe('postgres://x');
    await second.stop();
  });
});

describe('postgres', () => {
  it('serves an owner who is no superuser but may make the roles of row-level security', async () => {
    const rows = await queryPostgres(
      'SELECT rolsuper, rolcreaterole, current_database() AS name FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: true, name: 'liaison' }]);
    await queryPostgres('CREATE ROLE reader NOLOGIN NOBYPASSRLS');
    const client = new pg.Client({ connectionString: engines.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE reader');
    expect((await client.query('SELECT current_user AS me')).rows).toEqual([{ me: 'reader' }]);
    await client.end();
  });

  it('keeps what it acknowledged when its postmaster is killed', async () => {
    await queryPostgres('CREATE TABLE kept (id int PRIMARY KEY)');
    await queryPostgres('INSERT INTO kept SELECT generate_series(1, 1000)');
    const before = engines.status().postgres;
    const restarted = new Promise<string>((resolve) => engines.onRestart(resolve));
    if (before.pid !== null) process.kill(before.pid, 'SIGKILL');
    expect(await restarted).toBe('postgres');
    expect(engines.status().postgres).toMatchObject({ state: 'running', restarts: before.restarts + 1 });
    expect(await queryPostgres('SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
  });
});

describe('clickhouse', () => {
  it('answers pings, with and without a query', async () => {
    expect(await clickhouse.ping()).toEqual({ success: true });
    expect(await clickhouse.ping({ select: true })).toEqual({ success: true });
  });

  it('takes rows as an array, a stream and a file format, and gives them back in each', async () => {
    await clickhouse.command({
      query: 'CREATE TABLE t (id UInt32, name String) ENGINE = MergeTree ORDER BY id',
    });
    await clickhouse.insert({ table: 't', values: [{ id: 1, name: "it's\n\\ ü" }], format: 'JSONEachRow' });
    const many = Readable.from(Array.from({ length: 5_000 }, (_, i) => ({ id: i + 2, name: `n${i}` })));
    const inserted = await clickhouse.insert({ table: 't', values: many, format: 'JSONEachRow' });
    expect(inserted.summary?.written_rows).toBe('5000');
    await clickhouse.insert({
      table: 't',
      values: Readable.from(['9001,"a,b"\n'], { objectMode: false }),
      format: 'CSV',
    });
    await clickhouse.insert({ table: 't', columns: ['id'], values: [[9002]], format: 'JSONCompactEachRow' });
    await clickhouse.insert({ table: 't', values: [], format: 'JSONEachRow' });
    await clickhouse.command({ query: "INSERT INTO t VALUES (9003, 'x'), (9004, 'FORMAT; --')" });
    expect(await rowsOf('SELECT count() AS n, max(id) AS m FROM t')).toEqual([{ n: 5005, m: 9004 }]);
    expect(await rowsOf('SELECT name FROM t WHERE id IN (1, 9001, 9004) ORDER BY id')).toEqual([
      { name: "it's\n\\ ü" },
      { name: 'a,b' },
      { name: 'FORMAT; --' },
    ]);
    const whole = await (
      await clickhouse.query({ query: 'SELECT id FROM t ORDER BY id LIMIT 2', format: 'JSON' })
    ).json();
    expect(whole).toMatchObject({
      data: [{ id: 1 }, { id: 2 }],
      rows: 2,
      meta: [{ name: 'id', type: 'UInt32' }],
    });
  });

  it('takes binary rows without loss', async () => {
    await clickhouse.command({
      query: 'CREATE TABLE b (id UInt64, s String) ENGINE = MergeTree ORDER BY id',
    });
    const rows = Array.from({ length: 1_000 }, (_, id) => {
      const row = Buffer.alloc(10);
      row.writeBigUInt64LE(BigInt(id));
      row[8] = 1;
      row[9] = id % 256;
      return row;
    });
    const stream = Readable.from([Buffer.concat(rows)], { objectMode: false });
    await clickhouse.exec({ query: 'INSERT INTO b FORMAT RowBinary', values: stream });
    expect(await rowsOf('SELECT count() AS n, uniqExact(s) AS u, sum(id) AS total FROM b')).toEqual([
      { n: 1000, u: 256, total: 499500 },
    ]);
  });

  it('binds parameters and keeps settings to one request', async () => {
    const params = {
      text: `a'b"c\\d\te\nf;--`,
      list: [1, 2, 3],
      when: new Date('2026-01-02T03:04:05Z'),
      none: null,
    };
    const query = `SELECT {text:String} AS text, {list:Array(UInt8)} AS list, {when:DateTime('UTC')} AS at, {none:Nullable(Int8)} AS none`;
    const expected = [{ text: params.text, list: [1, 2, 3], at: '2026-01-02 03:04:05', none: null }];
    expect(await rowsOf(query, params)).toEqual(expected);
    const result = await clickhouse.query({
      query,
      query_params: params,
      format: 'JSONEachRow',
      use_multipart_params: true,
    });
    expect(await result.json()).toEqual(expected);
    const threads = { query: "SELECT getSetting('max_threads') AS n", format: 'JSONEachRow' } as const;
    const own = await clickhouse.query({ ...threads, clickhouse_settings: { max_threads: 1 } });
    expect(await own.json()).toEqual([{ n: 1 }]);
    const many = await Promise.all(
      Array.from({ length: 40 }, async (_, i) =>
        rowsOf('SELECT {i:UInt32} AS i, sleepEachRow(0.005) AS s', { i }),
      ),
    );
    expect(many.map(([row]) => row)).toEqual(Array.from({ length: 40 }, (_, i) => ({ i, s: 0 })));
    const failure = await failureOf(rowsOf('SELECT {text:String} AS text'));
    expect(failure).toMatchObject({ code: '456', type: 'UNKNOWN_QUERY_PARAMETER' });
  });

  it('fails with the engine’s own code, type and status', async () => {
    expect(await failureOf(rowsOf('SELECT * FROM nowhere'))).toMatchObject({
      code: '60',
      type: 'UNKNOWN_TABLE',
    });
    expect(await failureOf(rowsOf('SELEC 1'))).toMatchObject({ code: '62' });
    expect(await failureOf(rowsOf('SELECT 1; SELECT 2'))).toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
    expect(await failureOf(rowsOf("SELECT throwIf(number = 3, 'too many') FROM numbers(9)"))).toMatchObject({
      code: '395',
    });
    const broken = clickhouse.insert({ table: 't', values: [{ id: 1 }, { id: 'x' }], format: 'JSONEachRow' });
    expect(await failureOf(broken)).toMatchObject({
      code: '27',
      type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
    });
    const response = await fetch(withoutSecret(), {
      method: 'POST',
      body: 'SELECT * FROM nowhere',
      headers: basicAuth(),
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('60');
    expect(await response.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version 26\./);
  });

  it('refuses a wrong secret', async () => {
    const stranger = createClient({ url: engines.clickhouseUrl, password: 'guess' });
    const wrong = createClient({ url: engines.clickhouseUrl.replace(/:[0-9a-f]{48}@/, ':guess@') });
    expect(await failureOf(wrong.query({ query: 'SELECT 1' }))).toMatchObject({
      code: '516',
      type: 'AUTHENTICATION_FAILED',
    });
    expect((await fetch(withoutSecret(), { method: 'POST', body: 'SELECT 1' })).status).toBe(403);
    await Promise.all([stranger.close(), wrong.close()]);
  });

  it('compresses both ways and streams a large result', async () => {
    const packed = createClient({
      url: engines.clickhouseUrl,
      compression: { request: true, response: true },
    });
    await packed.command({ query: 'CREATE TABLE z (id UInt32) ENGINE = MergeTree ORDER BY id' });
    await packed.insert({
      table: 'z',
      values: Array.from({ length: 1_000 }, (_, id) => ({ id })),
      format: 'JSONEachRow',
    });
    const result = await packed.query({
      query: 'SELECT number AS n FROM numbers(300000)',
      format: 'JSONEachRow',
    });
    let count = 0;
    for await (const rows of result.stream()) count += rows.length;
    expect(count).toBe(300_000);
    const total = await packed.query({ query: 'SELECT sum(id) AS s FROM z', format: 'JSONEachRow' });
    expect(await total.json()).toEqual([{ s: 499_500 }]);
    await packed.close();
  });

  it('keeps a named session’s temporary tables', async () => {
    const session_id = 'one';
    await clickhouse.command({ query: 'CREATE TEMPORARY TABLE tmp (x UInt8)', session_id });
    await clickhouse.command({ query: 'INSERT INTO tmp VALUES (7)', session_id });
    const result = await clickhouse.query({ query: 'SELECT x FROM tmp', format: 'JSONEachRow', session_id });
    expect(await result.json()).toEqual([{ x: 7 }]);
  });

  it('answers pings while a query runs, and stops the query when its caller leaves', async () => {
    const caller = new AbortController();
    const query = 'SELECT max(cityHash64(number)) AS m FROM numbers(20000000000) SETTINGS max_threads = 1';
    const endless = clickhouse.query({ query, abort_signal: caller.signal }).catch((error: unknown) => error);
    const running = async () => {
      const rows = await rowsOf(
        "SELECT count() AS n FROM system.processes WHERE query LIKE '%numbers(20000000000)%' AND query NOT LIKE '%processes%'",
      );
      return JSON.stringify(rows) === '[{"n":1}]';
    };
    await until('the query runs', running);
    const begun = performance.now();
    expect((await clickhouse.ping()).success).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1_000);
    caller.abort();
    await endless;
    await until('the query is gone', async () => !(await running()));
  });

  it('keeps what it acknowledged when its process is killed', async () => {
    await clickhouse.command({ query: 'CREATE TABLE kept (id UInt32) ENGINE = MergeTree ORDER BY id' });
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const before = engines.status().clickhouse;
      const writing = (async () => {
        for (let id = 0; id < 10_000; id += 1) {
          await clickhouse.insert({ table: 'kept', values: [{ id: acknowledged }], format: 'JSONEachRow' });
          acknowledged += 1;
        }
      })().catch(() => undefined);
      await until('some rows are in', () => acknowledged >= (round + 1) * 10);
      if (before.pid !== null) process.kill(before.pid, 'SIGKILL');
      await writing;
      await until('it serves again', () => engines.status().clickhouse.restarts > before.restarts);
      const [row] = await rowsOf('SELECT count(DISTINCT id) AS n FROM kept');
      const found = typeof row === 'object' && row !== null && 'n' in row ? Number(row.n) : -1;
      // The insert under way may have got in without its acknowledgement.
      expect(found === acknowledged || found === acknowledged + 1).toBe(true);
      acknowledged = found;
    }
    expect(await readFile(path.join(dataDir, 'clickhouse.pid'), 'utf8')).toContain(
      String(engines.status().clickhouse.pid),
    );
  });

  it('begins anew, and says so, when a file of its own is damaged', async () => {
    await clickhouse.command({ query: 'CREATE TABLE torn (id UInt32) ENGINE = MergeTree ORDER BY id' });
    await clickhouse.insert({ table: 'torn', values: [{ id: 1 }], format: 'JSONEachRow' });
    const [part] = await rowsOf("SELECT path FROM system.parts WHERE table = 'torn' AND active");
    if (typeof part !== 'object' || part === null || !('path' in part)) throw new Error('there is no part');
    const folder = String(part.path);
    const marks = (await readdir(folder)).filter((name) => /mrk\d?$/.test(name));
    expect(marks).not.toEqual([]);
    for (const name of marks) await truncate(path.join(folder, name), 0);
    await clickhouse.command({ query: 'SYSTEM DROP MARK CACHE' });
    const before = engines.status().clickhouse;
    const failure = await failureOf(rowsOf('SELECT * FROM torn'));
    expect(failure.code).toBe('246');
    expect(asAppError(failure)).toMatchObject({ code: 'unavailable', status: 503 });
    await until('it serves again', () => engines.status().clickhouse.restarts > before.restarts);
    expect(await rowsOf('EXISTS TABLE torn')).toEqual([{ result: 0 }]);
    expect(await readdir(dataDir)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^clickhouse\.broken-/)]),
    );
  });
});

function withoutSecret(): string {
  const url = new URL(engines.clickhouseUrl);
  return `${url.protocol}//${url.host}/?database=liaison`;
}

function basicAuth(): Record<string, string> {
  const url = new URL(engines.clickhouseUrl);
  return { Authorization: `Basic ${Buffer.from(`${url.username}:${url.password}`).toString('base64')}` };
}
