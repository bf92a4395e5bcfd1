import { type SQL, sql } from '../../../platform/postgres/database.ts';
import type { MergeableType } from './contract.ts';

/**
 * Joins the record that another was merged into, or itself where it never was; none for none. A lateral that stays by
 * itself (`offset 0`), for a function in the condition of a join keeps row-level security from every index.
 */
export function joinSurvivor(kind: MergeableType, id: SQL, as: SQL): SQL {
  return sql`left join lateral (select * from ${sql.raw(kind)}
    where id = surviving_record(${sql.raw(`'${kind}'`)}, ${id}) offset 0) as ${as} on true`;
}
