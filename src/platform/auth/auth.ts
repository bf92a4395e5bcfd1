import { join } from 'node:path';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { parseSigned } from 'hono/utils/cookie';
import { AppError } from '../errors.ts';
import { problemResponse } from '../http/problems.ts';
import { newId } from '../ids.ts';
import { readOrCreateSecretFile } from '../local-key.ts';
import type { Services } from '../services.ts';
import { isSameOrigin, trustedOriginsOf } from './origins.ts';
import { maxPasswordLength, minPasswordLength } from './password-length.ts';
import { asSignInProblem } from './sign-in-problems.ts';
import { authModels } from './tables.ts';

export type AuthServices = Pick<Services, 'config' | 'database' | 'log'>;

export type Auth = {
  /** Everything under `/api/auth/`. `clientAddress` is the peer's address, for limiting guesses. */
  handler(request: Request, clientAddress?: string): Promise<Response>;
  /** The session's token from a cookie that carries our signature; null where there is none. */
  sessionToken(headers: Headers): Promise<string | null>;
  /** Signs a person in; answers the cookies to set. */
  signIn(options: { email: string; password: string; headers: Headers }): Promise<string[]>;
  /** Prolongs a session that is in use; answers the cookies to set. */
  prolong(headers: Headers): Promise<string[]>;
};

const daySeconds = 86_400;
/** A session ends after two weeks without use; one in use is prolonged once a day. */
const sessionSeconds = 14 * daySeconds;
export const sessionProlongSeconds = daySeconds;

/** The rest of Better Auth's endpoints stay shut: people are made by invitation only, and changes must be audited. */
const openPaths = new Set([
  '/ok',
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/update-user',
  '/list-sessions',
  '/revoke-session',
  '/revoke-sessions',
  '/revoke-other-sessions',
]);

const basePath = '/api/auth';
const clientAddressHeader = 'x-liaison-client-address';

/** Signs cookies and seals answers; in a file of its own, made at the first start. */
export function authSecret(dataDir: string): Promise<string> {
  return readOrCreateSecretFile(join(dataDir, 'auth-secret'));
}

/** Better Auth over our own tables: passwords, sessions and their cookies. */
export async function createAuth(services: AuthServices): Promise<Auth> {
  const secret = await authSecret(services.config.dataDir);
  const auth = betterAuth(optionsOf(services, secret));
  const { authCookies } = await auth.$context;
  const cookieName = authCookies.sessionToken.name;
  return {
    handler: async (request, clientAddress) => {
      const path = new URL(request.url).pathname.slice(basePath.length);
      if (!openPaths.has(path))
        return problemResponse(new AppError('not_found', 'There is no such sign-in operation.'));
      if (comesFromElsewhere(services, request)) {
        return problemResponse(
          new AppError('forbidden', 'Only the pages of Liaison itself may sign people in or out.'),
        );
      }
      const response = await auth.handler(withClientAddress(request, clientAddress));
      return response.status < 400 ? response : asSignInProblem(services, response);
    },
    sessionToken: async (headers) => {
      const cookies = await parseSigned(headers.get('cookie') ?? '', secret, cookieName);
      return cookies[cookieName] || null;
    },
    signIn: async ({ email, password, headers }) => {
      const signedIn = await auth.api.signInEmail({
        body: { email, password },
        headers,
        returnHeaders: true,
      });
      return signedIn.headers.getSetCookie();
    },
    prolong: async (headers) => {
      const session = await auth.api.getSession({ headers, returnHeaders: true });
      return session.headers.getSetCookie();
    },
  };
}

function optionsOf({ config, database, log }: AuthServices, secret: string): BetterAuthOptions {
  return {
    appName: 'Liaison',
    secret,
    baseURL: config.publicUrl,
    basePath,
    database: database.pool,
    user: authModels.user,
    account: authModels.account,
    verification: authModels.verification,
    trustedOrigins: (request?: Request) => trustedOriginsOf(config.publicUrl, request?.headers),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    session: { ...authModels.session, expiresIn: sessionSeconds, updateAge: sessionProlongSeconds },
    // Guessing a password is held to ten tries a minute from one address.
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/change-password': { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'liaison',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => newId() },
    },
    telemetry: { enabled: false },
    logger: {
      // Its messages only: what it passes besides may hold what somebody typed.
      log: (level, message) => log[level]({ from: 'sign-in' }, message),
    },
  };
}

/** The same rule as for every other change; Better Auth's own, beside it, depends on the environment it runs in. */
function comesFromElsewhere({ config }: AuthServices, { method, headers }: Request): boolean {
  if (method === 'GET' || !(headers.has('origin') || headers.has('cookie'))) return false;
  return !isSameOrigin(config.publicUrl, headers);
}

/**
 * Who asks, as far as it can be known: the peer, or, where the peer is a proxy on this machine or in a private
 * network, the last address that proxy adds. A header of the same name from outside is always replaced.
 */
function withClientAddress(request: Request, peer: string | undefined): Request {
  const headers = new Headers(request.headers);
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  headers.set(clientAddressHeader, (isPrivate(peer) && forwarded) || peer || '0.0.0.0');
  return new Request(request, { headers });
}

const privateAddress = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^(::1$|f[cd])/i;

function isPrivate(address: string | undefined): boolean {
  return address !== undefined && privateAddress.test(address);
}
