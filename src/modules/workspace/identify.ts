import { sessionProlongSeconds } from '../../platform/auth/auth.ts';
import { AppError } from '../../platform/errors.ts';
import { isId } from '../../platform/ids.ts';
import { localKey } from '../../platform/local-key.ts';
import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { Permission, Role } from './access.ts';
import { authOf } from './auth.ts';
import type { Actor, RequestContext } from './authorised.ts';
import { findApiToken } from './find-api-token.ts';
import { findWriteKey } from './find-write-key.ts';
import { requireOwnPage } from './require-own-page.ts';
import { isSameSecret } from './secrets.ts';

export type Person = { id: string; name: string; email: string };

/** Who calls, before it is asked what they may do. */
export type Identity =
  | { kind: 'automation'; actor: Actor }
  | { kind: 'token'; actor: Actor; workspaceId: string; permissions: ReadonlySet<Permission> }
  | {
      kind: 'member';
      actor: Actor;
      person: Person;
      sessionId: string;
      /** The named workspace where they belong to it, else the active one, else the first they joined. */
      membership: { workspaceId: string; role: Role } | null;
    };

export type IdentifyOptions = {
  /**
   * Whether the request changes something; then a session's must come from one of our own pages. Taken as true where
   * it is not said.
   */
  changes?: boolean;
};

/** Tokens go before sessions; what is not known, expired or revoked is refused. */
export async function identify(
  context: RequestContext,
  { changes = true }: IdentifyOptions = {},
): Promise<Identity> {
  const { services, headers } = context;
  if (headers.has('authorization')) {
    const token = bearerToken(headers);
    const identity = token === null ? null : await identifyToken(services, token);
    if (identity === null)
      throw new AppError('unauthenticated', 'This token is unknown, expired or revoked.');
    return identity;
  }
  const identity = await identifySession(context);
  if (identity === null) {
    throw new AppError('unauthenticated', 'Sign in first, or send a token: "Authorization: Bearer …".');
  }
  if (changes) requireOwnPage(context);
  return identity;
}

/** The workspace that a request names, where it names one. */
export function namedWorkspace(headers: Headers): string | null {
  const named = headers.get('liaison-workspace')?.trim().toLowerCase();
  if (named === undefined) return null;
  if (!isId(named))
    throw new AppError('invalid_input', 'The header Liaison-Workspace is not the id of a workspace.');
  return named;
}

function bearerToken(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

async function identifyToken(services: Services, token: string): Promise<Identity | null> {
  const { adminToken } = services.config;
  if (adminToken !== undefined && isSameSecret(token, adminToken)) return automation('automation');
  if (isSameSecret(token, await localKeyOf(services))) return automation('command line');
  return (await findApiToken(services, token)) ?? findWriteKey(services, token);
}

const automation = (name: string): Identity => ({
  kind: 'automation',
  actor: { kind: 'automation', id: null, name },
});

const localKeys = new WeakMap<Services, Promise<string>>();

function localKeyOf(services: Services): Promise<string> {
  const known = localKeys.get(services);
  if (known) return known;
  const read = localKey(services.config.dataDir);
  localKeys.set(services, read);
  read.catch(() => localKeys.delete(services));
  return read;
}

type SessionRow = Person & {
  session_id: string;
  updated_at: Date;
  workspace_id: string | null;
  role: Role | null;
};

/** The person of the session cookie, if there is one that still holds. */
export async function identifySession(
  context: RequestContext,
): Promise<Extract<Identity, { kind: 'member' }> | null> {
  const { services, headers } = context;
  const auth = await authOf(services);
  const token = await auth.sessionToken(headers);
  if (token === null) return null;
  const named = namedWorkspace(headers);
  const row = await services.database.asSystem((tx) =>
    tx.first<SessionRow>(sql`
      select s.id as session_id, s.updated_at, u.id, u.name, u.email, m.workspace_id, m.role
      from auth_session s
      join auth_user u on u.id = s.user_id
      left join lateral (
        select workspace_id, role from member
        where user_id = u.id
        order by workspace_id = coalesce(${named}::uuid, s.active_workspace_id) desc nulls last, created_at, id
        limit 1
      ) m on true
      where s.token = ${token} and s.expires_at > ${services.now()}`),
  );
  if (row === null) return null;
  await prolongUsed(context, row.updated_at);
  const { id, name, email, workspace_id: workspaceId, role } = row;
  return {
    kind: 'member',
    actor: { kind: 'member', id, name },
    person: { id, name, email },
    sessionId: row.session_id,
    membership: workspaceId === null || role === null ? null : { workspaceId, role },
  };
}

/** Once a day for a session in use, and only where the answer can carry the new cookie. */
async function prolongUsed(
  { services, headers, resHeaders }: RequestContext,
  updatedAt: Date,
): Promise<void> {
  if (resHeaders === undefined) return;
  if (services.now().getTime() - updatedAt.getTime() < sessionProlongSeconds * 1_000) return;
  const auth = await authOf(services);
  for (const cookie of await auth.prolong(headers)) resHeaders.append('set-cookie', cookie);
}
