import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const adminToken = 'fault-test-admin-token-0123456789';

/** Liaison as a process of its own, on a data directory, to be started, asked and killed. */
export type ProgramProcess = {
  url: string;
  pid: number;
  startMs: number;
  /** What it has printed so far. */
  output(): string;
  /** Kills the program only (its engines become orphans) or everything it started as well. */
  kill(whom: 'program' | 'everything'): Promise<void>;
  terminate(): Promise<{ exitCode: number | null; stopMs: number }>;
};

const pollMs = 15;

export type Launched = { child: ChildProcess; exited: Promise<number | null>; output: () => string };

/** Starts the process without waiting for it to serve. */
export function launch(options: { dataDir: string; env?: Record<string, string> }): Launched {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', 'src/main.ts'], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/tmp',
      LIAISON_PORT: '0',
      LIAISON_SMTP_PORT: 'off',
      LIAISON_DATA_DIR: options.dataDir,
      LIAISON_ADMIN_TOKEN: adminToken,
      LIAISON_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  return { child, exited, output: () => output };
}

/** Starts the program and waits until it serves; fails with its output if it does not within `withinMs`. */
export async function startProgramProcess(options: {
  dataDir: string;
  env?: Record<string, string>;
  withinMs: number;
}): Promise<ProgramProcess> {
  const startedAt = performance.now();
  await rm(join(options.dataDir, 'running.json'), { force: true });
  const launched = launch(options);
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
    const url = await servingUrl(options.dataDir, pid);
    if (url) return asProcess({ launched, pid, url, startMs: performance.now() - startedAt });
    await delay(pollMs);
  }
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
    kill: async (whom) => {
      const family = whom === 'everything' ? await descendants(pid) : [];
      launched.child.kill('SIGKILL');
      for (const each of family) killQuietly(each);
      await launched.exited;
    },
    terminate: async () => {
      const askedAt = performance.now();
      launched.child.kill('SIGTERM');
      const exitCode = await launched.exited;
      return { exitCode, stopMs: performance.now() - askedAt };
    },
  };
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
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
