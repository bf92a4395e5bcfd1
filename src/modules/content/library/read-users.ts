import { sql } from '../../../platform/postgres/database.ts';
import type { Addressees } from '../../notices/index.ts';
import type { Step } from '../step.ts';

/** Who works with a piece: gave it to somebody, showed it in a talk, or owns it. Not who acts now: they know. */
export async function readUsers({ tx, userId }: Step, assetId: string): Promise<Addressees> {
  const rows = await tx.rows<{ teammate_id: string | null; user_id: string | null }>(sql`
    with used as (
      select teammate_id, null::text as user_id from interaction
      where workspace_id = current_setting('liaison.workspace_id')::uuid and asset_id = ${assetId}
        and teammate_id is not null
      union
      select l.teammate_id, l.created_by_user from share_link_asset s join share_link l on l.id = s.link_id
      where s.asset_id = ${assetId}
      union
      select i.teammate_id, null from exchanged_item e join conversation c on c.id = e.conversation_id
      join interaction i on i.id = c.interaction_id and i.workspace_id = c.workspace_id
      where e.asset_id = ${assetId} and i.teammate_id is not null
      union
      select owner_id, null from asset where id = ${assetId})
    select distinct u.teammate_id, u.user_id from used u left join teammate t on t.id = u.teammate_id
    where coalesce(t.user_id::text, u.user_id, '') is distinct from ${userId}::text`);
  return {
    teammateIds: rows.flatMap(({ teammate_id }) => (teammate_id === null ? [] : [teammate_id])),
    userIds: rows.flatMap(({ teammate_id, user_id }) =>
      teammate_id !== null || user_id === null ? [] : [user_id],
    ),
  };
}
