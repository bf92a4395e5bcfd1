import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Role } from './access.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';
import type { Invitation } from './contract.ts';
import { hashSecret, newSecret } from './secrets.ts';

const invitationDays = 7;
const dayMs = 86_400_000;

type InvitePerson = {
  tx: Tx;
  now: Date;
  publicUrl: string;
  actor: Actor;
  userId: string | null;
  workspaceId: string;
  email: string;
  role: Role;
};

/** Answers the link, this once: only its hash is kept. An earlier invitation to the same address ends. */
export async function invitePerson(options: InvitePerson): Promise<Invitation & { link: string }> {
  const { tx, now, actor, workspaceId, email, role } = options;
  // One at a time, so that two invitations to one address cannot both stand.
  await tx.run(sql`select 1 from workspace where id = ${workspaceId} for no key update`);
  const member = await tx.first(
    sql`select 1 as found from member m join auth_user u on u.id = m.user_id where u.email = ${email}`,
  );
  if (member !== null) throw new AppError('conflict', `${email} is a member of this workspace already.`);
  await tx.run(
    sql`update invitation set status = 'revoked' where lower(email) = ${email} and status = 'pending'`,
  );
  const id = newId();
  const key = newSecret();
  const expiresAt = new Date(now.getTime() + invitationDays * dayMs);
  await tx.run(sql`insert into invitation
    (id, workspace_id, email, role, status, inviter_id, invited_by, secret_hash, expires_at, created_at)
    values (${id}, ${workspaceId}, ${email}, ${role}, 'pending', ${options.userId}, ${actor.name}, ${hashSecret(key)},
      ${expiresAt}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'invitation.created',
    recordType: 'invitation',
    recordId: id,
    recordLabel: email,
    changes: { role: { from: null, to: role } },
  });
  return {
    id,
    email,
    role,
    invitedBy: actor.name,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
    expired: false,
    link: `${options.publicUrl}/invitation?key=${key}`,
  };
}
