import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A TCP port nobody listens on at this moment, on the loopback address. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No port was given'));
        else resolve(address.port);
      });
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
