import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Services } from '../../../platform/services.ts';
import { openPass, type Pass, sealPass } from '../links/pass.ts';

const passName = 'liaison_pass';
const deviceName = 'liaison_reader';
const deviceLifeSeconds = 180 * 24 * 3_600;

type Keeper = Pick<Services, 'config' | 'now'>;

const pathOf = (slug: string): string => `/v/${slug}`;
const isSecure = ({ config }: Keeper): boolean => config.contentUrl.startsWith('https:');

/** What the reader has shown at this link's gates. */
export function passOf(c: Context, services: Keeper, linkId: string): Promise<Pass | null> {
  return openPass(services, { text: getCookie(c, passName), linkId, now: services.now() });
}

export async function keepPass(
  c: Context,
  services: Keeper,
  { slug, pass }: { slug: string; pass: Pass },
): Promise<void> {
  setCookie(c, passName, await sealPass(services, pass), {
    path: pathOf(slug),
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(services),
    maxAge: Math.max(1, Math.floor((pass.untilMs - services.now().getTime()) / 1_000)),
  });
}

/**
 * A random name for this browser, by which a link that was passed on is noticed. Nothing is kept of it here until
 * somebody reads.
 */
export function deviceOf(c: Context, services: Keeper): string {
  const known = getCookie(c, deviceName);
  if (known !== undefined && /^[\w-]{22}$/.test(known)) return known;
  const device = randomBytes(16).toString('base64url');
  setCookie(c, deviceName, device, {
    path: '/v',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(services),
    maxAge: deviceLifeSeconds,
  });
  return device;
}
