import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const EPHEMERAL_FROM = 32_768;
const LOWEST_PORT = 15_000;
const PORT_ATTEMPTS = 50;

/**
 * A TCP port nobody listens on at this moment, on the loopback address; below those that connections get, because an
 * engine comes back on its port: any connection of any program could have taken it in the meantime.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt += 1) {
    const port = await tryPort(randomInt(LOWEST_PORT, EPHEMERAL_FROM));
    if (port !== null) return port;
  }
  const port = await tryPort(0);
  if (port === null) throw new Error('No port was given');
  return port;
}

async function tryPort(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? null : address.port));
    });
  });
}

/** The command line of a live process, its arguments joined by spaces; null when it is gone. */
export async function commandLineOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') {
    return new Promise((resolve) => {
      execFile('ps', ['-o', 'command=', '-p', String(pid)], (error, stdout) => {
        resolve(error === null ? stdout.trim() : null);
      });
    });
  }
  try {
    const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return line === '' ? null : line; // empty: a zombie, which holds nothing any more
  } catch {
    return null;
  }
}

/**
 * Ends a process left over from an earlier run: tries each signal in turn and waits for the exit.
 * `stillThere` decides whether the process is the one meant, so a reused pid is never hit.
 *
 * @throws Error when it lives on, or belongs to someone else.
 */
export async function endProcess(options: {
  pid: number;
  stillThere: () => Promise<boolean>;
  steps: ReadonlyArray<{ signal: NodeJS.Signals; waitMs: number }>;
}): Promise<void> {
  for (const step of options.steps) {
    if (!(await options.stillThere())) return;
    try {
      process.kill(options.pid, step.signal);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
      throw new Error(
        `Process ${options.pid} of an earlier run still works on this data directory and may not be stopped by this user`,
        { cause: error },
      );
    }
    const deadline = performance.now() + step.waitMs;
    while (performance.now() < deadline) {
      if (!(await options.stillThere())) return;
      await delay(15);
    }
  }
  throw new Error(`Process ${options.pid} of an earlier run does not stop`);
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
