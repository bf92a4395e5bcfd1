import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';

const askEveryMs = 1_000;

type Options = {
  url: string;
  /** A server that has not answered the smallest question for this long is taken to be silent. */
  silentAfterMs: number;
  /** Once for each silence, when it begins. */
  onSilent: () => void;
};

/**
 * Notices a server that neither answers nor ends: one that was stopped (SIGSTOP), whose machine hangs, or behind a
 * network that drops everything. Nothing else would: its connections stay open and wait. A server that is merely busy
 * still answers `select 1`, so long statements may take as long as they need.
 */
export class SilenceWatch {
  readonly #options: Options;
  readonly #stopping = new AbortController();
  #client: pg.Client | null = null;
  #silent = false;
  #loop: Promise<void>;

  constructor(options: Options) {
    this.#options = options;
    this.#loop = this.#run();
  }

  get silent(): boolean {
    return this.#silent;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#drop();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const answered = await this.#ask();
      // A server that refuses is not silent: whoever asks it hears so at once.
      const silent = answered === 'silent';
      if (silent && !this.#silent && !this.#stopping.signal.aborted) {
        this.#silent = true;
        this.#options.onSilent();
      }
      this.#silent = silent;
      await delay(askEveryMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  async #ask(): Promise<'answered' | 'refused' | 'silent'> {
    const answer = this.#select().then(
      () => 'answered' as const,
      () => 'refused' as const,
    );
    const outcome = await Promise.race([answer, this.#patience()]);
    if (outcome !== 'answered') this.#drop();
    return outcome;
  }

  async #select(): Promise<void> {
    const client = this.#client ?? (await this.#connect());
    await client.query('select 1');
  }

  async #connect(): Promise<pg.Client> {
    const { url, silentAfterMs } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'liaison-watch',
      // Later than our own verdict: it only frees the socket.
      connectionTimeoutMillis: 2 * silentAfterMs,
    });
    client.on('error', () => this.#drop());
    this.#client = client;
    await client.connect();
    return client;
  }

  /** Ends after the time to be silent. Time in which this program itself stood still is not held against the server. */
  async #patience(): Promise<'silent'> {
    const { silentAfterMs } = this.#options;
    let waitedMs = 0;
    while (waitedMs < silentAfterMs) {
      const begun = performance.now();
      await delay(askEveryMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(
        () => undefined,
      );
      if (this.#stopping.signal.aborted) return 'silent';
      const passedMs = performance.now() - begun;
      waitedMs += Math.min(passedMs, askEveryMs);
    }
    // An answer that lies in the socket is read before the verdict.
    await nextTurn();
    await nextTurn();
    return 'silent';
  }

  #drop(): void {
    const client = this.#client;
    this.#client = null;
    // With a question open, this closes the socket without waiting for the server.
    client?.end().catch(() => undefined);
  }
}
