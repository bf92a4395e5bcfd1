import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** Teammates that the signed-in person is: linked, or of the same address. None for a token. */
export async function ownTeammates(tx: Tx, userId: string | null): Promise<string[]> {
  if (userId === null) return [];
  const rows = await tx.rows<{ id: string }>(sql`
    select t.id from teammate t join auth_user u on u.id = ${userId}
    where t.user_id = u.id or (t.user_id is null and lower(t.email) = lower(u.email))`);
  return rows.map(({ id }) => id);
}
