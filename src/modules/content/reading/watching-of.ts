import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Watching } from './read-now.ts';

/** Who answers for the whole sees all readers; a seller sees their own. A program is let in by its scopes. */
const seeEverybody = ['admin', 'liaison', 'marketing'];

export async function watchingOf(tx: Tx, userId: string | null): Promise<Watching> {
  if (userId === null) return { userId: null, everybody: true };
  const row = await tx.first<{ role: string }>(sql`select role from member where user_id = ${userId}`);
  return { userId, everybody: row !== null && seeEverybody.includes(row.role) };
}
