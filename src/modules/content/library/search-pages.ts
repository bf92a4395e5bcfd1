import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { versionUrl } from './asset-rows.ts';
import { excerptOf } from './excerpt-of.ts';
import type { SearchHit } from './schemas.ts';

type Row = {
  asset_id: string;
  title: string;
  type: string | null;
  retired: boolean;
  version_id: string;
  page: number;
  page_count: number;
  from_ms: number | null;
  text: string;
  has_picture: boolean;
};

/** Pages that hold all of the words, best first; the last word may be the beginning of one. */
export async function searchPages(
  tx: Tx,
  input: { q: string; limit: number; assetId?: string | undefined; retired?: boolean | undefined },
): Promise<SearchHit[]> {
  // Quotes and backslashes would end the words of a query; to the index they part words, as here.
  const words = input.q
    .replaceAll(/['\\\0]/g, ' ')
    .trim()
    .split(/\s+/);
  const beginning = words.at(-1) ?? '';
  if (beginning === '') return [];
  const whole = words.slice(0, -1).join(' ');
  const rows = await tx.rows<Row>(sql`
    with hits as materialized (
      select f.*, row_number() over () as place
      from find_asset_pages(plainto_tsquery('simple', ${whole}) && to_tsquery('simple', ${`'${beginning}':*`}),
        ${input.assetId ?? null}::uuid, ${input.retired ?? false}, ${input.limit}) f)
    select a.id as asset_id, a.title, a.type, a.retired_at is not null as retired, v.id as version_id, p.number as page,
      coalesce(v.page_count, 1) as page_count, p.from_ms, p.text, v.format in ('pdf', 'slides', 'image') as has_picture
    from hits h join asset_page p on p.version_id = h.version_id and p.number = h.page
    join asset_version v on v.id = h.version_id join asset a on a.id = h.asset_id order by h.place`);
  return rows.map((row) => present(row, words));
}

function present(row: Row, words: readonly string[]): SearchHit {
  return {
    asset: { id: row.asset_id, title: row.title, type: row.type, retired: row.retired },
    versionId: row.version_id,
    page: row.page,
    pageCount: row.page_count,
    fromMs: row.from_ms,
    excerpt: excerptOf(row.text, words),
    thumbnailUrl: row.has_picture
      ? `${versionUrl(row.asset_id, row.version_id)}/pages/${row.page}?width=1100`
      : null,
  };
}
