import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Session } from 'chdb';
import { defaultQuerySettings } from './clickhouse-config.ts';
import { ClickHouseFailure, readEngineError } from './clickhouse-errors.ts';
import { quote, quoteIdentifier, type Statement } from './clickhouse-sql.ts';

export type QueryRequest = {
  queryId: string;
  statement: Statement;
  database: string;
  settings: ReadonlyMap<string, string>;
  /** Bound parameters, in ClickHouse's own escaped text form. */
  params: ReadonlyMap<string, string>;
  sessionId: string | null;
  sessionTimeoutMs: number;
  defaultFormat: string;
  readonly: boolean;
  /** A file with the rows to insert. */
  dataFile: string | null;
  signal: AbortSignal;
};

export type QueryAnswer = {
  /** A file holding the whole result, to be removed by the caller; null when `text` holds it. */
  resultFile: string | null;
  text: Uint8Array;
  format: string;
  rowsRead: number;
  bytesRead: number;
  rowsWritten: number;
  bytesWritten: number;
  elapsedSeconds: number;
};

type NamedSession = { session: Session; busy: boolean; expiresAt: number; timeoutMs: number };

const SMALL_RESULT_BYTES = 64 * 1024;
const MAX_RUNNING = 6;
const MAX_WAITING = 256;
const MAX_NAMED_SESSIONS = 64;

/**
 * The embedded engine behind an interface of one request, one answer.
 *
 * Each request runs on a connection of its own (0.3 ms to make), so settings and parameters of one
 * never reach another. Rows go in and out through files: the engine reads and writes those in its
 * own threads and block by block, in every format, so memory stays flat for results of any size,
 * an error is known before the first byte is sent, and the event loop stays free.
 */
export class ClickHouseEngine {
  readonly #dataPath: string;
  readonly #spoolPath: string;
  /** Keeps the data folder open between requests. */
  readonly #anchor: Session;
  readonly #named = new Map<string, NamedSession>();
  readonly #prelude = `SET ${defaultQuerySettings()}`;
  readonly version: string;
  #running = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(options: { dataPath: string; spoolPath: string; configFile: string }) {
    this.#dataPath = options.dataPath;
    this.#spoolPath = options.spoolPath;
    this.#anchor = new Session(options.dataPath, {
      connectionArgs: [
        `--config-file=${options.configFile}`,
        // A table that cannot be loaded must show now, not at its first query.
        '--async_load_databases=0',
        '--async_load_system_database=0',
      ],
    });
    this.version = this.#anchor.query('SELECT version()', 'TabSeparatedRaw').trim();
  }

  /** Creates the database; throws when any table or part of the folder is damaged. */
  async prepare(database: string): Promise<void> {
    await this.#anchor.queryAsync(`CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(database)}`);
    const broken = await this.#anchor.queryAsync(
      `SELECT database, table, name FROM system.detached_parts WHERE startsWith(reason, 'broken') LIMIT 5`,
      { format: 'TabSeparated' },
    );
    if (broken.text() !== '') throw new Error(`Broken parts: ${broken.text().trim()}`);
  }

  newSpoolFile(): string {
    return path.join(this.#spoolPath, `${randomUUID()}.data`);
  }

  async run(request: QueryRequest): Promise<QueryAnswer> {
    await this.#enter();
    try {
      return await this.#runNow(request);
    } finally {
      this.#leave();
    }
  }

  /** Ends the engine; in-flight work should be done by then. */
  close(): void {
    for (const named of this.#named.values()) named.session.close();
    this.#named.clear();
    this.#anchor.close();
  }

  async #runNow(request: QueryRequest): Promise<QueryAnswer> {
    request.signal.throwIfAborted();
    const lease = this.#leaseSession(request);
    // What it is known by in system.processes, where the engine gives it an id of its own.
    const token = request.settings.get('log_comment') ?? request.queryId;
    // Cancelling is another query's work: the engine has no other way in.
    const cancel = () => void this.#kill(token);
    request.signal.addEventListener('abort', cancel, { once: true });
    try {
      await lease.session.queryAsync(this.#preparation(request, token));
      return await this.#execute(lease.session, request);
    } catch (error) {
      throw readEngineError(error);
    } finally {
      request.signal.removeEventListener('abort', cancel);
      lease.release();
    }
  }

  /** Everything a fresh connection must know, in one call: each call costs a millisecond. */
  #preparation(request: QueryRequest, token: string): string {
    const assignments = [...request.settings, ['log_comment', token] as const].map(
      ([name, value]) => `${settingName(name)} = ${quote(value)}`,
    );
    for (const [name, value] of request.params) {
      assignments.push(`${settingName(`param_${name}`)} = ${quote(value)}`);
    }
    if (request.readonly) assignments.push('readonly = 2');
    const use = `USE ${quoteIdentifier(request.database)}`;
    return `${use}; ${this.#prelude}; SET ${assignments.join(', ')}`;
  }

  async #execute(session: Session, request: QueryRequest): Promise<QueryAnswer> {
    const { statement } = request;
    if (statement.kind === 'rows') return this.#executeRows(session, statement, request.defaultFormat);
    if (statement.kind === 'insert') return this.#executeInsert(session, statement, request.dataFile);
    const result = await session.queryAsync(statement.text, { format: request.defaultFormat });
    return {
      ...noAnswer(request.defaultFormat),
      text: result.bytes(),
      rowsRead: result.rowsRead,
      bytesRead: result.bytesRead,
      elapsedSeconds: result.elapsed,
    };
  }

  async #executeRows(
    session: Session,
    statement: Extract<Statement, { kind: 'rows' }>,
    defaultFormat: string,
  ): Promise<QueryAnswer> {
    const file = this.newSpoolFile();
    const format = statement.format ?? defaultFormat;
    const tail = statement.format === null ? `FORMAT ${settingName(format)}` : statement.tail;
    try {
      const into = `INTO OUTFILE ${quote(file)} COMPRESSION 'none'`;
      const result = await session.queryAsync(`${statement.head}\n${into}\n${tail}`);
      const found = statSync(file, { throwIfNoEntry: false });
      const isSmall = found === undefined || found.size <= SMALL_RESULT_BYTES;
      return {
        ...noAnswer(format),
        resultFile: isSmall ? null : file,
        text: found !== undefined && isSmall ? takeFile(file) : new Uint8Array(0),
        rowsRead: result.rowsRead,
        bytesRead: result.bytesRead,
        elapsedSeconds: result.elapsed,
      };
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  async #executeInsert(
    session: Session,
    statement: Extract<Statement, { kind: 'insert' }>,
    dataFile: string | null,
  ): Promise<QueryAnswer> {
    const size = dataFile === null ? 0 : (await stat(dataFile)).size;
    if (dataFile === null || size === 0) return noAnswer(statement.format);
    const from = `FROM INFILE ${quote(dataFile)} COMPRESSION 'none'`;
    const sql = `${statement.head}\n${from}\n${statement.settings} FORMAT ${settingName(statement.format)}`;
    const result = await session.queryAsync(sql);
    return {
      ...noAnswer(statement.format),
      rowsRead: result.rowsRead,
      bytesRead: result.bytesRead,
      rowsWritten: result.rowsRead,
      bytesWritten: result.bytesRead,
      elapsedSeconds: result.elapsed,
    };
  }

  #leaseSession(request: QueryRequest): { session: Session; release(): void } {
    const { sessionId } = request;
    if (sessionId === null) {
      const session = new Session(this.#dataPath);
      return { session, release: () => session.close() };
    }
    this.#dropExpiredSessions();
    const known = this.#named.get(sessionId);
    if (known?.busy === true) {
      throw new ClickHouseFailure(
        373,
        'SESSION_IS_LOCKED',
        `Session ${sessionId} is locked by a concurrent client`,
      );
    }
    if (known === undefined && this.#named.size >= MAX_NAMED_SESSIONS) {
      throw new ClickHouseFailure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many sessions');
    }
    const timeoutMs = request.sessionTimeoutMs;
    const named = known ?? { session: new Session(this.#dataPath), busy: true, expiresAt: 0, timeoutMs };
    named.busy = true;
    this.#named.set(sessionId, named);
    return {
      session: named.session,
      release: () => {
        named.busy = false;
        named.expiresAt = Date.now() + timeoutMs;
      },
    };
  }

  #dropExpiredSessions(): void {
    const now = Date.now();
    for (const [id, named] of this.#named) {
      if (named.busy || named.expiresAt > now) continue;
      named.session.close();
      this.#named.delete(id);
    }
  }

  async #kill(token: string): Promise<void> {
    const session = new Session(this.#dataPath);
    try {
      await session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quote(token)} ASYNC`);
    } catch {
      // The query was done before us.
    } finally {
      session.close();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_RUNNING) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) {
      throw new ClickHouseFailure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many simultaneous queries');
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    // The place passes straight on to the one who waits longest.
    if (next === undefined) this.#running -= 1;
    else next();
  }
}

/** Synchronous on purpose: some microseconds from the page cache, against milliseconds in a queue. */
function takeFile(file: string): Uint8Array {
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
}

function noAnswer(format: string): QueryAnswer {
  return {
    resultFile: null,
    text: new Uint8Array(0),
    format,
    rowsRead: 0,
    bytesRead: 0,
    rowsWritten: 0,
    bytesWritten: 0,
    elapsedSeconds: 0,
  };
}

/** Names of settings, parameters and formats stand bare in the SQL, so they must be plain words. */
function settingName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new ClickHouseFailure(115, 'UNKNOWN_SETTING', `Unknown setting or format ${JSON.stringify(name)}`);
  }
  return name;
}
