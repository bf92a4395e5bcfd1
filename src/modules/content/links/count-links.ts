import { sql } from '../../../platform/postgres/database.ts';
import { isMine, type Reader, stateOf } from './load-links.ts';

export type LinkCounts = { links: number; open: number; read: number; waiting: number };

/** How many links there are, and what became of them. */
export async function countLinks(reader: Reader, { mine }: { mine: boolean }): Promise<LinkCounts> {
  const { tx, userId, now } = reader;
  const row = await tx.first<LinkCounts>(sql`
    select count(*)::int as links, count(*) filter (where o.state = 'open')::int as open,
      count(*) filter (where o.read)::int as read,
      count(*) filter (where o.state = 'open' and not o.read)::int as waiting
    from (
      select ${stateOf(now)} as state, exists (select 1 from asset_visit v
        where v.workspace_id = l.workspace_id and v.link_id = l.id and v.verified) as read
      from share_link l
      where l.workspace_id = current_setting('liaison.workspace_id')::uuid
        and ${mine ? isMine(userId) : sql`true`}
    ) o`);
  return row ?? { links: 0, open: 0, read: 0, waiting: 0 };
}
