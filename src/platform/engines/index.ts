/**
 * The launcher of the embedded engines.
 *
 * With nothing configured, the program brings its own PostgreSQL and its own ClickHouse engine and
 * runs both as child processes on the data directory. The rest of the program sees two URLs and
 * nothing else, so pointing those at servers changes no line of it.
 *
 * What lies in the data directory:
 *
 *     liaison.lock, liaison.pid   the lock that keeps a second process out
 *     engine-secrets.json         the engines' passwords, mode 0600
 *     postgres/                   the cluster: the record of truth
 *     clickhouse/                 the engine's files: a projection, rebuildable at any time
 *     clickhouse-spool/           rows and results in transit, emptied at every start
 *     clickhouse.broken-…/        a damaged folder that was put away (the newest one is kept)
 *
 * What holds:
 *
 * - Both listen on 127.0.0.1 with a random secret. Ports are chosen at each start of the program and
 *   kept when an engine is restarted, so a URL stays valid as long as the program runs.
 * - An engine that dies is started again at once; meanwhile connections are refused. Both keep every
 *   acknowledged write through a `kill -9` at any moment, and the next start needs no help.
 * - PostgreSQL's URL names the owner of the database `liaison`, who is no superuser but may create
 *   roles. Row-level security binds the roles that migrations create; the owner itself is bound only
 *   where a table says FORCE, so the program works under `SET LOCAL ROLE`.
 * - As root, PostgreSQL runs as the owner of its folder, else as `postgres`, `liaison`, `node` or
 *   `nobody`, whichever exists; see privileges.ts for closed folders.
 * - ClickHouse answers the official client (`@clickhouse/client`) with the engine's own SQL. A result
 *   is complete before it is sent: memory stays flat and 200 means success, but the first row waits
 *   for the last. Several statements in one request are refused, as on a server.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { prepareClickHouse } from './clickhouse.ts';
import { type DataDirectoryLock, holdsDataDirectory, lockDataDirectory } from './lock.ts';
import { preparePostgres } from './postgres.ts';
import { readOrCreateSecrets } from './secrets.ts';
import { type EngineLog, type EngineStatus, type Launch, Supervisor } from './supervisor.ts';

export { DataDirectoryInUse, type DataDirectoryLock, lockDataDirectory } from './lock.ts';
export type { EngineStatus } from './supervisor.ts';

export type EngineName = 'postgres' | 'clickhouse';

export type Engines = {
  /** postgres://owner:secret@127.0.0.1:port/liaison */
  databaseUrl: string;
  /** http://user:secret@127.0.0.1:port/liaison, as `@clickhouse/client` takes it in `url`. */
  clickhouseUrl: string;
  status(): { postgres: EngineStatus; clickhouse: EngineStatus };
  /** Called after an engine died and serves again. */
  onRestart(listener: (engine: EngineName) => void): void;
  /** Stops both cleanly, within four seconds. */
  stop(): Promise<void>;
};

type Managed = { url: string; status(): EngineStatus; start(): Promise<void>; stop(): Promise<void> };

/**
 * Starts the engines that no URL is given for, both at once, and resolves when they serve.
 * Takes the lock on the data directory itself when this process does not hold it yet.
 *
 * @throws DataDirectoryInUse, or the first engine's error when one cannot be started; whatever was
 *   started is stopped again.
 */
export async function startEngines(options: {
  dataDir: string;
  databaseUrl?: string | undefined;
  clickhouseUrl?: string | undefined;
  log: EngineLog;
}): Promise<Engines> {
  const listeners = new Set<(engine: EngineName) => void>();
  const notify = (engine: EngineName) => {
    for (const listener of listeners) listener(engine);
  };
  const ownLock = await lockUnlessExternal(options);
  const managed: Managed[] = [];
  try {
    const [postgres, clickhouse] = await prepareBoth(options, notify);
    managed.push(postgres, clickhouse);
    const started = await Promise.allSettled(managed.map((engine) => engine.start()));
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    return {
      databaseUrl: postgres.url,
      clickhouseUrl: clickhouse.url,
      status: () => ({ postgres: postgres.status(), clickhouse: clickhouse.status() }),
      onRestart: (listener) => void listeners.add(listener),
      stop: () => stopAll(managed, ownLock),
    };
  } catch (error) {
    await stopAll(managed, ownLock);
    throw error;
  }
}

async function stopAll(managed: readonly Managed[], lock: DataDirectoryLock | null): Promise<void> {
  await Promise.all(managed.map((engine) => engine.stop()));
  await lock?.release();
}

async function lockUnlessExternal(
  options: Parameters<typeof startEngines>[0],
): Promise<DataDirectoryLock | null> {
  if (options.databaseUrl !== undefined && options.clickhouseUrl !== undefined) return null;
  await mkdir(options.dataDir, { recursive: true, mode: 0o711 });
  return (await holdsDataDirectory(options.dataDir)) ? null : lockDataDirectory(options.dataDir);
}

async function prepareBoth(
  options: Parameters<typeof startEngines>[0],
  notify: (engine: EngineName) => void,
): Promise<[Managed, Managed]> {
  const { log, databaseUrl, clickhouseUrl } = options;
  if (databaseUrl !== undefined && clickhouseUrl !== undefined)
    return [external(databaseUrl), external(clickhouseUrl)];
  const dataDir = await realpath(options.dataDir);
  const secrets = await readOrCreateSecrets(dataDir);
  return Promise.all([
    databaseUrl === undefined
      ? supervised('postgres', log, notify, () => preparePostgres({ dataDir, secrets, log }))
      : external(databaseUrl),
    clickhouseUrl === undefined
      ? supervised('clickhouse', log, notify, (noteError) =>
          prepareClickHouse({ dataDir, secret: secrets.clickhouse, log, noteError }),
        )
      : external(clickhouseUrl),
  ]);
}

type Launcher = { url: string; launch: Launch };

async function supervised(
  name: EngineName,
  log: EngineLog,
  notify: (engine: EngineName) => void,
  prepare: (noteError: (message: string) => void) => Promise<Launcher>,
): Promise<Managed> {
  let supervisor: Supervisor | null = null;
  const launcher = await prepare((message) => supervisor?.noteError(message));
  const kept = new Supervisor({ name, launch: launcher.launch, log, onRestart: () => notify(name) });
  supervisor = kept;
  return {
    url: launcher.url,
    status: () => kept.status(),
    start: () => kept.start(),
    stop: () => kept.stop(),
  };
}

/** An engine that runs elsewhere: known by its URL, neither started nor watched. */
function external(url: string): Managed {
  const status: EngineStatus = {
    state: 'external',
    restarts: 0,
    pid: null,
    since: new Date(),
    lastError: null,
  };
  return {
    url,
    status: () => ({ ...status }),
    start: async () => undefined,
    stop: async () => undefined,
  };
}
