import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Caller } from '../../workspace/index.ts';

/** Whose figures somebody may see: everybody's, or one's own. */
export type Sight = { everybody: boolean; ownTeammateId: string | null };

/** Figures of single people are for themselves, liaisons and admins: use is no ranking. */
export async function whoMaySee(
  tx: Tx,
  { userId, permissions }: Pick<Caller, 'userId' | 'permissions'>,
): Promise<Sight> {
  if (userId === null) return { everybody: permissions.has('workspace:admin'), ownTeammateId: null };
  const row = await tx.first<{ role: string; teammate_id: string | null }>(sql`
    select m.role, (select t.id from teammate t where t.user_id = m.user_id or lower(t.email) = lower(u.email)
      order by (t.user_id = m.user_id) desc nulls last, t.created_at, t.id limit 1) as teammate_id
    from member m join auth_user u on u.id = m.user_id where m.user_id = ${userId}`);
  return {
    everybody: row?.role === 'admin' || row?.role === 'liaison',
    ownTeammateId: row?.teammate_id ?? null,
  };
}
