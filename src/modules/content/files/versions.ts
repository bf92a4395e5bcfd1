import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { VersionFormat } from '../words.ts';

export type VersionRow = {
  id: string;
  workspaceId: string;
  format: VersionFormat;
  state: 'waiting' | 'processing' | 'ready' | 'refused';
  fileKey: string | null;
  fileName: string | null;
  mediaType: string | null;
  fileBytes: number | null;
  pageCount: number | null;
  donePages: number;
  attempts: number;
};

const columns = sql`id, workspace_id as "workspaceId", format, state, file_key as "fileKey", file_name as "fileName",
  media_type as "mediaType", file_bytes as "fileBytes", page_count as "pageCount", done_pages as "donePages", attempts`;

/** By its id alone, as background work and readers of links have it. */
export function findVersion(services: Services, versionId: string): Promise<VersionRow | null> {
  return services.database.asSystem((tx) =>
    tx.first<VersionRow>(sql`select ${columns} from asset_version where id = ${versionId}`),
  );
}

/** Counts a beginning, and answers how many there were. */
export function beginVersion(tx: Tx, versionId: string): Promise<{ attempts: number } | null> {
  return tx.first<{ attempts: number }>(
    sql`update asset_version set state = 'processing', attempts = attempts + 1
      where id = ${versionId} and state in ('waiting', 'processing') returning attempts`,
  );
}

export async function refuseVersion(
  services: Services,
  options: { workspaceId: string; versionId: string; reason: string },
): Promise<void> {
  await services.database.inWorkspace(options.workspaceId, (tx) =>
    tx.run(sql`update asset_version set state = 'refused', refused_reason = ${options.reason}
      where id = ${options.versionId} and state in ('waiting', 'processing')`),
  );
}

export type PageSpan = {
  number: number;
  width: number | null;
  height: number | null;
  from_ms: number | null;
  to_ms: number | null;
  text: string;
};

/** A version can be read from here on: what there is to be got through is known, and its first page is drawn. */
export async function readyVersion(
  tx: Tx,
  options: {
    workspaceId: string;
    versionId: string;
    pages: readonly PageSpan[];
    donePages: number;
    durationMs: number | null;
    thumbnailKey: string | null;
    now: Date;
  },
): Promise<void> {
  const { versionId, pages } = options;
  await tx.run(sql`
    insert into asset_page (workspace_id, version_id, number, width, height, from_ms, to_ms, text)
    select ${options.workspaceId}::uuid, ${versionId}::uuid, p.number, p.width, p.height, p.from_ms, p.to_ms, p.text
    from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) as p(number integer, width real, height real,
      from_ms integer, to_ms integer, text text)
    on conflict (version_id, number) do nothing`);
  await tx.run(sql`
    update asset_version set state = 'ready', page_count = ${pages.length}, done_pages = ${options.donePages},
      duration_ms = ${options.durationMs}, thumbnail_key = coalesce(thumbnail_key, ${options.thumbnailKey}),
      ready_at = ${options.now}
    where id = ${versionId} and state in ('waiting', 'processing')`);
}
