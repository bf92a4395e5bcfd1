import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Caller } from '../../workspace/index.ts';
import type { Sight } from './read-value.ts';

/** Figures of named colleagues are for who may see persons; everybody sees their own. */
export async function whoMaySee(
  tx: Tx,
  { userId, permissions }: Pick<Caller, 'userId' | 'permissions'>,
): Promise<Sight> {
  const everybody = permissions.has('results:persons');
  if (userId === null) return { everybody, ownTeammateId: null };
  const row = await tx.first<{
    id: string;
  }>(sql`select t.id from teammate t join auth_user u on u.id = ${userId}
    where t.user_id = u.id or lower(t.email) = lower(u.email)
    order by (t.user_id = u.id) desc nulls last, t.created_at, t.id limit 1`);
  return { everybody, ownTeammateId: row?.id ?? null };
}
