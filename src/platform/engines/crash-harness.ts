/**
 * For crash.test.ts: a program of its own that starts the engines and writes to both until it is
 * killed. Prints a line for each write that was acknowledged.
 */
import { createClient } from '@clickhouse/client';
import pg from 'pg';
import { startEngines } from './index.ts';

const dataDir = process.argv[2] ?? '';
const quiet = () => undefined;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const engines = await startEngines({
  dataDir,
  log: { info: quiet, debug: quiet, warn: quiet, error: quiet },
});
const database = new pg.Client({ connectionString: engines.databaseUrl });
database.on('error', quiet);
await database.connect();
const clickhouse = createClient({ url: engines.clickhouseUrl });
await database.query('CREATE TABLE IF NOT EXISTS acked (id bigserial PRIMARY KEY)');
await clickhouse.command({
  query: 'CREATE TABLE IF NOT EXISTS acked (id UInt64) ENGINE = MergeTree ORDER BY id',
});
const rows = await database.query<{ n: string }>('SELECT count(*) AS n FROM acked');
const result = await clickhouse.query({ query: 'SELECT count() AS n FROM acked', format: 'JSONEachRow' });
const [row] = await result.json<{ n: number | string }>();
const restarts = engines.status().postgres.restarts + engines.status().clickhouse.restarts;
say(`found ${rows.rows[0]?.n} ${row?.n} ${restarts}`);
for (let id = 0; ; id += 1) {
  await database.query('INSERT INTO acked DEFAULT VALUES');
  say('postgres');
  await clickhouse.insert({ table: 'acked', values: [{ id }], format: 'JSONEachRow' });
  say('clickhouse');
}
