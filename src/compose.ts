import { closeReading, startReading } from './modules/content/index.ts';
import { openMailDoor } from './modules/conversations/index.ts';
import { startHandoffs } from './modules/handoff/index.ts';
import { Projector } from './modules/interactions/index.ts';
import {
  addStarterDefinitions,
  ensureStarterDefinitions,
  LeadFeed,
  startStanding,
} from './modules/language/index.ts';
import { startNotices } from './modules/notices/index.ts';
import { startIdentity } from './modules/people/index.ts';
import { closeTrackingDoor } from './modules/tracking/index.ts';
import { openClickHouse } from './platform/clickhouse/clickhouse.ts';
import { migrateClickHouse } from './platform/clickhouse/migrate.ts';
import type { Config } from './platform/config.ts';
import type { Engines } from './platform/engines/index.ts';
import { startEmbedded } from './platform/engines/start-embedded.ts';
import { openFiles } from './platform/files/files.ts';
import { openJobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log.ts';
import { openDatabase } from './platform/postgres/database.ts';
import { migratePostgres } from './platform/postgres/migrate.ts';
import type { Services } from './platform/services.ts';
import type { ProgramRole } from './program-roles.ts';
import { registerWorkers } from './workers.ts';

export type Program = { services: Services; projector: Projector | null; stop(): Promise<void> };

/** With the second until it is noticed, well below the ten after which clients give a request up. */
const databaseSilentAfterMs = 5_000;

const root = new URL('..', import.meta.url).pathname;

/** Starts the engines, migrates, and opens everything that use cases need. */
export async function openProgram(options: {
  config: Config;
  log: Log;
  roles: readonly ProgramRole[];
  /** Engines that were begun already, while the rest of the program was still being read. */
  engines?: Promise<Engines>;
}): Promise<Program> {
  const { config, log } = options;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) {
      await step().catch((error: unknown) => log.warn({ err: error }, 'while stopping'));
    }
  };
  try {
    const engines = await (options.engines ?? startEmbedded({ config, log }));
    undo.push(() => engines.stop());
    const database = openDatabase({
      url: engines.databaseUrl,
      onIdleError: (error) => log.warn({ err: error.message }, 'idle database connection lost'),
      silentAfterMs: databaseSilentAfterMs,
    });
    undo.push(() => database.close());
    const clickhouse = openClickHouse({ url: engines.clickhouseUrl });
    undo.push(() => clickhouse.close());
    const migrate = () => migrateClickHouse({ clickhouse, folder: `${root}migrations/clickhouse` });
    await Promise.all([
      migratePostgres({ pool: database.pool, folder: `${root}migrations/postgres` }),
      migrate(),
    ]);
    const jobs = await openJobs({ databaseUrl: engines.databaseUrl, log });
    undo.push(() => jobs.stop());
    const services: Services = {
      config,
      log,
      database,
      clickhouse,
      engines,
      jobs,
      files: await openFiles(config),
      now: () => new Date(),
      furnishWorkspace: async (made) => {
        await addStarterDefinitions(made);
      },
    };
    await ensureStarterDefinitions(services);
    undo.push(() => closeTrackingDoor(services, 0));
    undo.push(() => closeReading(services));
    if (options.roles.includes('worker')) await registerWorkers(services);
    const projector = options.roles.includes('worker')
      ? new Projector({ database, clickhouse, migrate, log, feeds: [new LeadFeed(clickhouse)] })
      : null;
    projector?.start();
    if (options.roles.includes('worker'))
      undo.push(
        startIdentity(services),
        startStanding(services),
        startHandoffs(services),
        startNotices(services),
        startReading(services),
      );
    if (options.roles.includes('http')) {
      const door = await openMailDoor(services);
      undo.push(() => door.close());
    }
    if (projector) undo.push(() => projector.stop());
    return { services, projector, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
