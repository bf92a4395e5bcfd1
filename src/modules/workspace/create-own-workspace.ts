import { AppError } from '../../platform/errors.ts';
import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { addMember } from './add-member.ts';
import type { Caller } from './authenticate.ts';
import type { WorkspaceSummary } from './contract.ts';
import { createWorkspace } from './create-workspace.ts';
import type { Person } from './identify.ts';

type CreateOwnWorkspace = {
  services: Pick<Services, 'database' | 'now' | 'furnishWorkspace'>;
  caller: Caller;
  settings: { name: string; currency: string; timeZone: string };
};

/** One more workspace, with its maker as the admin. A workspace without anybody could never be reached again. */
export async function createOwnWorkspace(options: CreateOwnWorkspace): Promise<WorkspaceSummary> {
  const { services, caller, settings } = options;
  return services.database.asSystem(async (tx) => {
    const person = await tx.first<Person>(
      sql`select id, name, email from auth_user where id = ${caller.userId}`,
    );
    if (person === null) {
      throw new AppError('forbidden', 'Only a signed-in person can make a workspace: they become its admin.');
    }
    const now = services.now();
    const workspace = await createWorkspace({ services, tx, now, actor: caller.actor, ...settings });
    await addMember({ tx, now, workspaceId: workspace.id, person, role: 'admin' });
    return workspace;
  });
}
