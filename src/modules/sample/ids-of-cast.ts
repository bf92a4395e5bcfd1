import { sql, type Tx } from '../../platform/postgres/database.ts';
import { sampleSystem } from './translate-story.ts';

/** Our own side, by what the simulator calls them: teammates, campaigns, assets. */
export async function idsOfCast(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.rows<{ key: string; id: string }>(sql`
    select external_id as key, record_id as id from external_id
    where system = ${sampleSystem} and record_type in ('teammate', 'campaign', 'asset')`);
  return new Map(rows.map(({ key, id }) => [key, id]));
}
