import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { settleVisits } from './settle-visits.ts';
import { lockVisits } from './visit-record.ts';

/** So long after its last sign a visit is held to be over. */
export const silentAfterMs = 120_000;
const batch = 500;

/** Ends visits that fell silent, each once, whoever else does so. Answers how many. */
export async function endSilentVisits(services: Pick<Services, 'database' | 'now'>): Promise<number> {
  const now = services.now();
  const before = new Date(now.getTime() - silentAfterMs);
  const workspaces = await services.database.asSystem((tx) =>
    tx.rows<{ workspace_id: string }>(sql`select distinct workspace_id from asset_visit
      where ended_at is null and ticket_id is not null and last_at <= ${before}`),
  );
  let ended = 0;
  for (const { workspace_id: workspaceId } of workspaces) {
    ended += await services.database.inWorkspace(workspaceId, async (tx) => {
      const visits = await lockVisits(
        tx,
        sql`v.ended_at is null and v.ticket_id is not null and v.last_at <= ${before}
          order by v.id limit ${batch} for update of v skip locked`,
      );
      await settleVisits(tx, {
        workspaceId,
        now,
        visits: visits.map((visit) => ({ ...visit, endedAt: visit.lastAt })),
      });
      return visits.length;
    });
  }
  return ended;
}

/** When the next visit may have fallen silent; null while nobody reads. */
export async function nextSilenceAt(services: Pick<Services, 'database'>): Promise<Date | null> {
  const row = await services.database.asSystem((tx) =>
    tx.first<{ at: Date | null }>(
      sql`select min(last_at) as at from asset_visit where ended_at is null and ticket_id is not null`,
    ),
  );
  return row?.at ? new Date(row.at.getTime() + silentAfterMs) : null;
}
