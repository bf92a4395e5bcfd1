import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { ClickHouseEngine, QueryAnswer } from './clickhouse-engine.ts';
import { ClickHouseFailure, httpStatusOf, readEngineError, saysDamaged } from './clickhouse-errors.ts';
import { readRequest } from './clickhouse-request.ts';
import { StatementRefused } from './clickhouse-sql.ts';

export type HttpOptions = {
  engine: ClickHouseEngine;
  user: string;
  secret: string;
  database: string;
  /** A file of the engine's own turned out to be damaged. */
  onDamaged: (message: string) => void;
};

/**
 * ClickHouse's HTTP interface, as far as its official client uses it, over the embedded engine.
 * A result is complete before its first byte goes out, so a status of 200 always means success.
 */
export function createClickHouseServer(options: HttpOptions): Server {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => sendError(options, response, error));
  });
  // Longer than the client keeps an idle socket, so it never writes into one we are closing.
  server.keepAliveTimeout = 30_000;
  // A large insert may take longer to arrive than Node's default of five minutes.
  server.requestTimeout = 0;
  return server;
}

async function handle(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/ping' || url.pathname === '/replicas_status') {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=UTF-8' }).end('Ok.\n');
    return;
  }
  authenticate(options, request, url.searchParams);
  if (url.pathname !== '/' && url.pathname !== '/query') {
    response.writeHead(404).end(`There is no handle ${url.pathname}\n`);
    return;
  }
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The client went away'));
  });
  const body = decompressed(request);
  const read = await readRequest({ url, request, body, database: options.database });
  response.setHeader('X-ClickHouse-Query-Id', read.queryId);
  const { statement } = read;
  const dataFile = statement.kind === 'insert' ? options.engine.newSpoolFile() : null;
  let answer: QueryAnswer;
  try {
    if (statement.kind === 'insert' && dataFile !== null) await spool(statement.data, read.rest, dataFile);
    answer = await options.engine.run({ ...read, dataFile, signal: gone.signal });
  } finally {
    if (dataFile !== null) await rm(dataFile, { force: true });
  }
  await sendAnswer(request, response, url.searchParams, answer);
}

/** Writes what stood behind the statement, then the body, to a file the engine will read. */
async function spool(inline: string, rest: Readable | null, file: string): Promise<void> {
  const source = async function* (): AsyncGenerator<Buffer | string> {
    if (inline !== '') yield inline;
    if (rest === null) return;
    for await (const chunk of rest) {
      if (Buffer.isBuffer(chunk) || typeof chunk === 'string') yield chunk;
    }
  };
  await pipeline(
    Readable.from(source(), { objectMode: false }),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
  );
}

function decompressed(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const decoder = decoderFor(encoding);
  if (decoder === null) return request;
  // Errors of either end surface in whoever reads the decoder.
  request.on('error', (error) => decoder.destroy(error));
  request.on('aborted', () => decoder.destroy(new Error('The client went away')));
  return request.pipe(decoder);
}

function decoderFor(encoding: string): Transform | null {
  switch (encoding) {
    case 'identity':
      return null;
    case 'gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return zlib.createZstdDecompress();
    default:
      throw new ClickHouseFailure(48, 'NOT_IMPLEMENTED', `Unknown compression method: ${encoding}`);
  }
}

function authenticate(options: HttpOptions, request: IncomingMessage, query: URLSearchParams): void {
  const { user, password } = credentials(request, query);
  // Hashes, so that neither length nor content shows in the time taken.
  const given = createHash('sha256').update(`${user}\0${password}`).digest();
  const wanted = createHash('sha256').update(`${options.user}\0${options.secret}`).digest();
  if (timingSafeEqual(given, wanted)) return;
  throw new ClickHouseFailure(
    516,
    'AUTHENTICATION_FAILED',
    `${user}: Authentication failed: password is incorrect, or there is no user with such name.`,
  );
}

function credentials(request: IncomingMessage, query: URLSearchParams): { user: string; password: string } {
  const header = request.headers.authorization;
  if (header?.startsWith('Basic ') === true) {
    const [user = '', ...rest] = Buffer.from(header.slice(6), 'base64').toString('utf8').split(':');
    return { user, password: rest.join(':') };
  }
  const user = request.headers['x-clickhouse-user'] ?? query.get('user') ?? 'default';
  const password = request.headers['x-clickhouse-key'] ?? query.get('password') ?? '';
  return { user: String(user), password: String(password) };
}

async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  answer: QueryAnswer,
): Promise<void> {
  try {
    response.statusCode = 200;
    response.setHeader('Content-Type', contentType(answer.format));
    response.setHeader('X-ClickHouse-Format', answer.format);
    response.setHeader('X-ClickHouse-Timezone', 'UTC');
    response.setHeader('X-ClickHouse-Summary', summary(answer));
    const source =
      answer.resultFile === null ? Readable.from([answer.text]) : createReadStream(answer.resultFile);
    const encoder = query.get('enable_http_compression') === '1' ? encoderFor(request) : null;
    if (encoder === null) {
      await pipeline(source, response);
      return;
    }
    response.setHeader('Content-Encoding', encoder.name);
    await pipeline(source, encoder.stream, response);
  } finally {
    if (answer.resultFile !== null) await rm(answer.resultFile, { force: true });
  }
}

function encoderFor(request: IncomingMessage): { name: string; stream: Transform } | null {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bzstd\b/.test(accepted)) return { name: 'zstd', stream: zlib.createZstdCompress() };
  // Level 1 to 3: on loopback, time counts more than size.
  if (/\bgzip\b/.test(accepted)) return { name: 'gzip', stream: zlib.createGzip({ level: 1 }) };
  if (/\bdeflate\b/.test(accepted)) return { name: 'deflate', stream: zlib.createDeflate({ level: 1 }) };
  return null;
}

function summary(answer: QueryAnswer): string {
  const figures = {
    read_rows: answer.rowsRead,
    read_bytes: answer.bytesRead,
    written_rows: answer.rowsWritten,
    written_bytes: answer.bytesWritten,
    total_rows_to_read: 0,
    result_rows: answer.rowsWritten > 0 ? 0 : answer.rowsRead,
    result_bytes: 0,
    elapsed_ns: Math.round(answer.elapsedSeconds * 1e9),
  };
  return JSON.stringify(
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)])),
  );
}

function contentType(format: string): string {
  if (format === 'JSON' || format === 'JSONCompact' || format === 'JSONStrings')
    return 'application/json; charset=UTF-8';
  if (format.startsWith('JSON')) return 'application/x-ndjson; charset=UTF-8';
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8; header=absent';
  if (format.startsWith('TabSeparated') || format.startsWith('TSV'))
    return 'text/tab-separated-values; charset=UTF-8';
  return 'application/octet-stream';
}

function sendError(options: HttpOptions, response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  if (response.headersSent) {
    // Too late for a status: a broken connection is the only honest answer left.
    response.destroy();
    return;
  }
  const failure =
    error instanceof StatementRefused
      ? new ClickHouseFailure(error.code, error.errorName, error.message)
      : readEngineError(error);
  const status = httpStatusOf(failure.code);
  const end = failure.message.endsWith('.') ? '' : '.';
  const text = `Code: ${failure.code}. DB::Exception: ${failure.message}${end} (${failure.errorName}) (version ${options.engine.version})\n`;
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.setHeader('X-ClickHouse-Exception-Code', String(failure.code));
  if (status === 503) response.setHeader('Retry-After', '1');
  response.removeHeader('Content-Encoding');
  // The body may not have been read to its end: the connection is not used again.
  response.setHeader('Connection', 'close');
  response.end(text);
  if (saysDamaged(failure)) options.onDamaged(failure.message);
}
