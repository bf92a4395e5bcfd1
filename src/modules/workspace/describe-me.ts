import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { permissionNames, permissionsOf, type Role } from './access.ts';
import type { Me, WorkspaceSummary } from './contract.ts';
import { firstWorkspace } from './first-workspace.ts';
import type { Identity } from './identify.ts';

type DescribeMe = { services: Services; identity: Identity };

/** Who is asking, where they are and what they may do there: what a page needs to draw itself. */
export async function describeMe({ services, identity }: DescribeMe): Promise<Me> {
  if (identity.kind === 'member') return describePerson(services, identity);
  const workspace =
    identity.kind === 'token'
      ? await findWorkspace(services, identity.workspaceId)
      : await firstWorkspace(services);
  return {
    person: null,
    actor: { kind: identity.kind, name: identity.actor.name },
    workspaces: workspace === null ? [] : [{ ...workspace, role: null }],
    workspace,
    role: null,
    permissions: identity.kind === 'token' ? [...identity.permissions] : [...permissionNames],
  };
}

async function describePerson(
  services: Services,
  identity: Extract<Identity, { kind: 'member' }>,
): Promise<Me> {
  const { person, membership } = identity;
  const workspaces = await services.database.asSystem((tx) =>
    tx.rows<WorkspaceSummary & { role: Role }>(sql`
      select w.id, w.name, w.currency, w.time_zone as "timeZone", m.role
      from member m join workspace w on w.id = m.workspace_id
      where m.user_id = ${person.id} order by lower(w.name), w.id`),
  );
  const here = workspaces.find((workspace) => workspace.id === membership?.workspaceId);
  const { role, ...workspace } = here ?? { role: null };
  return {
    person,
    actor: { kind: 'member', name: person.name },
    workspaces,
    workspace: 'id' in workspace ? workspace : null,
    role,
    permissions: role === null ? [] : permissionsOf(role),
  };
}

function findWorkspace(services: Services, workspaceId: string): Promise<WorkspaceSummary | null> {
  return services.database.asSystem((tx) =>
    tx.first<WorkspaceSummary>(
      sql`select id, name, currency, time_zone as "timeZone" from workspace where id = ${workspaceId}`,
    ),
  );
}
