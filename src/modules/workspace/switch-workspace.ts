import { AppError } from '../../platform/errors.ts';
import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { WorkspaceSummary } from './contract.ts';
import type { Identity } from './identify.ts';

type SwitchWorkspace = { services: Services; identity: Identity; workspaceId: string };

/** Where this session works from now on. */
export async function switchWorkspace({
  services,
  identity,
  workspaceId,
}: SwitchWorkspace): Promise<WorkspaceSummary> {
  if (identity.kind !== 'member') {
    throw new AppError('forbidden', 'A token works in its own workspace only; there is nothing to switch.');
  }
  return services.database.asSystem(async (tx) => {
    const workspace = await tx.first<WorkspaceSummary>(sql`
      select w.id, w.name, w.currency, w.time_zone as "timeZone"
      from workspace w join member m on m.workspace_id = w.id
      where w.id = ${workspaceId} and m.user_id = ${identity.person.id}`);
    // Not a member and no such workspace must look alike.
    if (workspace === null) throw new AppError('forbidden', 'You are not a member of this workspace.');
    await tx.run(
      sql`update auth_session set active_workspace_id = ${workspaceId} where id = ${identity.sessionId}`,
    );
    return workspace;
  });
}
