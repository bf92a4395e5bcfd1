import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { lockPeople } from '../ingest/ingest.ts';
import { withKeyedPlans } from '../keyed-plans.ts';

const rowsAStep = 20_000;
// A visit does not rewrite the person at every page.
const step = sql.raw("interval '1 minute'");

type Seen = { workspace_id: string; contact_id: string; at: string };

/**
 * Notes when people were last heard of by what was done on devices that are theirs: rows of the log that name nobody.
 * One process at a time goes on from where the last one stopped. Answers whether there may be more.
 */
export async function hearDevices({ database }: Pick<Services, 'database'>): Promise<boolean> {
  const next = await database.asSystem(async (tx) => {
    const place = await tx.first<{ position: number }>(sql`select position from identity_heard`);
    const after = place?.position ?? 0;
    const head = await tx.first<{ position: number | null; rows: number }>(sql`
      select max(position) as position, count(*) as rows from (
        select position from interaction where position > ${after} order by position limit ${rowsAStep}) block`);
    if (!head?.position) return null;
    const seen = await tx.rows<Seen>(sql`
      select i.workspace_id, b.contact_id, max(i.occurred_at)::text as at from interaction i
      cross join lateral (select x.contact_id from profile_binding x where x.workspace_id = i.workspace_id
        and x.profile_id = i.profile_id and x.from_at <= i.occurred_at and i.occurred_at < x.to_at offset 0) b
      where i.position > ${after} and i.position <= ${head.position} and i.contact_id is null
        and i.profile_id is not null and i.verified and i.type <> 'withdrawn'
      group by 1, 2`);
    return { after, seen, position: head.position, isFull: head.rows === rowsAStep };
  });
  if (next === null) return false;
  for (const [workspaceId, seen] of Map.groupBy(next.seen, (row) => row.workspace_id)) {
    await raise(database, workspaceId, seen);
  }
  await database.asSystem((tx) =>
    tx.run(sql`update identity_heard set position = ${next.position} where position = ${next.after}`),
  );
  return next.isFull;
}

function raise(database: Services['database'], workspaceId: string, seen: readonly Seen[]): Promise<void> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const heard = await withKeyedPlans(tx, () =>
      tx.rows<{ id: string; at: string }>(sql`
        select c.id, i.at::text as at
        from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as i(contact_id uuid, at timestamptz)
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
