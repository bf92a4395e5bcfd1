import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { inspectFile } from './inspect-file.ts';
import { originalKey } from './keys.ts';
import { openVersion } from './open-version.ts';

export type StoredVersion = {
  state: 'waiting' | 'processing' | 'ready' | 'refused';
  reason: string | null;
  pageCount: number | null;
  donePages: number;
  undrawnPages: number;
  durationMs: number | null;
  attempts: number;
};

/** A workspace into which files are uploaded. */
export async function makeShelf(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: Parameters<typeof services.database.inWorkspace<T>>[1]) =>
    services.database.inWorkspace(workspaceId, work);

  /** What an upload does: keeps the bytes, looks at them, and writes the version where they are taken. */
  const upload = async (bytes: Uint8Array, fileName = 'file') => {
    const versionId = newId();
    const assetId = newId();
    const key = originalKey({ workspaceId, versionId });
    await services.files.put(key, bytes);
    const seen = await inspectFile({ files: services.files, key, fileName });
    if (!seen.ok) return { versionId, refused: seen.reason, seen: null };
    await within(async (tx) => {
      await tx.run(
        sql`insert into asset (id, workspace_id, title) values (${assetId}, ${workspaceId}, ${fileName})`,
      );
      await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, file_name,
          media_type, file_bytes, sha256, created_by, created_at)
        values (${versionId}, ${workspaceId}, ${assetId}, 1, ${seen.format}, 'waiting', ${key}, ${seen.fileName},
          ${seen.mediaType}, ${seen.bytes}, ${seen.sha256}, 'test', now())`);
    });
    return { versionId, refused: null, seen };
  };

  const read = async (versionId: string): Promise<StoredVersion> => {
    const row = await within((tx) =>
      tx.first<StoredVersion>(sql`select state, refused_reason as reason, page_count as "pageCount",
          done_pages as "donePages", undrawn_pages as "undrawnPages", duration_ms as "durationMs", attempts
        from asset_version where id = ${versionId}`),
    );
    if (row === null) throw new Error('no such version');
    return row;
  };

  return {
    workspaceId,
    within,
    upload,
    read,
    /** Uploads and opens: what came of it. */
    bring: async (bytes: Uint8Array, fileName?: string) => {
      const { versionId, refused } = await upload(bytes, fileName);
      if (refused !== null) return { versionId, outcome: `refused at once: ${refused}` };
      await openVersion(services, { versionId });
      const { state, reason, pageCount } = await read(versionId);
      return { versionId, outcome: reason ? `refused: ${reason}` : `${state}: ${pageCount} pages` };
    },
    pages: (versionId: string) =>
      within((tx) =>
        tx.rows<{
          number: number;
          width: number;
          height: number;
          from_ms: number;
          to_ms: number;
          text: string;
        }>(
          sql`select number, width, height, from_ms, to_ms, text from asset_page where version_id = ${versionId} order by number`,
        ),
      ),
  };
}

export type Shelf = Awaited<ReturnType<typeof makeShelf>>;
