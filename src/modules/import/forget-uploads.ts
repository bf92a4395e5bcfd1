import { sql } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { loadImport } from './records.ts';
import { removeUploads } from './run/finish-import.ts';

/** A trial run, a failed run or an upload that nobody came back to keeps its files for this long. */
const keptDays = 7;

/** Removes the uploaded bytes of imports that were left lying. Refused rows and figures stay. */
export async function forgetUploads(services: Services): Promise<number> {
  const before = new Date(services.now().getTime() - keptDays * 86_400_000).toISOString();
  const stale = await services.database.asSystem((tx) =>
    tx.rows<{ workspaceId: string; importId: string }>(sql`
      select workspace_id as "workspaceId", id as "importId" from import
      where status not in ('queued', 'running') and coalesce(finished_at, created_at) < ${before}::timestamptz
        and jsonb_path_exists(files, '$[*].parts[*]') order by id limit 100`),
  );
  for (const { workspaceId, importId } of stale) {
    const row = await services.database.inWorkspace(workspaceId, async (tx) => {
      await tx.run(sql`update import set status = 'cancelled', finished_at = ${services.now().toISOString()}::timestamptz
        where id = ${importId} and status in ('uploading', 'ready')`);
      return loadImport(tx, importId);
    });
    await removeUploads(services, row);
  }
  return stale.length;
}
