import type { Permission } from './access.ts';
import type { Actor, RequestContext } from './authorised.ts';

export type Caller = {
  actor: Actor;
  workspaceId: string;
  permissions: ReadonlySet<Permission>;
  /** The signed-in person, where it is one. */
  userId: string | null;
};

export async function authenticate(_context: RequestContext): Promise<Caller> {
  throw new Error('to be written');
}
