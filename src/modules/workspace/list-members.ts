import { idCursor, toPage } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Role } from './access.ts';
import type { Member } from './contract.ts';

export type MemberRow = {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  created_at: Date;
};

export const selectMember = sql`select m.id, m.user_id, u.name, u.email, m.role, m.created_at
  from member m join auth_user u on u.id = m.user_id`;

export function presentMember(row: MemberRow): Member {
  const { id, name, email, role } = row;
  return { id, userId: row.user_id, name, email, role, createdAt: row.created_at.toISOString() };
}

/** In the order in which they joined. */
export async function listMembers({
  tx,
  cursor,
  limit,
}: {
  tx: Tx;
  cursor?: string | undefined;
  limit: number;
}) {
  const after = idCursor(cursor);
  const rows = await tx.rows<MemberRow>(sql`${selectMember}
    where ${after === null ? sql`true` : sql`m.id > ${after}`} order by m.id limit ${limit + 1}`);
  return toPage({ rows, limit, item: presentMember, cursor: (row) => [row.id] });
}
