import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDiskFull } from '../disk.ts';
import { clickhouseConfig } from './clickhouse-config.ts';
import {
  type ChildMessage,
  isChildMessage,
  type ParentMessage,
  type StartMessage,
} from './clickhouse-messages.ts';
import { commandLineOf, endProcess, findFreePort, messageOf } from './processes.ts';
import { type EngineLog, type Launch, rejectOn } from './supervisor.ts';

export type ClickHouseLauncher = {
  url: string;
  launch: Launch;
};

const USER = 'liaison';
const DATABASE = 'liaison';
const CHILD_FILE = fileURLToPath(new URL('./clickhouse-child.ts', import.meta.url));
/** Loading a large projection's parts takes seconds; a minute and more means it hangs. */
const READY_TIMEOUT_MS = 90_000;
const STOP_MS = 2_500;
const KILL_MS = 800;
/** Failures to open the same folder in a row, after which the folder is held to be the cause. */
const MAX_FAILURES_TO_OPEN = 2;
const BROKEN_FOLDERS_KEPT = 1;

type Folder = { data: string; spool: string; configFile: string; pidFile: string; parent: string };

/** Prepares the launcher of the ClickHouse child; its port is chosen once and kept over restarts. */
export async function prepareClickHouse(options: {
  dataDir: string;
  secret: string;
  log: EngineLog;
  noteError: (message: string) => void;
}): Promise<ClickHouseLauncher> {
  const folder: Folder = {
    parent: options.dataDir,
    data: path.join(options.dataDir, 'clickhouse'),
    spool: path.join(options.dataDir, 'clickhouse-spool'),
    configFile: path.join(options.dataDir, 'clickhouse-config.xml'),
    pidFile: path.join(options.dataDir, 'clickhouse.pid'),
  };
  const port = await findFreePort();
  const message: StartMessage = {
    type: 'start',
    dataPath: folder.data,
    spoolPath: folder.spool,
    configFile: folder.configFile,
    port,
    user: USER,
    secret: options.secret,
    database: DATABASE,
  };
  let failuresToOpen = 0;
  let lastFailure = '';
  let damage: string | null = null;
  return {
    url: `http://${USER}:${options.secret}@127.0.0.1:${port}/${DATABASE}`,
    async launch(signal) {
      await endOrphan(folder);
      if (damage !== null && (await isDiskFull(folder.parent)))
        throw new Error(`ClickHouse did not start: the disk is full, and left a file damaged (${damage})`);
      if (damage !== null || failuresToOpen >= MAX_FAILURES_TO_OPEN) {
        await moveAside(folder, options, damage ?? lastFailure);
        failuresToOpen = 0;
        damage = null;
      }
      await prepareFolders(folder);
      const child = forkChild(folder, options.log);
      const outcome = await openFolder({ child, folder, signal, message });
      if (outcome.type === 'ready' && child.process.pid !== undefined) {
        failuresToOpen = 0;
        child.process.on('message', (told: unknown) => {
          if (!isChildMessage(told) || told.type !== 'damaged' || damage !== null) return;
          damage = told.message;
          // Its end is followed by a start, which puts the folder away.
          child.process.kill('SIGKILL');
        });
        return { pid: child.process.pid, exited: child.exited, stop: () => stopChild(child) };
      }
      await killChild(child);
      // On a full disk the engine fails in many ways, none of which says anything about the folder.
      const blamesFolder =
        (outcome.type === 'crashed' && !outcome.killed) ||
        (outcome.type === 'failed' && outcome.reason === 'data');
      if (blamesFolder && !(await isDiskFull(folder.parent))) {
        failuresToOpen += 1;
        lastFailure = outcome.message;
      }
      throw new Error(
        `ClickHouse did not start: ${outcome.type === 'ready' ? 'no process id' : outcome.message}`,
      );
    },
  };
}

type Child = { process: ChildProcess; exited: Promise<string> };
/** `killed`: by a signal from outside (a person, the kernel for want of memory), which says nothing of the folder. */
type Outcome =
  | ChildMessage
  | { type: 'crashed'; message: string; killed: boolean }
  | { type: 'late'; message: string };

function forkChild(folder: Folder, log: EngineLog): Child {
  const process_ = fork(CHILD_FILE, [folder.data], {
    // A group of its own: Ctrl-C in a terminal is the launcher's to handle, in order.
    detached: true,
    execArgv: ['--no-warnings', '--max-old-space-size=256'],
    serialization: 'json',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // The engine's calls and file streams share libuv's threads; four would starve each other.
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C.UTF-8', UV_THREADPOOL_SIZE: '16' },
  });
  let lastLine = '';
  for (const stream of [process_.stdout, process_.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const line of chunk.split('\n').filter(Boolean)) {
        lastLine = line;
        log.debug({ engine: 'clickhouse' }, line);
      }
    });
  }
  const exited = new Promise<string>((resolve) => {
    process_.once('error', (error) => resolve(`clickhouse child could not be run: ${error.message}`));
    process_.once('exit', (code, signal) =>
      resolve(`clickhouse child ended (${signal ?? code}): ${lastLine}`),
    );
  });
  return { process: process_, exited };
}

/** Writes down whose child it is at once, so that one orphaned while it opens the folder is found as well. */
async function openFolder(options: {
  child: Child;
  folder: Folder;
  signal: AbortSignal;
  message: StartMessage;
}): Promise<Outcome> {
  const { child, folder } = options;
  try {
    await writeFile(folder.pidFile, `${child.process.pid ?? ''}\n`);
  } catch (error) {
    return { type: 'failed', reason: 'other', message: messageOf(error) };
  }
  return awaitReady(child, options.signal, () => send(child.process, options.message));
}

async function awaitReady(child: Child, signal: AbortSignal, begin: () => void): Promise<Outcome> {
  const timer = new AbortController();
  const answered = new Promise<Outcome>((resolve) => {
    child.process.on('message', (message: unknown) => {
      if (isChildMessage(message)) resolve(message);
    });
  });
  begin();
  const late: Promise<Outcome> = delay(READY_TIMEOUT_MS, undefined, {
    signal: timer.signal,
    ref: false,
  }).then(
    () => ({ type: 'late', message: 'it did not become ready' }),
    () => ({ type: 'late', message: 'cancelled' }),
  );
  const stopped = rejectOn(signal).catch((): Outcome => ({ type: 'late', message: 'the program stops' }));
  const crashed = child.exited.then(
    (message): Outcome => ({
      type: 'crashed',
      message,
      killed: child.process.signalCode === 'SIGKILL' || child.process.signalCode === 'SIGTERM',
    }),
  );
  const outcome = await Promise.race([answered, crashed, late, stopped]);
  timer.abort();
  return outcome;
}

function send(child: ChildProcess, message: ParentMessage): void {
  // An error here means the child is gone, which its exit tells better.
  if (child.connected) child.send(message, () => undefined);
}

async function stopChild(child: Child): Promise<void> {
  send(child.process, { type: 'stop' });
  if (!(await endsWithin(child, STOP_MS))) await killChild(child);
}

async function killChild(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await endsWithin(child, KILL_MS);
}

async function endsWithin(child: Child, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const ended = await Promise.race([
    child.exited.then(() => true),
    delay(waitMs, false, { signal: timer.signal }).catch(() => false),
  ]);
  timer.abort();
  return ended;
}

async function prepareFolders(folder: Folder): Promise<void> {
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  // What a crash left of requests' rows and results; none was acknowledged.
  await rm(folder.spool, { recursive: true, force: true, maxRetries: 5 });
  await mkdir(folder.spool, { mode: 0o700 });
  await writeFile(folder.configFile, clickhouseConfig());
}

/** A child whose parent was killed while it was too busy to notice. */
async function endOrphan(folder: Folder): Promise<void> {
  const pid = Number.parseInt(await readFile(folder.pidFile, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid) || pid <= 1) return;
  await endProcess({
    pid,
    stillThere: async () =>
      (await commandLineOf(pid))?.endsWith(`clickhouse-child.ts ${folder.data}`) ?? false,
    steps: [{ signal: 'SIGKILL', waitMs: 5_000 }],
  });
  await rm(folder.pidFile, { force: true });
}

/** The projection can be rebuilt from PostgreSQL, so a damaged folder is put away, not mended. */
async function moveAside(
  folder: Folder,
  options: { log: EngineLog; noteError: (message: string) => void },
  reason: string,
): Promise<void> {
  const target = `${folder.data}.broken-${Date.now()}`;
  await rename(folder.data, target);
  const message = `The ClickHouse folder could not be opened (${reason}) and was moved to ${target}; the projection starts empty.`;
  options.noteError(message);
  options.log.error({ engine: 'clickhouse' }, message);
  const names = (await readdir(folder.parent)).filter((name) => name.startsWith('clickhouse.broken-')).sort();
  for (const name of names.slice(0, -BROKEN_FOLDERS_KEPT)) {
    await rm(path.join(folder.parent, name), { recursive: true, force: true });
  }
}
