import type { Services } from '../../../platform/services.ts';

/** The origin under which shared content is read. */
function contentOrigin({ config }: Pick<Services, 'config'>): string {
  return new URL(config.contentUrl).origin;
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

const sandbox = 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads';

/**
 * The reading page runs its one script in a sandbox without an origin, so that nothing in it reaches a session of the
 * app, even where both have one host. A page without a script needs no sandbox, for
 * nothing may run in it at all; its forms need its origin, for their cookies.
 */
export function pageHeaders(
  services: Pick<Services, 'config'>,
  options: { nonce: string; script: boolean },
): Record<string, string> {
  const own = `'self' ${contentOrigin(services)}`;
  const rules = [
    "default-src 'none'",
    `style-src 'nonce-${options.nonce}'`,
    `img-src ${own}`,
    ...(options.script ? [`script-src ${own}`, `media-src ${own}`, `connect-src ${own}`] : []),
    `form-action ${own}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(options.script ? [`sandbox ${sandbox}`] : []),
  ];
  return {
    ...common,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': rules.join('; '),
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'cache-control': 'no-store',
    ...(services.config.contentUrl.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=15552000' }
      : {}),
  };
}

/** For what the page asks for under its ticket. It has no origin and sends no cookies, so that `*` lets nobody else in. */
export function partHeaders(contentType: string): Record<string, string> {
  return {
    ...common,
    'content-type': contentType,
    'content-security-policy': "default-src 'none'; sandbox",
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    // The address holds the ticket and the version: what it answers never changes. Only the reader's own cache keeps it.
    'cache-control': 'private, max-age=86400, immutable',
  };
}
