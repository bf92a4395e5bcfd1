import type { Hono } from 'hono';
import type { Services } from '../../../platform/services.ts';
import { refusal } from './serve-parts.ts';

/**
 * Where shared content has a host of its own, nothing but it is to be had there, so that no page of the app can be
 * reached from it; and the app's host sends readers there. Where both have one host there is nothing to keep apart.
 */
export function keepToOwnHost(app: Hono, { config }: Pick<Services, 'config'>): void {
  const own = new URL(config.contentUrl);
  if (own.host === new URL(config.publicUrl).host) return;
  app.use(async (c, next) => {
    const { host, pathname } = new URL(c.req.url);
    const isForReaders = pathname.startsWith('/v/') || pathname === '/v';
    if (host === own.host) return isForReaders ? next() : refusal(404);
    if (!isForReaders) return next();
    return new Response(null, {
      status: 307,
      headers: {
        location: own.origin + pathname,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}
