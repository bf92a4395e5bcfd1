import { type SQL, sql } from '../../platform/postgres/database.ts';

/**
 * Whether the reader had part in conversation `c`: they logged it, or were on our side in it, as the member whom the
 * teammate was at that time or by the address that was used. A link made later between a member and a teammate gives
 * no sight of it, or anybody could link themselves. Scripts and tokens are nobody; a role makes no difference.
 */
export function hadPartIn(userId: string | null): SQL {
  if (userId === null) return sql`false`;
  return sql`(coalesce(c.logged_by_user_id = ${userId}::uuid, false) or exists (
    select 1 from conversation_participant part where part.conversation_id = c.id and part.side = 'ours'
      and (part.user_id = ${userId}::uuid
        or part.email = (select lower(reader.email) from auth_user reader where reader.id = ${userId}::uuid))))`;
}

/**
 * Whether the reader may see what conversation `c` (a row of `conversation` by that alias) says: subject, body,
 * outcome, what was exchanged and the next step. That it took place, when, of which type and between whom is for all.
 */
export function mayReadPrivate(userId: string | null): SQL {
  return sql`(not c.private or ${hadPartIn(userId)})`;
}
