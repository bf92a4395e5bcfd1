import { idCursor, toPage } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Role } from './access.ts';

type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  invited_by: string | null;
  created_at: Date;
  expires_at: Date;
};

/** Latest first; those that ran out are listed until they are withdrawn or renewed. */
export async function listInvitations(options: {
  tx: Tx;
  now: Date;
  cursor?: string | undefined;
  limit: number;
}) {
  const { tx, now, limit } = options;
  const after = idCursor(options.cursor);
  const rows = await tx.rows<InvitationRow>(sql`
    select id, email, role, invited_by, created_at, expires_at from invitation
    where status = 'pending' and ${after === null ? sql`true` : sql`id < ${after}`}
    order by id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: (row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      invitedBy: row.invited_by,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      expired: row.expires_at <= now,
    }),
    cursor: (row) => [row.id],
  });
}
