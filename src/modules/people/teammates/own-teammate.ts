import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';

type Options = { tx: Tx; workspaceId: string; actor: Actor; now: Date; userId: string };
type Member = { name: string; email: string; role: string };

/** The teammate whom a member of the workspace is: linked already, of the same address, or made now. */
export async function ownTeammate(options: Options): Promise<string> {
  const { tx, userId } = options;
  const linked = await linkedTo(tx, userId);
  if (linked !== null) return linked;
  const member = await tx.first<Member>(sql`select u.name, lower(u.email) as email, m.role
    from member m join auth_user u on u.id = m.user_id where m.user_id = ${userId}`);
  if (!member) throw new AppError('forbidden', 'Only a member of the workspace is a teammate by themselves.');
  return (await linkByAddress(options, member)) ?? (await make(options, member));
}

async function linkedTo(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.first<{ id: string }>(
    sql`select id from teammate where user_id = ${userId} order by created_at, id limit 1`,
  );
  return row?.id ?? null;
}

async function linkByAddress(options: Options, member: Member): Promise<string | null> {
  const { tx, now, userId } = options;
  const row = await tx.first<{ id: string }>(sql`update teammate set user_id = ${userId}, updated_at = ${now}
    where lower(email) = ${member.email} and user_id is null returning id`);
  if (!row) return null;
  await audit(options, row.id, member, 'teammate.updated', { memberUserId: { from: null, to: userId } });
  return row.id;
}

async function make(options: Options, member: Member): Promise<string> {
  const { tx, workspaceId, now, userId } = options;
  const id = newId();
  const side = ['marketing', 'sales', 'liaison'].find((word) => word === member.role) ?? null;
  const taken = sql`exists (select 1 from teammate where lower(email) = ${member.email})`;
  const made =
    await tx.run(sql`insert into teammate (id, workspace_id, name, email, side, user_id, created_at, updated_at)
    select ${id}, ${workspaceId}::uuid, ${member.name}, case when ${taken} then null else ${member.email} end, ${side},
      ${userId}::uuid, ${now}::timestamptz, ${now}::timestamptz
    on conflict do nothing`);
  if (made === 0) return (await linkedTo(tx, userId)) ?? make(options, member);
  const { name, email } = member;
  await audit(options, id, member, 'teammate.created', {
    name: { from: null, to: name },
    email: { from: null, to: email },
    memberUserId: { from: null, to: userId },
  });
  return id;
}

async function audit(
  { tx, workspaceId, actor }: Options,
  recordId: string,
  member: Member,
  action: string,
  changes: Record<string, { from: unknown; to: unknown }>,
): Promise<void> {
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'teammate',
    recordId,
    recordLabel: member.name,
    changes,
  });
}
