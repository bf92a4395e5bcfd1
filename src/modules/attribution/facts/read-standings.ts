import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** A row of `journey_standing`. */
export type Standing = { contact_id: string; status: 'open' | 'left'; stage: string; since_ms: number };

/** The next leads by id who left, or stand before a stage that they reached already. */
export function readStandings(tx: Tx, options: { afterId: string; limit: number }): Promise<Standing[]> {
  return tx.rows<Standing>(sql`
    with stage as materialized (
      select key, (row_number() over (order by position))::integer as rank from lifecycle_stage)
    select c.id as contact_id, c.lifecycle_status as status, c.lifecycle_stage as stage,
      floor(extract(epoch from coalesce(c.lifecycle_since, c.created_at)) * 1000)::bigint as since_ms
    from contact c join stage s on s.key = c.lifecycle_stage
    where c.id > ${options.afterId}::uuid and c.merged_into_id is null and (c.lifecycle_status = 'left'
      or exists (select from stage later where later.rank > s.rank and c.reached_at[later.rank] is not null))
    order by c.id limit ${options.limit}`);
}
