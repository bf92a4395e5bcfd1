import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How an address outside is reached. Tests bring their own, for theirs is on this machine. */
export type Outside = {
  resolve(host: string): Promise<string[]>;
  mayReach(address: string): boolean;
};

const resolve = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

const rangeOf = (address: string): string | null => {
  try {
    return ipaddr.process(address).range();
  } catch {
    return null;
  }
};

/** Only what the whole internet can reach: no loopback, no private or link-local network, nothing reserved. */
export const publicInternet: Outside = { resolve, mayReach: (address) => rangeOf(address) === 'unicast' };

const privateToo = new Set(['unicast', 'private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/** Also the networks of one's own. Link-local stays shut: that is where clouds keep their machines' secrets. */
export const privateNetworksToo: Outside = {
  resolve,
  mayReach: (address) => privateToo.has(rangeOf(address) ?? ''),
};

/** Why an address cannot be reached: its name is unknown, or it is not where one may go. */
export class Unreachable extends Error {
  readonly why: 'unknown' | 'not_allowed';
  constructor(host: string, why: 'unknown' | 'not_allowed', cause?: unknown) {
    super(
      why === 'unknown'
        ? `There is no ${host}: its name cannot be looked up.`
        : `${host} is not on the public internet.`,
      { cause },
    );
    this.name = 'Unreachable';
    this.why = why;
  }
}

/** The address behind a URL's host, looked up now. Every address of the name must be one that may be reached. */
export async function reachableAddress(url: URL, outside: Outside): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host, outside) : [host];
  const [first] = addresses;
  if (first !== undefined && addresses.every((address) => outside.mayReach(address))) return first;
  throw new Unreachable(host, 'not_allowed');
}

async function resolved(host: string, outside: Outside): Promise<string[]> {
  try {
    return await outside.resolve(host);
  } catch (error) {
    throw new Unreachable(host, 'unknown', error);
  }
}

/**
 * One request to an address that somebody typed in. It goes to the very address that was checked; a redirect is
 * answered, not followed.
 */
export async function requestOutside(options: {
  url: URL;
  outside: Outside;
  method: 'GET' | 'POST';
  headers: OutgoingHttpHeaders;
  body?: string;
  signal: AbortSignal;
}): Promise<IncomingMessage> {
  const { url, method, headers, signal, body } = options;
  const address = await reachableAddress(url, options.outside);
  const pinned: LookupFunction = (_host, given, done) => {
    const family = isIP(address);
    if (given.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise<IncomingMessage>((fulfil, reject) => {
    const sent = request(url, { method, lookup: pinned, signal, headers, agent: false }, fulfil);
    sent.once('error', reject);
    sent.end(body);
  });
}
