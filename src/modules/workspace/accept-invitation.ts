import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { Role } from './access.ts';
import { addMember } from './add-member.ts';
import type { WorkspaceSummary } from './contract.ts';
import { createUser } from './create-user.ts';
import type { Person } from './identify.ts';
import { hashSecret } from './secrets.ts';
import { refuseWrongKey } from './wrong-keys.ts';

type Clock = Pick<Services, 'database' | 'now'>;

type OpenInvitation = {
  id: string;
  email: string;
  role: Role;
  status: 'pending' | 'accepted' | 'revoked';
  invited_by: string | null;
  expires_at: Date;
  workspace_id: string;
  workspace_name: string;
  currency: string;
  time_zone: string;
};

/** What the page of the link shows before it is accepted. */
export async function lookUpInvitation({ services, key }: { services: Clock; key: string }) {
  return services.database.asSystem(async (tx) => {
    const invitation = await openInvitation({ tx, now: services.now(), key });
    return {
      email: invitation.email,
      role: invitation.role,
      workspaceName: invitation.workspace_name,
      invitedBy: invitation.invited_by,
      expiresAt: invitation.expires_at.toISOString(),
      hasAccount: await isUser(tx, invitation.email),
    };
  });
}

type AcceptInvitation = {
  services: Clock;
  key: string;
  /** Who is signed in, and in which session. */
  session: { person: Person; sessionId: string } | null;
  name?: string | undefined;
  password?: string | undefined;
};

type Accepted = { userId: string; workspace: WorkspaceSummary; role: Role; isNew: boolean; email: string };

/** Someone new is made by it; someone who has an account must be signed in as the person invited. */
export async function acceptInvitation(options: AcceptInvitation): Promise<Accepted> {
  const { services, key, session } = options;
  return services.database.asSystem(async (tx) => {
    const now = services.now();
    const invitation = await openInvitation({ tx, now, key });
    const workspaceId = invitation.workspace_id;
    const person = await personOf({ tx, now, invitation, options });
    const role = await addMember({ tx, now, workspaceId, person, role: invitation.role });
    await tx.run(
      sql`update invitation set status = 'accepted', accepted_at = ${now} where id = ${invitation.id}`,
    );
    if (session !== null) {
      await tx.run(
        sql`update auth_session set active_workspace_id = ${workspaceId} where id = ${session.sessionId}`,
      );
    }
    const { workspace_name: name, currency, time_zone: timeZone, email } = invitation;
    return {
      userId: person.id,
      workspace: { id: workspaceId, name, currency, timeZone },
      role,
      isNew: session === null,
      email,
    };
  });
}

/** The invitation of a link that still holds, locked so that it is accepted once. */
async function openInvitation(options: { tx: Tx; now: Date; key: string }): Promise<OpenInvitation> {
  const { tx, now, key } = options;
  const invitation = await tx.first<OpenInvitation>(sql`
    select i.id, i.email, i.role, i.status, i.invited_by, i.expires_at,
      w.id as workspace_id, w.name as workspace_name, w.currency, w.time_zone
    from invitation i join workspace w on w.id = i.workspace_id
    where i.secret_hash = ${hashSecret(key)} for update of i`);
  if (invitation === null) {
    throw refuseWrongKey({ now, message: 'This invitation link is not known. Ask for a new one.' });
  }
  const ended =
    invitation.status === 'accepted'
      ? 'This invitation has been accepted already. Sign in instead.'
      : invitation.status === 'revoked'
        ? 'This invitation was withdrawn. Ask for a new one.'
        : invitation.expires_at <= now
          ? 'This invitation has run out. Ask for a new one.'
          : null;
  if (ended !== null) throw new AppError('gone', ended);
  return invitation;
}

type PersonOf = { tx: Tx; now: Date; invitation: OpenInvitation; options: AcceptInvitation };

async function personOf({ tx, now, invitation, options }: PersonOf): Promise<Person> {
  const { email } = invitation;
  const { session, name, password } = options;
  if (session !== null) {
    if (session.person.email === email) return session.person;
    throw new AppError(
      'forbidden',
      `This invitation is for ${email}; you are signed in as ${session.person.email}. Sign out first.`,
    );
  }
  if (await isUser(tx, email)) {
    throw new AppError('conflict', `${email} has an account already. Sign in, then open the link again.`);
  }
  if (name !== undefined && password !== undefined) return createUser({ tx, now, name, email, password });
  const missing = { name, password };
  throw new AppError('invalid_input', 'Someone new needs a name and a password to accept.', {
    fields: (['name', 'password'] as const)
      .filter((field) => missing[field] === undefined)
      .map((path) => ({ path, message: 'is missing' })),
  });
}

async function isUser(tx: Tx, email: string): Promise<boolean> {
  return (await tx.first(sql`select 1 as found from auth_user where email = ${email}`)) !== null;
}
