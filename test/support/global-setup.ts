import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEngines } from '../../src/platform/engines/index.ts';
import { createLog } from '../../src/platform/log.ts';
import { migratePostgres } from '../../src/platform/postgres/migrate.ts';
import { onDatabase } from './urls.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    clickhouseUrl: string;
  }
}

/** One pair of real engines for all test files; each file gets databases of its own, copied from a migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-test-'));
  const engines = await startEngines({ dataDir, log: createLog('warn') });
  const owner = new pg.Client(engines.databaseUrl);
  await owner.connect();
  await owner.query('create database liaison_template');
  await owner.end();
  const pool = new pg.Pool({ connectionString: onDatabase(engines.databaseUrl, 'liaison_template') });
  await migratePostgres({ pool, folder: 'migrations/postgres' });
  await pool.end();
  project.provide('databaseUrl', engines.databaseUrl);
  project.provide('clickhouseUrl', engines.clickhouseUrl);
  return async () => {
    await engines.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
