import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

const privateAddress =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|::ffff:(?:127\.|10\.|192\.168\.))/i;

/**
 * Who asks, as far as it can be known: the peer, or, where that is a proxy on this machine or in a private network, the
 * last address that it adds. Null where the app is called in process and nobody is named.
 */
export function clientAddressOf(c: Context): string | null {
  const peer = c.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? null) : null;
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return forwarded && (peer === null || privateAddress.test(peer)) ? forwarded : peer;
}
