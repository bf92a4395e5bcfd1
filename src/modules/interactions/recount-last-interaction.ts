import { sql, type Tx } from '../../platform/postgres/database.ts';

/**
 * Says anew when these people were last heard of, where it was by a row that counts no longer. Only the people whose
 * latest sign of life it was are looked at; each costs a step or two into the log's indexes.
 */
export async function recountLastInteraction(options: {
  tx: Tx;
  contactIds: readonly string[];
  /** The row that is about to be corrected or withdrawn. */
  without: string;
}): Promise<void> {
  const { tx, contactIds, without } = options;
  if (contactIds.length === 0) return;
  const counts = sql`i.verified and i.type <> 'withdrawn' and i.id <> ${without}::uuid
    and not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`;
  await tx.run(sql`
    with gone as (select occurred_at from interaction where id = ${without})
    update contact c set last_interaction_at = greatest(
      (select i.occurred_at from interaction i where i.contact_id = c.id and ${counts}
        order by i.occurred_at desc, i.id desc limit 1),
      (select i.occurred_at from interaction_participant p join interaction i on i.id = p.interaction_id
        where p.contact_id = c.id and ${counts} order by p.occurred_at desc limit 1),
      (select max(latest.occurred_at) from profile_binding b cross join lateral (
        select i.occurred_at from interaction i where i.profile_id = b.profile_id and i.contact_id is null
          and i.occurred_at >= b.from_at and i.occurred_at < b.to_at and ${counts}
        order by i.occurred_at desc, i.id desc limit 1) latest
        where b.contact_id = c.id))
    from gone where c.id in ${contactIds} and c.last_interaction_at = gone.occurred_at`);
}
