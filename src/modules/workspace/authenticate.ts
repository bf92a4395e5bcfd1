import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../platform/errors.ts';
import { isId } from '../../platform/ids.ts';
import { localKey } from '../../platform/local-key.ts';
import type { Services } from '../../platform/services.ts';
import { type Permission, permissionNames } from './access.ts';
import type { Actor, RequestContext } from './authorised.ts';
import { firstWorkspace } from './first-workspace.ts';

export type Caller = {
  actor: Actor;
  workspaceId: string;
  permissions: ReadonlySet<Permission>;
  /** The signed-in person, where it is one. */
  userId: string | null;
};

const allPermissions: ReadonlySet<Permission> = new Set(permissionNames);

/** Who calls, in which workspace, and what they may do there. */
export async function authenticate(context: RequestContext): Promise<Caller> {
  const token = bearerToken(context.headers);
  if (token === null) throw notSignedIn();
  const automation = await automationActor(context.services, token);
  if (automation === null)
    throw new AppError('unauthenticated', 'This token is unknown, expired or revoked.');
  const workspace = await firstWorkspace(context.services);
  if (workspace === null)
    throw new AppError('forbidden', 'There is no workspace yet. Open the set-up link first.');
  const named = namedWorkspace(context.headers);
  if (named !== null && named !== workspace.id) {
    throw new AppError('forbidden', `This token is not one of the workspace ${named}.`);
  }
  return { actor: automation, workspaceId: workspace.id, permissions: allPermissions, userId: null };
}

function notSignedIn(): AppError {
  return new AppError('unauthenticated', 'Sign in first, or send a token: "Authorization: Bearer …".');
}

function bearerToken(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

function namedWorkspace(headers: Headers): string | null {
  const named = headers.get('liaison-workspace');
  if (named === null) return null;
  if (!isId(named))
    throw new AppError('invalid_input', 'The header Liaison-Workspace is not the id of a workspace.');
  return named;
}

async function automationActor(services: Services, token: string): Promise<Actor | null> {
  const { adminToken, dataDir } = services.config;
  if (adminToken !== undefined && isSame(token, adminToken))
    return { kind: 'automation', id: null, name: 'automation' };
  if (isSame(token, await localKey(dataDir))) return { kind: 'automation', id: null, name: 'command line' };
  return null;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that says nothing about how much of a guess was right; digests hide the length as well. */
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}
