import { createHash } from 'node:crypto';
import { type Files, putWhole } from '../../../platform/files/files.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { originalKey, safeFileName, thumbnailKey } from '../files/index.ts';

/** A version whose text and measures are known already, so that nobody need open its file. */
export type ImportedDocument = {
  id: string;
  assetId: string;
  number: number;
  title: string;
  bytes: Uint8Array;
  pages: readonly { width: number; height: number; text: string }[];
  note: string | null;
  createdBy: string;
  createdAt: Date;
};

/** Lays the PDFs where their versions will look for them. Again, it changes nothing. */
export async function storeDocuments(
  files: Files,
  {
    workspaceId,
    documents,
  }: { workspaceId: string; documents: readonly Pick<ImportedDocument, 'id' | 'bytes'>[] },
): Promise<void> {
  for (const { id, bytes } of documents) {
    await putWhole(files, originalKey({ workspaceId, versionId: id }), bytes);
  }
}

/**
 * Versions that are ready as they come. Their page pictures and thumbnails are made when somebody looks: a whole
 * library at once would keep the machine busy for minutes. Those that are there already stay as they are.
 */
export async function importDocuments(
  tx: Tx,
  { workspaceId, documents }: { workspaceId: string; documents: readonly ImportedDocument[] },
): Promise<void> {
  const rows = documents.map((one) => ({
    id: one.id,
    asset_id: one.assetId,
    number: one.number,
    file_key: originalKey({ workspaceId, versionId: one.id }),
    thumbnail_key: thumbnailKey({ workspaceId, versionId: one.id }),
    file_name: safeFileName(one.title, 'pdf'),
    file_bytes: one.bytes.length,
    sha256: createHash('sha256').update(one.bytes).digest('hex'),
    page_count: one.pages.length,
    note: one.note,
    created_by: one.createdBy,
    created_at: one.createdAt,
  }));
  const pages = documents.flatMap(({ id, pages: all }) =>
    all.map((page, index) => ({ version_id: id, number: index + 1, ...page })),
  );
  await tx.run(sql`
    insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, file_name, media_type,
      file_bytes, sha256, page_count, done_pages, thumbnail_key, note, created_by, created_at, ready_at)
    select r.id, ${workspaceId}::uuid, r.asset_id, r.number, 'pdf', 'ready', r.file_key, r.file_name, 'application/pdf',
      r.file_bytes, r.sha256, r.page_count, r.page_count, r.thumbnail_key, r.note, r.created_by, r.created_at, r.created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, asset_id uuid, number integer, file_key text,
      file_name text, file_bytes bigint, sha256 text, page_count integer, thumbnail_key text, note text, created_by text,
      created_at timestamptz)
    order by r.asset_id, r.number
    on conflict do nothing`);
  await tx.run(sql`
    insert into asset_page (workspace_id, version_id, number, width, height, text)
    select ${workspaceId}::uuid, p.version_id, p.number, p.width, p.height, p.text
    from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) as p(version_id uuid, number integer, width real, height real,
      text text)
    where exists (select from asset_version v where v.id = p.version_id)
    on conflict do nothing`);
}
