import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Role } from '../../workspace/index.ts';

/** Whom to tell: people of our side by any of their names. Left out: nobody of that kind. */
export type Addressees = {
  teammateIds?: readonly string[];
  userIds?: readonly string[];
  roles?: readonly Role[];
};

export type Recipient = {
  /** The user, or the teammate where nobody signs in as them. */
  id: string;
  userId: string | null;
  teammateId: string | null;
  name: string;
};

type Row = { id: string; user_id: string | null; teammate_id: string | null; name: string };

/**
 * Each person once. A teammate is the member they are linked to or share an address with; who signs in nowhere is still
 * told by mail. Who left the workspace is told nothing, and neither are the sample company's people, who do not exist.
 */
export async function findRecipients(tx: Tx, to: Addressees): Promise<Recipient[]> {
  const { teammateIds = [], userIds = [], roles = [] } = to;
  if (teammateIds.length + userIds.length + roles.length === 0) return [];
  const rows = await tx.rows<Row>(sql`
    with named as materialized (
      select t.id, t.name, t.email, t.user_id from teammate t where t.id = any(${sql.param([...teammateIds])}::uuid[])
    ), told as (
      select m.user_id as id, m.user_id, n.id as teammate_id, u.name
      from named n join member m on m.user_id = n.user_id join auth_user u on u.id = m.user_id
      union all
      select m.user_id, m.user_id, n.id, u.name
      from named n join auth_user u on u.email = lower(n.email) join member m on m.user_id = u.id
      where n.user_id is null
      union all
      select n.id, null, n.id, n.name from named n
      where n.user_id is null and n.email is not null
        and not exists (select from auth_user u join member m on m.user_id = u.id where u.email = lower(n.email))
        and not exists (select from external_id e
          where e.record_type = 'teammate' and e.record_id = n.id and e.system = 'sample')
      union all
      select m.user_id, m.user_id, null, u.name from member m join auth_user u on u.id = m.user_id
      where m.user_id = any(${sql.param([...userIds])}::uuid[]) or m.role = any(${sql.param([...roles])}::text[])
    )
    select distinct on (id) id, user_id, teammate_id, name from told order by id, teammate_id nulls last`);
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    teammateId: row.teammate_id,
    name: row.name,
  }));
}
