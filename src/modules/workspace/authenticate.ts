import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { type Permission, permissionNames, permissionsOf } from './access.ts';
import type { Actor, RequestContext } from './authorised.ts';
import { firstWorkspace } from './first-workspace.ts';
import { type IdentifyOptions, type Identity, identify, namedWorkspace } from './identify.ts';

export type Caller = {
  actor: Actor;
  workspaceId: string;
  permissions: ReadonlySet<Permission>;
  /** The signed-in person, where it is one. */
  userId: string | null;
};

const allPermissions: ReadonlySet<Permission> = new Set(permissionNames);

/**
 * Who calls, in which workspace, and what they may do there. Nothing is cached: a revoked token or a changed role
 * holds from the next request on.
 */
export async function authenticate(context: RequestContext, options: IdentifyOptions = {}): Promise<Caller> {
  const identity = await identify(context, options);
  const caller = await callerOf(context, identity);
  const named = namedWorkspace(context.headers);
  if (named !== null && named !== caller.workspaceId) {
    throw new AppError(
      'forbidden',
      identity.kind === 'member'
        ? `You are not a member of the workspace ${named}, which the header Liaison-Workspace names.`
        : `This token belongs to another workspace than ${named}, which the header Liaison-Workspace names.`,
    );
  }
  return caller;
}

// The oldest workspace stays the oldest: once there, it need not be looked for at every call.
const firstIds = new WeakMap<Database, string>();

async function firstWorkspaceId({ database }: { database: Database }): Promise<string> {
  const known = firstIds.get(database);
  if (known !== undefined) return known;
  const workspace = await firstWorkspace({ database });
  if (workspace === null)
    throw new AppError('forbidden', 'There is no workspace yet. Open the set-up link first.');
  firstIds.set(database, workspace.id);
  return workspace.id;
}

async function callerOf({ services }: RequestContext, identity: Identity): Promise<Caller> {
  const { actor } = identity;
  if (identity.kind === 'token') {
    return { actor, workspaceId: identity.workspaceId, permissions: identity.permissions, userId: null };
  }
  if (identity.kind === 'automation') {
    const workspaceId = await firstWorkspaceId(services);
    return { actor, workspaceId, permissions: allPermissions, userId: null };
  }
  if (identity.membership === null) {
    throw new AppError('forbidden', 'You are not a member of any workspace. Ask an admin for an invitation.');
  }
  const { workspaceId, role } = identity.membership;
  return { actor, workspaceId, permissions: new Set(permissionsOf(role)), userId: identity.person.id };
}
