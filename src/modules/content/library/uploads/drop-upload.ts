import type { Files } from '../../../../platform/files/files.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { forgetVersionFiles } from '../../files/index.ts';
import type { Step } from '../../step.ts';
import { loadUpload } from './records.ts';

/** Forgets an upload; its bytes go once this is committed (`dropFiles`). */
export async function dropUpload({ tx }: Step, { uploadId }: { uploadId: string }): Promise<void> {
  await loadUpload(tx, uploadId, { lock: true });
  await tx.run(sql`delete from content_upload where id = ${uploadId}`);
}

/** Removes everything that lies under a version's or an upload's id. */
export async function dropFiles(
  files: Files,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
): Promise<void> {
  for (const versionId of ids) await forgetVersionFiles(files, { workspaceId, versionId });
}

const keptMs = 2 * 86_400_000;
const mostAtOnce = 500;

/** Uploads that nobody made a piece of. Called once a night. */
export async function forgetContentUploads(services: Services): Promise<number> {
  const before = new Date(services.now().getTime() - keptMs);
  const left = await services.database.asSystem((tx) =>
    tx.rows<{ id: string; workspace_id: string }>(sql`delete from content_upload where id in (
        select id from content_upload where created_at < ${before} order by created_at limit ${mostAtOnce})
      returning id, workspace_id`),
  );
  for (const { id, workspace_id } of left)
    await dropFiles(services.files, { workspaceId: workspace_id, ids: [id] });
  return left.length;
}
