import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { presentAsset, presentVersion, readAssetRows } from './asset-rows.ts';
import { readFigures } from './read-figures.ts';
import type { AssetDetail, AssetVersion } from './schemas.ts';

type VersionRow = {
  id: string;
  number: number;
  format: AssetVersion['format'];
  state: AssetVersion['state'];
  url: string | null;
  file_name: string | null;
  media_type: string | null;
  file_bytes: number | null;
  page_count: number | null;
  duration_ms: number | null;
  thumbnail_key: string | null;
  done_pages: number;
  refused_reason: string | null;
  note: string | null;
  created_by: string;
  created_at: Date;
  ready_at: Date | null;
};

/** A piece with all its versions, latest first. */
export async function loadAsset(
  tx: Tx,
  { assetId, now }: { assetId: string; now: Date },
): Promise<AssetDetail> {
  const [row] = await readAssetRows(tx, { condition: sql`a.id = ${assetId}`, tail: sql``, now });
  if (!row) throw notFound('piece');
  const figures = await readFigures(tx, { assetIds: [assetId], now });
  const versions = await tx.rows<VersionRow>(sql`
    select id, number, format, state, url, file_name, media_type, file_bytes, page_count, duration_ms, thumbnail_key,
      done_pages, refused_reason, note, created_by, created_at, ready_at
    from asset_version where asset_id = ${assetId} order by number desc`);
  return {
    ...presentAsset(row, figures.get(assetId)),
    versions: versions.map((version) => present(assetId, version, row.current?.id ?? null)),
    mayDelete: !(await isUsed(tx, assetId)),
  };
}

/** Shared, shown in a talk, read or decided about: then others' records rest on it. */
export async function isUsed(tx: Tx, assetId: string): Promise<boolean> {
  const used = await tx.first(sql`select 1 where
    exists (select from interaction where workspace_id = current_setting('liaison.workspace_id')::uuid and asset_id = ${assetId})
    or exists (select from share_link_asset where asset_id = ${assetId})
    or exists (select from asset_visit where asset_id = ${assetId})
    or exists (select from exchanged_item where asset_id = ${assetId})
    or exists (select from content_decision where asset_id = ${assetId})`);
  return used !== null;
}

function present(assetId: string, row: VersionRow, currentId: string | null): AssetVersion {
  return {
    ...presentVersion(assetId, {
      id: row.id,
      number: row.number,
      format: row.format,
      state: row.state,
      pageCount: row.page_count,
      durationMs: row.duration_ms,
      refusedReason: row.refused_reason,
      hasThumbnail: row.thumbnail_key !== null,
    }),
    url: row.url,
    fileName: row.file_name,
    fileBytes: row.file_bytes,
    mediaType: row.media_type,
    donePages: row.done_pages,
    note: row.note,
    isCurrent: row.id === currentId,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    readyAt: row.ready_at?.toISOString() ?? null,
  };
}
