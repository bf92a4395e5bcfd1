import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SmallDisk } from './small-disk.ts';

export const adminToken = 'fault-test-admin-token-0123456789';
export const writeKey = 'fault-test-write-key';

/** Where and how a program is started. */
export type Place = {
  dataDir: string;
  disk?: SmallDisk;
  /** 0: any free one. */
  port?: number;
  env?: Record<string, string>;
};

/** Liaison as a process of its own, on a data directory, to be started, asked and killed. */
export type ProgramProcess = {
  url: string;
  pid: number;
  startMs: number;
  /** What it has printed so far. */
  output(): string;
  /** Resolves with its exit code when it ends. */
  exited: Promise<number | null>;
  /** Kills the program only (its engines become orphans) or everything it started as well. */
  kill(whom: 'program' | 'everything'): Promise<void>;
  terminate(): Promise<{ exitCode: number | null; stopMs: number }>;
};

const pollMs = 15;

export type Launched = { child: ChildProcess; exited: Promise<number | null>; output: () => string };

/** Starts the process without waiting for it to serve. */
export function launch(place: Place): Launched {
  const args = ['--max-semi-space-size=8', 'src/main.ts'];
  const wrapped = place.disk?.wrap(process.execPath, args) ?? { command: process.execPath, args };
  const child = spawn(wrapped.command, wrapped.args, {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/tmp',
      LIAISON_PORT: String(place.port ?? 0),
      LIAISON_DATA_DIR: place.dataDir,
      LIAISON_ADMIN_TOKEN: adminToken,
      LIAISON_WRITE_KEY: writeKey,
      LIAISON_SMTP_PORT: 'off',
      LIAISON_LOG_LEVEL: 'warn',
      ...place.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  return { child, exited, output: () => output };
}

/** Starts the program and waits until it serves; fails with its output if it does not within `withinMs`. */
export async function startProgramProcess(options: Place & { withinMs: number }): Promise<ProgramProcess> {
  await forgetRunFile(options);
  return untilServing(launch(options), options);
}

/** The command line's note of an earlier program, which says nothing about the next. */
export function forgetRunFile(place: Place): Promise<void> {
  return rm(join(fromHere(place), 'running.json'), { force: true });
}

export async function untilServing(
  launched: Launched,
  options: Place & { withinMs: number },
): Promise<ProgramProcess> {
  const startedAt = performance.now();
  const { child, exited } = launched;
  const pid = child.pid;
  if (pid === undefined) throw new Error('the program could not be started');
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (;;) {
    if (ended) throw new Error(`the program ended before it served:\n${launched.output()}`);
    if (performance.now() - startedAt > options.withinMs) {
      child.kill('SIGKILL');
      throw new Error(`the program did not serve within ${options.withinMs} ms:\n${launched.output()}`);
    }
    const url = await servingUrl(fromHere(options), pid);
    if (url) return asProcess({ launched, pid, url, startMs: performance.now() - startedAt });
    await delay(pollMs);
  }
}

function fromHere(place: Place): string {
  return place.disk?.dataDirFromHere ?? place.dataDir;
}

async function servingUrl(dataDir: string, pid: number): Promise<string | null> {
  try {
    const running: unknown = JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8'));
    if (typeof running !== 'object' || running === null || !('url' in running) || !('pid' in running))
      return null;
    if (running.pid !== pid || typeof running.url !== 'string') return null;
    const answer = await fetch(`${running.url}/healthz`);
    return answer.status === 200 ? running.url : null;
  } catch {
    return null;
  }
}

function asProcess(options: {
  launched: Launched;
  pid: number;
  url: string;
  startMs: number;
}): ProgramProcess {
  const { launched, pid, url, startMs } = options;
  return {
    url,
    pid,
    startMs,
    output: launched.output,
    exited: launched.exited,
    kill: (whom) => killLaunched(launched, whom),
    terminate: async () => {
      const askedAt = performance.now();
      launched.child.kill('SIGTERM');
      const exitCode = await launched.exited;
      return { exitCode, stopMs: performance.now() - askedAt };
    },
  };
}

export async function killLaunched(launched: Launched, whom: 'program' | 'everything'): Promise<void> {
  const { pid } = launched.child;
  const family = whom === 'everything' && pid !== undefined ? await descendants(pid) : [];
  launched.child.kill('SIGKILL');
  for (const each of family) signalQuietly(each, 'SIGKILL');
  await launched.exited;
}

export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It was gone already.
  }
}

/** Every process that this one started, directly or not. */
export async function descendants(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const direct = children.trim().split(/\s+/).filter(Boolean).map(Number);
  const deeper = await Promise.all(direct.map(descendants));
  return [...direct, ...deeper.flat()];
}

/**
 * A free port for a program that is to come back on it. Below the range from which connections get theirs: a client
 * that keeps knocking at a closed port there can, by chance, connect to itself and so keep the program out.
 */
export async function findFixedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
