import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { openClickHouse } from '../../src/platform/clickhouse/clickhouse.ts';
import { migrateClickHouse } from '../../src/platform/clickhouse/migrate.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { EngineStatus } from '../../src/platform/engines/index.ts';
import { openFiles } from '../../src/platform/files/files.ts';
import { openJobs } from '../../src/platform/jobs/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { openDatabase } from '../../src/platform/postgres/database.ts';
import type { Services } from '../../src/platform/services.ts';
import { onDatabase } from './urls.ts';

export type TestServices = Services & {
  /** Sets the clock; until then it is the real one. */
  setNow(now: Date): void;
  close(): Promise<void>;
};

/**
 * Real services over databases of their own. Call once a file in `beforeAll` and `close()` in `afterAll`, or with
 * `perTest` inside a test, which closes by itself.
 */
export async function openTestServices(
  options: { env?: Record<string, string>; perTest?: boolean } = {},
): Promise<TestServices> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  const owner = new pg.Client(inject('databaseUrl'));
  await owner.connect();
  await owner.query(`create database ${name} template liaison_template`);
  const databaseUrl = onDatabase(inject('databaseUrl'), name);
  const system = openClickHouse({ url: inject('clickhouseUrl') });
  await system.command({ query: `create database ${name}` });
  const clickhouse = openClickHouse({ url: onDatabase(inject('clickhouseUrl'), name) });
  await migrateClickHouse({ clickhouse, folder: 'migrations/clickhouse' });
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-files-'));
  const log = createLog('error');
  const database = openDatabase({ url: databaseUrl, onIdleError: () => {} });
  const jobs = await openJobs({ databaseUrl, log });
  const external: EngineStatus = {
    state: 'external',
    restarts: 0,
    pid: null,
    since: new Date(),
    lastError: null,
  };
  let fixed: Date | null = null;
  const close = async () => {
    await jobs.stop();
    await database.close();
    await clickhouse.close();
    await system.command({ query: `drop database ${name}` });
    await system.close();
    await owner.query(`drop database ${name} with (force)`);
    await owner.end();
    await rm(dataDir, { recursive: true, force: true });
  };
  if (options.perTest) onTestFinished(close);
  const config = readConfig({
    LIAISON_DATA_DIR: dataDir,
    LIAISON_ADMIN_TOKEN: 'test-admin-token-0123456789',
    ...options.env,
  });
  return {
    config,
    log,
    database,
    clickhouse,
    engines: {
      databaseUrl,
      clickhouseUrl: onDatabase(inject('clickhouseUrl'), name),
      status: () => ({ postgres: external, clickhouse: external }),
      onRestart: () => {},
      stop: async () => {},
    },
    jobs,
    files: await openFiles(config),
    now: () => fixed ?? new Date(),
    setNow: (now) => {
      fixed = now;
    },
    close,
  };
}
