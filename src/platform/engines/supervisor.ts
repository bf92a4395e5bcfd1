import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { warnOnce } from '../log.ts';
import { messageOf } from './processes.ts';

export type EngineLog = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

export type EngineStatus = {
  state: 'starting' | 'running' | 'restarting' | 'stopped' | 'external';
  /** How often the engine was started again since the program began. */
  restarts: number;
  pid: number | null;
  /** When the present state began. */
  since: Date;
  /** What last went wrong, kept after it was mended. */
  lastError: string | null;
};

/** A process that is ready to serve. */
export type RunningProcess = {
  pid: number;
  /** Resolves with a description once the process has ended, for whatever reason. */
  exited: Promise<string>;
  /** Asks it to end, and makes it end when it does not listen. Bounded in time. */
  stop(): Promise<void>;
};

/** Starts the process; gives up, leaving nothing behind, when the signal comes first. */
export type Launch = (signal: AbortSignal) => Promise<RunningProcess>;

/** Rejects when the signal comes; for racing against. */
export function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error('The program stops'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

const FIRST_BACKOFF_MS = 100;
/** An engine that waits for disk space serves within a few seconds of getting it; a failed start costs little. */
const MAX_BACKOFF_MS = 1_000;
/** First start: a port taken in between, or the last children of a dead engine, pass quickly. */
const FIRST_START_ATTEMPTS = 5;

/** Keeps one engine running: starts it, and starts it again whenever it ends by itself. */
export class Supervisor {
  readonly #name: string;
  readonly #launch: Launch;
  readonly #log: EngineLog;
  readonly #warn: (reason: string) => void;
  readonly #onRestart: () => void;
  readonly #stopping = new AbortController();
  #status: EngineStatus = {
    state: 'starting',
    restarts: 0,
    pid: null,
    since: new Date(),
    lastError: null,
  };
  #running: RunningProcess | null = null;
  #watch: Promise<void> = Promise.resolve();

  constructor(options: {
    name: string;
    launch: Launch;
    log: EngineLog;
    onRestart: () => void;
  }) {
    this.#name = options.name;
    this.#launch = options.launch;
    this.#log = options.log;
    this.#warn = warnOnce(options.log, 'engine did not start, trying again');
    this.#onRestart = options.onRestart;
  }

  status(): EngineStatus {
    return { ...this.#status };
  }

  /** Remembers a trouble that was overcome, for whoever reads the status. */
  noteError(message: string): void {
    this.#status = { ...this.#status, lastError: message };
  }

  /** Resolves when the engine serves. @throws the last error after a few attempts. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#adopt(await this.#launch(this.#stopping.signal));
        return;
      } catch (error) {
        this.noteError(messageOf(error));
        if (attempt >= FIRST_START_ATTEMPTS || this.#stopping.signal.aborted) {
          this.#setState('stopped', null);
          throw error;
        }
        this.#warn(`${this.#name}: ${messageOf(error)}`);
        await this.#pause(FIRST_BACKOFF_MS * 2 ** attempt);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.stop();
    await this.#watch;
    // A restart may have been under way when the order came.
    await this.#running?.stop();
    this.#setState('stopped', null);
  }

  #adopt(running: RunningProcess): void {
    this.#running = running;
    this.#setState('running', running.pid);
    this.#watch = this.#watchOver(running);
  }

  async #watchOver(running: RunningProcess): Promise<void> {
    const reason = await running.exited;
    this.#running = null;
    if (this.#stopping.signal.aborted) return;
    this.#status = { ...this.#status, state: 'restarting', pid: null, since: new Date(), lastError: reason };
    this.#log.error({ engine: this.#name, reason }, 'engine ended by itself, starting it again');
    await this.#restart();
  }

  async #restart(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.#stopping.signal.aborted) {
      try {
        const running = await this.#launch(this.#stopping.signal);
        this.#status = { ...this.#status, restarts: this.#status.restarts + 1 };
        this.#adopt(running);
        this.#log.info({ engine: this.#name, pid: running.pid }, 'engine serves again');
        this.#onRestart();
        return;
      } catch (error) {
        this.noteError(messageOf(error));
        this.#warn(`${this.#name}: ${messageOf(error)}`);
        await this.#pause(backoffMs);
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      }
    }
  }

  #setState(state: EngineStatus['state'], pid: number | null): void {
    this.#status = { ...this.#status, state, pid, since: new Date() };
  }

  async #pause(pauseMs: number): Promise<void> {
    await delay(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
