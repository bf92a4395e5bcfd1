import { type ChildProcess, spawn } from 'node:child_process';
import {
  chown,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { release } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { DATABASE_NAME, ensureDatabase, OWNER_ROLE } from './postgres-database.ts';
import { chooseRunAs, giveTo, type RunAs } from './privileges.ts';
import { commandLineOf, endProcess, findFreePort, messageOf } from './processes.ts';
import { type EngineSecrets, syncDirectory } from './secrets.ts';
import { type EngineLog, type Launch, type RunningProcess, rejectOn } from './supervisor.ts';

export type PostgresEngine = {
  url: string;
  launch: Launch;
};

type Cluster = {
  dataPath: string;
  binaries: PostgresBinaries;
  runAs: RunAs;
  port: number;
  secrets: EngineSecrets;
  log: EngineLog;
};

/** So long without a word of progress, which a long recovery gives every ten seconds, a start is taken to hang. */
const READY_TIMEOUT_MS = 120_000;
const INITDB_TIMEOUT_MS = 60_000;
/** Together below the four seconds that stop() promises. */
const FAST_STOP_MS = 2_500;
const IMMEDIATE_STOP_MS = 800;

/** Small for an idle program of 700 MB in all, yet wide enough for bulk imports. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  io_workers: '2',
  max_parallel_workers_per_gather: '2',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  checkpoint_timeout: '10min',
  autovacuum: 'on',
  // When one of its processes crashes it ends, and the supervisor starts it anew. Left to itself it would recover
  // within the same postmaster, and where that fails over a full disk, 18.4 stays there for ever, serving nobody.
  restart_after_crash: 'off',
  // A role made by the owner can be taken on by the owner, as the row-level security helper does.
  createrole_self_grant: 'set, inherit',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  logging_collector: 'off',
  log_checkpoints: 'off',
  // Statements hold customers' data: they stay out of the log.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
};

const MIB = 1024 * 1024;
/** Wide enough for bulk imports; less than 64 MB would mean checkpoints without end. */
const WAL_MIB = { most: 1_024, least: 64 };

/** A tenth of the disk at most: on a small one, the log of changes must not be what fills it. */
async function walSettings(dataPath: string): Promise<Record<string, string>> {
  const disk = await statfs(dataPath);
  const tenthMib = Math.floor((disk.blocks * disk.bsize) / MIB / 10);
  const maxMib = Math.min(Math.max(tenthMib, WAL_MIB.least), WAL_MIB.most);
  return { max_wal_size: `${maxMib}MB`, min_wal_size: `${Math.min(96, maxMib / 2)}MB` };
}

/**
 * After a crash PostgreSQL syncs its whole folder before it recovers: file by file that takes seconds on a busy disk
 * (measured: 3 to 8 s against 0.03 s). Kernels before 5.8 do not say when such a sync has failed.
 */
function recoverySettings(): Record<string, string> {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const isTold = process.platform === 'linux' && (major > 5 || (major === 5 && minor >= 8));
  return isTold ? { recovery_init_sync_method: 'syncfs' } : {};
}

/** Finds all that the server needs; its port is chosen once and kept over restarts. */
export async function preparePostgres(options: {
  dataDir: string;
  secrets: EngineSecrets;
  log: EngineLog;
}): Promise<PostgresEngine> {
  const dataPath = path.join(options.dataDir, 'postgres');
  const binaries = await findPostgresBinaries();
  const runAs = await chooseRunAs(dataPath, [dataPath, binaries.postgres]);
  const cluster: Cluster = { ...options, dataPath, binaries, runAs, port: await findFreePort() };
  let isFirstLaunch = true;
  return {
    url: `postgres://${OWNER_ROLE}:${options.secrets.postgresOwner}@127.0.0.1:${cluster.port}/${DATABASE_NAME}`,
    async launch(signal) {
      await endOrphan(dataPath);
      await endLeftChildren(dataPath);
      // Only before it ever served: a folder that vanishes under a running program is no new start.
      if (isFirstLaunch) await ensureCluster(cluster, options.dataDir);
      isFirstLaunch = false;
      const running = await startPostmaster(cluster, signal);
      try {
        await ensureDatabase({ ...cluster, resetAdmin: () => resetAdminPassword(cluster, running) });
      } catch (error) {
        await running.stop();
        throw error;
      }
      return running;
    },
  };
}

async function ensureCluster(cluster: Cluster, dataDir: string): Promise<void> {
  await removeLeftovers(dataDir);
  if (await isMissing(path.join(cluster.dataPath, 'PG_VERSION'))) {
    const names = await readdir(cluster.dataPath).catch(() => []);
    if (names.length > 0) {
      // The record of truth: never replaced by an empty one behind the operator's back.
      throw new Error(
        `${cluster.dataPath} is not empty, and no PostgreSQL cluster either. Restore it, or move it away.`,
      );
    }
    await createCluster(cluster, dataDir);
  }
  await giveTo(cluster.runAs.user, cluster.dataPath);
}

async function isMissing(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return true;
      if (error.code === 'EACCES') {
        throw new Error(
          `This user may not read ${path.dirname(file)}: it was made by another user (root?).`,
          { cause: error },
        );
      }
      throw error;
    },
  );
}

/** Folders of an initdb that never finished; their unique names keep a dying initdb harmless. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith('postgres.new-') && !name.startsWith('postgres.pass-')) continue;
    await rm(path.join(dataDir, name), { recursive: true, force: true, maxRetries: 5 }).catch(
      () => undefined,
    );
  }
}

/**
 * initdb writes into a folder of another name, syncs it, and only a finished one is renamed:
 * a `kill -9` leaves either no cluster or a whole one.
 */
async function createCluster(cluster: Cluster, dataDir: string): Promise<void> {
  const suffix = `${process.pid}-${Date.now()}`;
  const target = path.join(dataDir, `postgres.new-${suffix}`);
  const passwordFile = path.join(dataDir, `postgres.pass-${suffix}`);
  await mkdir(target, { mode: 0o700 });
  await writeFile(passwordFile, `${cluster.secrets.postgresAdmin}\n`, { mode: 0o600 });
  const { user } = cluster.runAs;
  if (user !== null) {
    await chown(target, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    // The built-in locale gives the same order of texts on every machine and after every upgrade.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const account = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await runToEnd(cluster, cluster.binaries.initdb, [`--pgdata=${target}`, ...account, ...locale]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(target, cluster.dataPath);
  await syncDirectory(dataDir);
}

function spawnServer(
  cluster: Cluster,
  command: string,
  args: readonly string[],
  deathSignal: 'INT' | 'KILL',
  hasInput = false,
): ChildProcess {
  const wrapped = cluster.runAs.wrap(command, args, deathSignal);
  const { user } = cluster.runAs;
  const plain = user !== null && wrapped.command === command ? { uid: user.uid, gid: user.gid } : {};
  return spawn(wrapped.command, wrapped.args, {
    ...plain,
    // A group of its own: Ctrl-C in a terminal is ours to handle, in order.
    detached: true,
    cwd: '/',
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    // Nothing of our environment, where the operator's secrets are.
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
}

async function runToEnd(
  cluster: Cluster,
  command: string,
  args: readonly string[],
  input?: string,
): Promise<void> {
  const child = spawnServer(cluster, command, args, 'KILL', input !== undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), INITDB_TIMEOUT_MS);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    });
  }
  if (input !== undefined) child.stdin?.end(input);
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'));
  });
  clearTimeout(timer);
  if (output.includes('could not look up effective user ID')) {
    throw new Error('PostgreSQL needs a user with an account: the present user id has none in /etc/passwd.');
  }
  if (code !== 0) throw new Error(`${path.basename(command)} failed (${code}): ${output.trim()}`);
}

/** The end of the server, with the reason it gave; the moment when it serves; and when it last spoke of progress. */
function listenTo(child: ChildProcess, log: EngineLog) {
  const progress = { at: performance.now() };
  let lastLine = '';
  let fatalLine = '';
  let isReady = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`postgres could not be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(`postgres ended (${signal ?? code}): ${fatalLine === '' ? lastLine : fatalLine}`),
    );
  });
  const ready = new Promise<void>((resolve) => {
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      // FATAL ends one session, and is a client's affair, or the server while it starts; PANIC ends the server.
      const isPanic = /\bPANIC: /.test(line);
      if (!/\b(?:HINT|DETAIL): /.test(line)) lastLine = line;
      // While it starts, it tells every client that knocks that it does.
      if (isPanic || (!isReady && /\bFATAL: /.test(line) && !/the database system is/.test(line)))
        fatalLine = line;
      if (isPanic) log.warn({ engine: 'postgres' }, line);
      else log.debug({ engine: 'postgres' }, line);
      if (/\bLOG: .* in progress/.test(line)) progress.at = performance.now();
      if (!line.includes('database system is ready to accept connections')) return;
      isReady = true;
      fatalLine = '';
      resolve();
    });
  });
  return { exited, ready, progress };
}

async function startPostmaster(cluster: Cluster, signal: AbortSignal): Promise<RunningProcess> {
  const own = { ...(await walSettings(cluster.dataPath)), ...recoverySettings(), port: String(cluster.port) };
  const settings = { ...SETTINGS, ...own };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnServer(cluster, cluster.binaries.postgres, ['-D', cluster.dataPath, ...flags], 'INT');
  const { exited, ready, progress } = listenTo(child, cluster.log);
  child.stdout?.resume();
  const timeout = new AbortController();
  const outcome = await Promise.race([
    ready.then(() => 'ready' as const),
    exited,
    rejectOn(signal).catch(messageOf),
    hang(progress, timeout.signal),
  ]);
  timeout.abort();
  if (outcome === 'ready' && child.pid !== undefined) {
    return { pid: child.pid, exited, stop: () => stopChild(child, exited) };
  }
  await stopChild(child, exited);
  throw new Error(outcome);
}

/** Ends when nothing was said of progress for too long. */
async function hang(progress: { at: number }, signal: AbortSignal): Promise<string> {
  for (let leftMs = READY_TIMEOUT_MS; leftMs > 0 && !signal.aborted; ) {
    await delay(leftMs, undefined, { signal, ref: false }).catch(() => undefined);
    leftMs = progress.at + READY_TIMEOUT_MS - performance.now();
  }
  return 'postgres did not become ready';
}

/** Fast stop closes sessions and writes a checkpoint; the next start then needs no recovery. */
async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: FAST_STOP_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_STOP_MS },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_STOP_MS },
  ] as const;
  for (const step of steps) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill(step.signal);
    const timer = new AbortController();
    await Promise.race([
      exited,
      delay(step.waitMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
  }
}

/** A postmaster whose parent was killed: it is stopped, and its files are waited for. */
async function endOrphan(dataPath: string): Promise<void> {
  const pidFile = path.join(dataPath, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => null);
  if (text === null) return;
  const pid = Number.parseInt(text, 10);
  const isNumber = Number.isInteger(pid) && pid > 1;
  const isServer = async () => (await commandLineOf(pid))?.includes(`-D ${dataPath} `) ?? false;
  if (isNumber && (await isServer())) {
    return endProcess({
      pid,
      stillThere: isServer,
      steps: [
        { signal: 'SIGINT', waitMs: 10_000 },
        { signal: 'SIGQUIT', waitMs: 3_000 },
        { signal: 'SIGKILL', waitMs: 2_000 },
      ],
    });
  }
  // PostgreSQL sees for itself that a process is gone. But over a file that a kill or a full disk left empty, and over
  // a pid that another program has by now (usual in containers), it would refuse to start for ever. No server of ours
  // runs, says the data directory's lock; and while children of one live, their shared memory keeps a second one out.
  if (!isNumber || (await commandLineOf(pid)) !== null) await rm(pidFile, { force: true });
}

/**
 * The children of a postmaster that was killed: each goes on until it notices, a busy one for seconds, and until then
 * its shared memory keeps a new server out. Nothing they do can still be acknowledged in order. Found by the folder
 * they work in, for their command lines do not name it.
 */
async function endLeftChildren(dataPath: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    pids.map(async (pid) => {
      const isLeft = async () =>
        (await readlink(`/proc/${pid}/cwd`).catch(() => null)) === dataPath &&
        ((await commandLineOf(pid))?.startsWith('postgres: ') ?? false);
      if (!(await isLeft())) return;
      await endProcess({ pid, stillThere: isLeft, steps: [{ signal: 'SIGKILL', waitMs: 5_000 }] });
    }),
  );
}

/** Sets the superuser's password in single-user mode: the secrets file was lost or replaced. */
async function resetAdminPassword(cluster: Cluster, running: RunningProcess): Promise<void> {
  cluster.log.warn({ engine: 'postgres' }, 'the administrator password does not fit; setting it anew');
  await running.stop();
  const sql = `ALTER ROLE postgres PASSWORD '${cluster.secrets.postgresAdmin}'`;
  const args = ['--single', '-D', cluster.dataPath, 'postgres'];
  await runToEnd(cluster, cluster.binaries.postgres, args, `${sql}\n`);
}
