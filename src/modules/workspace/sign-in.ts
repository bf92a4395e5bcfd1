import { authOf } from './auth.ts';
import type { RequestContext } from './authorised.ts';

/** Signs a person in who was just made; false where this door cannot carry cookies or they must sign in by hand. */
export async function signInWithAnswer(
  { services, headers, resHeaders }: RequestContext,
  credentials: { email: string; password: string },
): Promise<boolean> {
  if (resHeaders === undefined) return false;
  try {
    const auth = await authOf(services);
    const cookies = await auth.signIn({ ...credentials, headers });
    for (const cookie of cookies) resHeaders.append('set-cookie', cookie);
    return true;
  } catch (error) {
    // What was made stands: they can still sign in by the page.
    services.log.warn({ err: error }, 'could not sign in a person who was just made');
    return false;
  }
}
