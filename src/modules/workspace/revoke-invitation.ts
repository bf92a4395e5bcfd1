import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { recordAudit } from './audit.ts';
import type { Actor } from './authorised.ts';

type RevokeInvitation = { tx: Tx; actor: Actor; workspaceId: string; invitationId: string };

export async function revokeInvitation({
  tx,
  actor,
  workspaceId,
  invitationId,
}: RevokeInvitation): Promise<void> {
  const revoked = await tx.first<{ email: string }>(sql`update invitation set status = 'revoked'
    where id = ${invitationId} and status = 'pending' returning email`);
  if (revoked === null) throw notFound('invitation');
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'invitation.revoked',
    recordType: 'invitation',
    recordId: invitationId,
    recordLabel: revoked.email,
  });
}
