import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { MergeableType } from './contract.ts';

const tables = { contact: sql`contact`, account: sql`account` };

/** The record that now stands for this one: itself, or what it was merged into. 404 where there is none. */
export async function survivorOf(tx: Tx, recordType: MergeableType, id: string): Promise<string> {
  const table = tables[recordType];
  const row = await tx.first<{ id: string }>(sql`
    with recursive way as (
      select id, merged_into_id from ${table} where id = ${id}
      union
      select t.id, t.merged_into_id from ${table} t join way on t.id = way.merged_into_id
    ) select id from way where merged_into_id is null`);
  if (!row) throw notFound(recordType);
  return row.id;
}

/** A record's id and those of all that were merged into it: whose interactions and history are its own. */
export async function idsMergedInto(tx: Tx, recordType: MergeableType, id: string): Promise<string[]> {
  const table = tables[recordType];
  const rows = await tx.rows<{ id: string }>(sql`
    with recursive all_ids as (
      select ${id}::uuid as id
      union
      select t.id from ${table} t join all_ids on t.merged_into_id = all_ids.id
    ) select id from all_ids`);
  return rows.map((row) => row.id);
}
