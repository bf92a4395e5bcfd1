import { Socket } from 'node:net';
import pg from 'pg';

/**
 * The door's own connection, apart from the pool: nobody else waits behind its transactions, and one that has gone
 * silent is cut off without asking the server, which may be stopped.
 */
export class DoorConnection {
  readonly #url: string;
  readonly #timeoutMs: number;
  #open: { client: pg.Client; socket: Socket } | null = null;

  constructor(options: { url: string; timeoutMs: number }) {
    this.#url = options.url;
    this.#timeoutMs = options.timeoutMs;
  }

  /** The connected client; a new one where there is none. */
  async client(): Promise<pg.Client> {
    if (this.#open !== null) return this.#open.client;
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'liaison tracking',
      connectionTimeoutMillis: this.#timeoutMs,
      // Here a silent server is noticed; there a transaction whose client has gone is ended.
      query_timeout: this.#timeoutMs,
      statement_timeout: this.#timeoutMs,
      idle_in_transaction_session_timeout: this.#timeoutMs,
      stream: () => socket,
    });
    const open = { client, socket };
    client.on('error', () => this.#forget(open));
    client.on('end', () => this.#forget(open));
    this.#open = open;
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.discard(client);
      throw error;
    }
  }

  /** Cuts the connection, whatever is under way on it; of an older one that was replaced since there is nothing left. */
  discard(client?: pg.Client): void {
    if (this.#open === null || (client !== undefined && this.#open.client !== client)) return;
    this.#open.socket.destroy();
    this.#open = null;
  }

  #forget(open: { client: pg.Client; socket: Socket }): void {
    if (this.#open === open) this.#open = null;
  }
}
