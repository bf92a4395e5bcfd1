import { type Auth, createAuth } from '../../platform/auth/auth.ts';
import type { Services } from '../../platform/services.ts';

const made = new WeakMap<Services, Promise<Auth>>();

/** Sign-in of this program; made once for its services. */
export function authOf(services: Services): Promise<Auth> {
  const known = made.get(services);
  if (known) return known;
  const fresh = createAuth(services);
  made.set(services, fresh);
  // A failure to read the secret must not stay for good.
  fresh.catch(() => made.delete(services));
  return fresh;
}
