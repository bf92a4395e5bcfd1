import { AppError, notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Role } from './access.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { Member } from './contract.ts';
import { type MemberRow, presentMember, selectMember } from './list-members.ts';

type ChangeMemberRole = { tx: Tx; actor: Actor; workspaceId: string; memberId: string; role: Role };

export async function changeMemberRole(options: ChangeMemberRole): Promise<Member> {
  const { tx, actor, workspaceId, memberId, role } = options;
  const before = await lockMember({ tx, workspaceId, memberId });
  if (before.role === role) return presentMember(before);
  if (before.role === 'admin') await keepAnAdmin(tx);
  await tx.run(sql`update member set role = ${role} where id = ${memberId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'member.role_changed',
    recordType: 'member',
    recordId: memberId,
    recordLabel: before.name,
    changes: { role: { from: before.role, to: role } },
  });
  return presentMember({ ...before, role });
}

/** Reads a member while nobody else in the workspace can change one: two admins must not demote each other at once. */
export async function lockMember(options: {
  tx: Tx;
  workspaceId: string;
  memberId: string;
}): Promise<MemberRow> {
  const { tx, workspaceId, memberId } = options;
  await tx.run(sql`select 1 from workspace where id = ${workspaceId} for no key update`);
  const member = await tx.first<MemberRow>(sql`${selectMember} where m.id = ${memberId}`);
  if (member === null) throw notFound('member');
  return member;
}

/** To be called before an admin is taken away. */
export async function keepAnAdmin(tx: Tx): Promise<void> {
  const admins = await tx.rows(sql`select id from member where role = 'admin' limit 2`);
  if (admins.length < 2) {
    throw new AppError('conflict', 'This is the last admin of the workspace. Make someone else admin first.');
  }
}
