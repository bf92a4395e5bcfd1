import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import { keepAnAdmin, lockMember } from './change-member-role.ts';

type RemoveMember = { tx: Tx; actor: Actor; workspaceId: string; memberId: string };

/** They can no longer see the workspace, from their next request on; what they did stays. */
export async function removeMember({ tx, actor, workspaceId, memberId }: RemoveMember): Promise<void> {
  const member = await lockMember({ tx, workspaceId, memberId });
  if (member.role === 'admin') await keepAnAdmin(tx);
  await tx.run(sql`delete from member where id = ${memberId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'member.removed',
    recordType: 'member',
    recordId: memberId,
    recordLabel: member.name,
    changes: { role: { from: member.role, to: null } },
  });
}
