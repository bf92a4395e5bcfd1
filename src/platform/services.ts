import type { ClickHouse } from './clickhouse/clickhouse.ts';
import type { Config } from './config.ts';
import type { Engines } from './engines/index.ts';
import type { Files } from './files/files.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import type { Database, Tx } from './postgres/database.ts';

/** What a use case may need from the house. Passed in, never imported, so that tests bring their own. */
export type Services = {
  config: Config;
  log: Log;
  database: Database;
  clickhouse: ClickHouse;
  engines: Engines;
  jobs: Jobs;
  files: Files;
  /** The clock: everything that asks for the time asks here. */
  now: () => Date;
  /** What else a new workspace starts with, in the transaction that makes it; set where the program is composed. */
  furnishWorkspace?: (made: { tx: Tx; workspaceId: string; now: Date }) => Promise<void>;
};
