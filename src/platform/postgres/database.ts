import { createHash } from 'node:crypto';
// From their own files: the library's index brings every dialect along, and 130 MB of memory with them.
import { CasingCache } from 'drizzle-orm/casing';
import { type SQL, sql } from 'drizzle-orm/sql/sql';
import pg from 'pg';
import { saysDiskFull } from '../disk.ts';
import { AppError } from '../errors.ts';
import { isId } from '../ids.ts';
import { SilenceWatch } from './silence.ts';

// int8 as a number: counts, bytes, positions and minor units all stay below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
// A date without a time stays text (YYYY-MM-DD): as a Date it would drift with the zone of the machine.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const postgresQuoting = {
  casing: new CasingCache(),
  escapeName: pg.escapeIdentifier,
  escapeParam: (index: number) => `$${index + 1}`,
  escapeString: pg.escapeLiteral,
};

/** One open transaction; runs composed statements. */
export type Tx = {
  rows<Row extends pg.QueryResultRow>(statement: SQL): Promise<Row[]>;
  /** The only row, or null. */
  first<Row extends pg.QueryResultRow>(statement: SQL): Promise<Row | null>;
  /**
   * For a page of a long list, which takes longer to plan than to read where it goes over all partitions of the log: the
   * connection keeps its plan, made without a look at the parameters, and walks indexes in their order, whatever the
   * statistics say. Its text must be one of a few. What follows in the transaction is planned in the same way.
   */
  preparedRows<Row extends pg.QueryResultRow>(statement: SQL): Promise<Row[]>;
  /** Runs a statement for its effect; answers how many rows it touched. */
  run(statement: SQL): Promise<number>;
  client: pg.PoolClient;
};

export type Database = {
  /** Every query on a company's data goes through here: one transaction, bound to one workspace by row-level security. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For what stands above workspaces: sign-in, migrations, jobs that look for their workspace. Not bound by row-level security. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  pool: pg.Pool;
  close(): Promise<void>;
};

const poolSize = 20;

export function openDatabase(options: {
  url: string;
  onIdleError: (error: Error) => void;
  /** Gives transactions up when the server has answered nothing at all for so long; without it they wait for ever. */
  silentAfterMs?: number;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: poolSize,
    connectionTimeoutMillis: 8_000,
    // An idle connection is a process of some 20 MB; a new one takes a few milliseconds.
    idleTimeoutMillis: 10_000,
    application_name: 'liaison',
  });
  let closing = false;
  // A closed pool's last connections may still hear the server go down.
  pool.on('error', (error) => {
    if (!closing) options.onIdleError(error);
  });
  const server = new Server(pool, options);
  return {
    pool,
    inWorkspace: (workspaceId, work) => {
      if (!isId(workspaceId)) throw new AppError('invalid_input', 'The workspace id is not a UUID.');
      return transact(
        server,
        `begin; set local role liaison_app; set local liaison.workspace_id = '${workspaceId}'`,
        work,
      );
    },
    asSystem: (work) => transact(server, 'begin', work),
    close: async () => {
      closing = true;
      await server.close();
      await pool.end();
    },
  };
}

/** Hands out connections for transactions, and gives those under way up when the server falls silent. */
class Server {
  readonly #pool: pg.Pool;
  readonly #busy = new Set<pg.PoolClient>();
  readonly #watch: SilenceWatch | null;

  constructor(pool: pg.Pool, options: { url: string; silentAfterMs?: number }) {
    this.#pool = pool;
    const { url, silentAfterMs } = options;
    const onSilent = () => {
      // The server rolls back what it has not committed when it finds the connection closed.
      for (const client of this.#busy) client.end().catch(() => undefined);
    };
    this.#watch = silentAfterMs === undefined ? null : new SilenceWatch({ url, silentAfterMs, onSilent });
  }

  async take(): Promise<pg.PoolClient> {
    if (this.#watch?.silent) throw asUnavailable(new Error('the server is silent'), true);
    try {
      const client = await this.#pool.connect();
      this.#busy.add(client);
      return client;
    } catch (error) {
      throw asUnavailable(error, true);
    }
  }

  give(client: pg.PoolClient, broken: Error | undefined): void {
    this.#busy.delete(client);
    client.release(broken);
  }

  async close(): Promise<void> {
    await this.#watch?.stop();
  }
}

async function transact<T>(server: Server, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await server.take();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(opening);
    const result = await work(asTx(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw asUnavailable(error);
  } finally {
    client.off('error', onError);
    server.give(client, broken);
  }
}

/** Work inside a transaction that may fail on its own without undoing what stands before it. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.client.query('savepoint nested');
  try {
    const result = await work();
    await tx.client.query('release savepoint nested');
    return result;
  } catch (error) {
    await tx.client.query('rollback to savepoint nested');
    throw error;
  }
}

const walkIndexes = `set local plan_cache_mode = force_generic_plan; set local jit = off; ${['sort', 'seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material'].map((way) => `set local enable_${way} = off`).join('; ')}`;

function asTx(client: pg.PoolClient): Tx {
  let keepsPlans = false;
  const execute = <Row extends pg.QueryResultRow>(statement: SQL) => {
    const { sql: text, params } = statement.toQuery(postgresQuoting);
    return client.query<Row>(text, params);
  };
  return {
    rows: async <Row extends pg.QueryResultRow>(statement: SQL) => (await execute<Row>(statement)).rows,
    first: async <Row extends pg.QueryResultRow>(statement: SQL) =>
      (await execute<Row>(statement)).rows[0] ?? null,
    preparedRows: async <Row extends pg.QueryResultRow>(statement: SQL) => {
      const { sql: text, params } = statement.toQuery(postgresQuoting);
      const name = createHash('sha1').update(text).digest('hex');
      if (!keepsPlans) await client.query(walkIndexes);
      keepsPlans = true;
      return (await client.query<Row>({ name, text, values: params })).rows;
    },
    run: async (statement) => (await execute(statement)).rowCount ?? 0,
    client,
  };
}

// Class 08 and 57P: the connection or the server went away. 53: out of disk, memory or connections.
const unavailableStates = /^(08...|57P0.|53...)$/;
const unavailableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);

function asUnavailable(error: unknown, whileConnecting = false): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const gone =
    whileConnecting ||
    unavailableStates.test(code) ||
    unavailableCodes.has(code) ||
    /Connection terminated|not queryable/.test(error.message);
  if (!gone) return error;
  const message = saysDiskFull(error)
    ? 'The disk is full, so nothing was stored. Please try again when there is space.'
    : 'The database is restarting. Please try again in a moment.';
  return new AppError('unavailable', message, {
    logMessage: `database unavailable: ${error.message}`,
    cause: error,
  });
}

export { type SQL, sql };
