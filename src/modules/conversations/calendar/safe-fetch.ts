import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../platform/errors.ts';
import { type Outside, publicInternet, requestOutside, Unreachable } from '../../../platform/http/outside.ts';

const maxRedirects = 3;

export { type Outside, publicInternet };

export type Fetched =
  | { notModified: true }
  | { notModified: false; body: Buffer; etag: string | null; lastModified: string | null };

type Options = {
  url: URL;
  outside: Outside;
  etag: string | null;
  lastModified: string | null;
  maxBytes: number;
  timeoutMs: number;
};

/**
 * Fetches an address that somebody typed in. Each address, also that of a redirect, is checked after its name was
 * looked up, and the connection goes to the very address that was checked.
 */
export async function safeFetch(options: Options): Promise<Fetched> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  let url = options.url;
  for (let n = 0; n <= maxRedirects; n += 1) {
    const answer = await ask({ ...options, url, signal });
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      answer.destroy();
      url = checkedUrl(new URL(location, url).href);
      continue;
    }
    if (status === 304) {
      answer.destroy();
      return { notModified: true };
    }
    if (status !== 200) {
      answer.destroy();
      throw unreachable(
        `${url.host} answers ${status}${status === 404 ? ': there is no such calendar' : ''}.`,
      );
    }
    return {
      notModified: false,
      body: await readBody(answer, options),
      etag: answer.headers.etag ?? null,
      lastModified: answer.headers['last-modified'] ?? null,
    };
  }
  throw unreachable(`${url.host} redirects too often.`);
}

/** An address that may be fetched at all; webcal is https by another name. */
export function checkedUrl(text: string): URL {
  const url = URL.parse(text.trim().replace(/^webcals?:\/\//i, 'https://'));
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new AppError(
      'invalid_input',
      'This is no calendar address. It begins with https:// or webcal://.',
      {
        fields: [{ path: 'url', message: 'not an https or webcal address' }],
      },
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('invalid_input', 'The address must not hold a user name or password.', {
      fields: [{ path: 'url', message: 'holds a password' }],
    });
  }
  url.hash = '';
  return url;
}

function unreachable(message: string, cause?: unknown): AppError {
  return new AppError('unprocessable', message, { fields: [{ path: 'url', message }], cause });
}

async function ask(options: Options & { signal: AbortSignal }): Promise<IncomingMessage> {
  const { url, outside, signal } = options;
  const headers = {
    accept: 'text/calendar, */*;q=0.5',
    'accept-encoding': 'identity',
    'user-agent': 'Liaison (calendar)',
    ...(options.etag === null ? {} : { 'if-none-match': options.etag }),
    ...(options.lastModified === null ? {} : { 'if-modified-since': options.lastModified }),
  };
  try {
    return await requestOutside({ url, outside, signal, headers, method: 'GET' });
  } catch (error) {
    if (error instanceof Unreachable) {
      const way = error.why === 'not_allowed' ? ' Calendars inside your network can be uploaded.' : '';
      throw unreachable(`${error.message}${way}`, error.cause);
    }
    throw unreachable(`${url.host} cannot be reached: ${messageOf(error, options)}.`, error);
  }
}

async function readBody(answer: IncomingMessage, options: Options): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > options.maxBytes) {
        answer.destroy();
        throw unreachable(`The calendar is larger than ${Math.floor(options.maxBytes / 1_024 / 1_024)} MB.`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreachable(`The calendar could not be read to its end: ${messageOf(error, options)}.`, error);
  }
  return Buffer.concat(chunks);
}

function messageOf(error: unknown, { timeoutMs }: Options): string {
  if (!(error instanceof Error)) return String(error);
  const isTimeout = error.name === 'TimeoutError' || error.name === 'AbortError';
  return isTimeout ? `no answer within ${timeoutMs / 1_000} seconds` : error.message;
}
