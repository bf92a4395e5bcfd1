import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ClickHouseFailure } from './clickhouse-errors.ts';
import { parseStatement, type Statement } from './clickhouse-sql.ts';

export type ReadRequest = {
  queryId: string;
  statement: Statement;
  database: string;
  settings: Map<string, string>;
  params: Map<string, string>;
  sessionId: string | null;
  sessionTimeoutMs: number;
  defaultFormat: string;
  readonly: boolean;
  /** The body, when it was not read as (part of) the statement. */
  rest: Readable | null;
};

/** A statement's text; rows to insert come as a body beside `?query=` and have no limit. */
const MAX_STATEMENT_BYTES = 64 * 1024 * 1024;
const DEFAULT_SESSION_TIMEOUT_S = 60;

/** Parameters of the HTTP layer, which are no settings of the engine. */
const HTTP_PARAMETERS = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'session_id',
  'session_timeout',
  'session_check',
  'user',
  'password',
  'role',
  'quota_key',
  'stacktrace',
  'compress',
  'decompress',
  'buffer_size',
  'wait_end_of_query',
  'close_session',
  'enable_http_compression',
  'http_zlib_compression_level',
  'http_response_buffer_size',
  'http_native_compression_disable_checksumming_on_decompress',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'add_http_cors_header',
  'cancel_http_readonly_queries_on_client_close',
]);

/** Reads what is asked: from the address, and from the body where the statement stands there. */
export async function readRequest(options: {
  url: URL;
  request: IncomingMessage;
  body: Readable;
  database: string;
}): Promise<ReadRequest> {
  const query = new URLSearchParams(options.url.searchParams);
  const inAddress = query.get('query');
  const multipart = options.request.headers['content-type']?.startsWith('multipart/form-data') ?? false;
  let rest: Readable | null = options.body;
  let text = inAddress ?? '';
  if (multipart) {
    text += await readForm(options.request, options.body, query);
    rest = null;
  } else if (inAddress === null || !isInsertWithData(inAddress)) {
    // As on a server, the statement is what the address says followed by the body.
    text += decodeText(await readAll(options.body));
    rest = null;
  }
  return {
    queryId: query.get('query_id') ?? randomUUID(),
    statement: parseStatement(text),
    database: query.get('database') ?? headerOf(options.request, 'x-clickhouse-database') ?? options.database,
    ...readParameters(query),
    sessionId: query.get('session_id'),
    sessionTimeoutMs: Number(query.get('session_timeout') ?? DEFAULT_SESSION_TIMEOUT_S) * 1_000,
    defaultFormat:
      query.get('default_format') ?? headerOf(options.request, 'x-clickhouse-format') ?? 'TabSeparated',
    readonly: options.request.method === 'GET',
    rest,
  };
}

function isInsertWithData(sql: string): boolean {
  return /^[\s(]*insert\b/i.test(sql) && parseStatement(sql).kind === 'insert';
}

function readParameters(query: URLSearchParams): Pick<ReadRequest, 'settings' | 'params'> {
  const settings = new Map<string, string>();
  const params = new Map<string, string>();
  for (const [name, value] of query) {
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value);
    else if (!HTTP_PARAMETERS.has(name)) settings.set(name, value);
  }
  return { settings, params };
}

/** The client moves long parameters from the address into a form. */
async function readForm(request: IncomingMessage, body: Readable, query: URLSearchParams): Promise<string> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(await readAll(body), { headers }).formData();
  let text = '';
  for (const [name, value] of form) {
    if (typeof value !== 'string') continue;
    if (name === 'query') text = value;
    else query.set(name, value);
  }
  return text;
}

async function readAll(body: Readable): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_STATEMENT_BYTES) {
      throw new ClickHouseFailure(
        229,
        'QUERY_IS_TOO_LARGE',
        `The statement is longer than ${MAX_STATEMENT_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ClickHouseFailure(
      62,
      'SYNTAX_ERROR',
      'The statement is not UTF-8; send binary rows as the body beside ?query=',
    );
  }
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}
