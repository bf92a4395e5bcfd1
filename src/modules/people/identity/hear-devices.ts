import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { lockPeople } from '../ingest/ingest.ts';
import { withKeyedPlans } from '../keyed-plans.ts';

// A visit does not rewrite the person at every page.
const step = sql.raw("interval '1 minute'");

/** Rows of the log, those after the first position up to the last. */
export type Block = { after: number; last: number };

type Heard = { workspace_id: string; contact_id: string; at: string };

/** When people were last heard of by what was done on devices that are theirs: rows of the log that name nobody. */
export async function readHeard(
  database: Services['database'],
  { after, last }: Block,
): Promise<Map<string, Heard[]>> {
  const heard = await database.asSystem((tx) =>
    tx.rows<Heard>(sql`
      select i.workspace_id, b.contact_id, max(i.occurred_at)::text as at from interaction i
      cross join lateral (select x.contact_id from profile_binding x where x.workspace_id = i.workspace_id
        and x.profile_id = i.profile_id and x.from_at <= i.occurred_at and i.occurred_at < x.to_at offset 0) b
      where i.position > ${after} and i.position <= ${last} and i.contact_id is null
        and i.profile_id is not null and i.verified and i.type <> 'withdrawn'
      group by 1, 2`),
  );
  return Map.groupBy(heard, (row) => row.workspace_id);
}

/** Notes when people were last heard of, where it is later than what is noted by more than a step. */
export function noteHeard(
  database: Services['database'],
  workspaceId: string,
  all: readonly Heard[],
): Promise<void> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const heard = await withKeyedPlans(tx, () =>
      tx.rows<{ id: string; at: string }>(sql`
        select c.id, i.at::text as at
        from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as i(contact_id uuid, at timestamptz)
        cross join lateral (select x.id from contact x where x.id = i.contact_id
          and (x.last_interaction_at is null or x.last_interaction_at < i.at - ${step}) offset 0) c`),
    );
    if (heard.length === 0) return;
    await lockPeople(tx, workspaceId);
    const ids = sql.param(heard.map(({ id }) => id));
    await withKeyedPlans(tx, async () => {
      // In the order in which whoever moves people locks them, too.
      await tx.run(sql`select id from contact where id = any(${ids}::uuid[]) order by id for no key update`);
      await tx.run(sql`update contact c set last_interaction_at = i.at
        from jsonb_to_recordset(${JSON.stringify(heard)}::jsonb) as i(id uuid, at timestamptz)
        where c.id = i.id and (c.last_interaction_at is null or c.last_interaction_at < i.at)`);
    });
  });
}
