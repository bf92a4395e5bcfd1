import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import type { Block } from './hear-devices.ts';

/**
 * Profiles that were somebody's when these rows of the log say that another user was on them. That a user goes on
 * is no fact of its own, and whoever settled facts may not have seen the row yet. Where the owner themselves goes on,
 * no span would change.
 */
export function strayedProfiles(tx: Tx, { after, last }: Block): Promise<string[]> {
  return withKeyedPlans(tx, async () => {
    const rows = await tx.rows<{ id: string }>(sql`
      select distinct i.profile_id as id from interaction i
      join identity_user u on u.user_id = i.context ->> 'userId'
      left join lateral (select b.contact_id, b.person_key from profile_binding b where b.profile_id = i.profile_id
        and b.from_at <= i.occurred_at and i.occurred_at < b.to_at offset 0) owner on true
      where i.position > ${after} and i.position <= ${last} and i.workspace_id = u.workspace_id
        and i.source = 'tracking' and i.verified and i.profile_id is not null
        and owner.person_key is distinct from u.person_key
        and exists (select from profile_binding b where b.profile_id = i.profile_id)
        and owner.contact_id is distinct from (select surviving_record('contact', p.contact_id) from identity_person p
          where p.person_key = u.person_key)`);
    return rows.map((row) => row.id);
  });
}
