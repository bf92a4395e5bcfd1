import pg from 'pg';
import type { Log } from '../log.ts';

const firstRetryMs = 200;
const longestRetryMs = 5_000;

type Options = {
  databaseUrl: string;
  /** How the connection is called in the database. */
  name: string;
  channels: readonly string[];
  log: Log;
  onNews: (channel: string, payload: string) => void;
  /** `again`: after a time in which nothing was heard. */
  onConnected: (again: boolean) => void;
};

/**
 * One connection that hears what PostgreSQL tells of news, made again after the database went away. What is told while
 * it is away is lost: `onConnected` says from when on to look for it.
 */
export class NewsListener {
  readonly #options: Options;
  #client: pg.Client | null = null;
  #retryMs = firstRetryMs;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #heardBefore = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#heardBefore = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { databaseUrl, name, channels, onNews, onConnected } = this.#options;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: name,
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ channel, payload }) => onNews(channel, payload ?? ''));
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    try {
      await client.connect();
      await client.query(channels.map((channel) => `listen ${pg.escapeIdentifier(channel)}`).join('; '));
      this.#retryMs = firstRetryMs;
      onConnected(this.#heardBefore);
      this.#heardBefore = true;
    } catch (error) {
      this.#options.log.debug({ err: error }, 'cannot listen for news yet');
      this.#lost(client);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => {});
    if (!this.#running) return;
    this.#timer = setTimeout(() => void this.#connect(), this.#retryMs);
    this.#timer.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }
}
