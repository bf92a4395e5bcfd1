import { notFound } from '../../../../platform/errors.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { folderOf } from '../../files/index.ts';
import type { VersionFormat } from '../../words.ts';
import type { Upload } from '../schemas.ts';
import { findSameBytes } from '../versions.ts';

export type UploadRow = {
  id: string;
  file_name: string;
  file_bytes: number;
  parts: number[];
  received_bytes: number;
  format: VersionFormat | null;
  media_type: string | null;
  sha256: string | null;
  title: string | null;
};

/** Parts lie beside the place of the whole, until it is put together. */
export const uploadFolder = (workspaceId: string, uploadId: string) =>
  `${folderOf({ workspaceId, versionId: uploadId })}/upload/`;

export const partKey = (workspaceId: string, uploadId: string, part: number) =>
  `${uploadFolder(workspaceId, uploadId)}${part}`;

export async function loadUpload(
  tx: Tx,
  uploadId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<UploadRow> {
  const row =
    await tx.first<UploadRow>(sql`select id, file_name, file_bytes, parts, received_bytes, format, media_type,
      sha256, title from content_upload where id = ${uploadId} ${lock ? sql`for update` : sql``}`);
  if (row === null) throw notFound('upload');
  return row;
}

export async function presentUpload(tx: Tx, row: UploadRow): Promise<Upload> {
  return {
    id: row.id,
    fileName: row.file_name,
    fileBytes: row.file_bytes,
    received: row.received_bytes,
    parts: row.parts.length,
    checked: await presentChecked(tx, row),
  };
}

async function presentChecked(tx: Tx, row: UploadRow): Promise<Upload['checked']> {
  const { format, media_type, sha256, title } = row;
  if (format === null || media_type === null || sha256 === null || title === null) return null;
  const same = await findSameBytes(tx, sha256);
  return {
    format,
    mediaType: media_type,
    title,
    sameAs:
      same === null
        ? null
        : { asset: { id: same.assetId, title: same.title }, versionNumber: same.versionNumber },
  };
}
