import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Role } from './access.ts';
import { recordAudit } from './audit.ts';
import type { Person } from './identify.ts';

type AddMember = { tx: Tx; now: Date; workspaceId: string; person: Person; role: Role };

/** Answers the role they have: of one who is a member already, it stays as it was. */
export async function addMember({ tx, now, workspaceId, person, role }: AddMember): Promise<Role> {
  const id = newId();
  const added = await tx.run(sql`insert into member (id, workspace_id, user_id, role, created_at)
    values (${id}, ${workspaceId}, ${person.id}, ${role}, ${now}) on conflict (workspace_id, user_id) do nothing`);
  if (added === 0) {
    const there = await tx.first<{ role: Role }>(
      sql`select role from member where workspace_id = ${workspaceId} and user_id = ${person.id}`,
    );
    return there?.role ?? role;
  }
  await recordAudit(tx, {
    workspaceId,
    actor: { kind: 'member', id: person.id, name: person.name },
    action: 'member.joined',
    recordType: 'member',
    recordId: id,
    recordLabel: person.name,
    changes: { role: { from: null, to: role } },
  });
  return role;
}
