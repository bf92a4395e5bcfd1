import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { AssetForReader, LinkForReader } from '../links/link-for-reader.ts';
import { mayDownload } from './may-download.ts';
import type { ReaderPiece } from './reader-model.ts';

type Sizes = { versionId: string; sizes: [number, number][] };

// A4: of a page whose size is not known.
const usualSize: [number, number] = [595, 842];

/** What a link lets its reader read now, as the reading page is told of it. */
export async function loadPieces(
  services: Pick<Services, 'database'>,
  link: Pick<LinkForReader, 'workspaceId' | 'assets' | 'mayDownload' | 'watermark'>,
): Promise<ReaderPiece[]> {
  const versionIds = link.assets.filter(hasPages).map((asset) => asset.versionId);
  const rows = await services.database.inWorkspace(link.workspaceId, (tx) =>
    tx.rows<Sizes>(sql`
      select version_id as "versionId",
        jsonb_agg(jsonb_build_array(round(width::numeric, 1), round(height::numeric, 1)) order by number) as sizes
      from asset_page
      where version_id = any(array(select jsonb_array_elements_text(${JSON.stringify(versionIds)}::jsonb)::uuid))
        and width > 0 and height > 0
      group by version_id`),
  );
  const sizesOf = new Map(rows.map((row) => [row.versionId, row.sizes]));
  return link.assets.map((asset) => ({
    ...asPiece(asset, sizesOf.get(asset.versionId) ?? []),
    mayDownload: mayDownload(link, asset),
  }));
}

function asPiece(asset: AssetForReader, sizes: [number, number][]): Omit<ReaderPiece, 'mayDownload'> {
  const { assetId, title, format, pageCount, durationMs, url } = asset;
  return {
    assetId,
    title,
    format,
    pages: hasPages(asset)
      ? Array.from({ length: pageCount }, (_, at) => sizes[at] ?? sizes[0] ?? usualSize)
      : [],
    pageCount,
    durationMs,
    host: url === null ? null : (URL.parse(url)?.hostname.replace(/^www\./, '') ?? null),
  };
}

function hasPages({ format }: { format: AssetForReader['format'] }): boolean {
  return format === 'pdf' || format === 'slides' || format === 'image';
}
