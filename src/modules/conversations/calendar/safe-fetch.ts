import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError } from '../../../platform/errors.ts';

const maxRedirects = 3;

/** How an address outside is reached. Tests bring their own, for theirs is on this machine. */
export type Outside = {
  resolve(host: string): Promise<string[]>;
  mayReach(address: string): boolean;
};

export const publicInternet: Outside = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  mayReach: (address) => {
    // Only what the whole internet can reach: no loopback, no private or link-local network, nothing reserved.
    try {
      return ipaddr.process(address).range() === 'unicast';
    } catch {
      return false;
    }
  },
};

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
  const { url, outside } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = await reachableAddress(host, outside);
  const pinned: LookupFunction = (_host, given, done) => {
    const family = isIP(address);
    if (given.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = {
    accept: 'text/calendar, */*;q=0.5',
    'accept-encoding': 'identity',
    'user-agent': 'Liaison (calendar)',
    ...(options.etag === null ? {} : { 'if-none-match': options.etag }),
    ...(options.lastModified === null ? {} : { 'if-modified-since': options.lastModified }),
  };
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { lookup: pinned, signal: options.signal, headers, agent: false }, resolve);
      sent.once('error', reject);
      sent.end();
    });
  } catch (error) {
    throw unreachable(`${url.host} cannot be reached: ${messageOf(error, options)}.`, error);
  }
}

async function reachableAddress(host: string, outside: Outside): Promise<string> {
  const addresses = isIP(host) !== 0 ? [host] : await resolved(host, outside);
  const [first] = addresses;
  if (first !== undefined && addresses.every((address) => outside.mayReach(address))) return first;
  throw unreachable(`${host} is not on the public internet. Calendars inside your network can be uploaded.`);
}

async function resolved(host: string, outside: Outside): Promise<string[]> {
  try {
    return await outside.resolve(host);
  } catch (error) {
    throw unreachable(`There is no ${host}: its name cannot be looked up.`, error);
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
