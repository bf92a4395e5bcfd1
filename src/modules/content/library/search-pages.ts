import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { versionUrl } from './asset-rows.ts';
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
  marked: string;
  has_picture: boolean;
};

// Private-use characters, which are taken out of the text first.
const hitFrom = '\ue000';
const hitTo = '\ue001';

/** Pages that hold all of the words, best first; the last word may be the beginning of one. */
export async function searchPages(
  tx: Tx,
  input: { q: string; limit: number; assetId?: string | undefined; retired?: boolean | undefined },
): Promise<SearchHit[]> {
  const { whole, beginning } = wordsOf(input.q);
  if (beginning === '') return [];
  const wanted = sql`plainto_tsquery('simple', ${whole}) && to_tsquery('simple', ${`'${beginning}':*`})`;
  const options = `StartSel=${hitFrom}, StopSel=${hitTo}, MinWords=12, MaxWords=28, MaxFragments=2, FragmentDelimiter=" … "`;
  const rows = await tx.rows<Row>(sql`
    with wanted as materialized (select ${wanted} as query),
    hits as materialized (
      select f.*, row_number() over () as place from wanted, find_asset_pages(query, ${input.assetId ?? null}::uuid,
        ${input.retired ?? false}, ${input.limit}) f)
    select a.id as asset_id, a.title, a.type, a.retired_at is not null as retired, v.id as version_id, p.number as page,
      coalesce(v.page_count, 1) as page_count, p.from_ms,
      ts_headline('simple', translate(p.text, ${hitFrom + hitTo}, ''), query, ${options}) as marked,
      v.format in ('pdf', 'slides', 'image') as has_picture
    from hits h cross join wanted join asset_page p on p.version_id = h.version_id and p.number = h.page
    join asset_version v on v.id = h.version_id join asset a on a.id = h.asset_id order by h.place`);
  return rows.map(present);
}

/** Quotes and backslashes would end the words of a query; to the index they part words, as here. */
function wordsOf(q: string): { whole: string; beginning: string } {
  const words = q
    .replaceAll(/['\\\0]/g, ' ')
    .trim()
    .split(/\s+/);
  return { whole: words.slice(0, -1).join(' '), beginning: words.at(-1) ?? '' };
}

function present(row: Row): SearchHit {
  return {
    asset: { id: row.asset_id, title: row.title, type: row.type, retired: row.retired },
    versionId: row.version_id,
    page: row.page,
    pageCount: row.page_count,
    fromMs: row.from_ms,
    excerpt: excerptOf(row.marked),
    thumbnailUrl: row.has_picture
      ? `${versionUrl(row.asset_id, row.version_id)}/pages/${row.page}?width=1100`
      : null,
  };
}

/** Parts of plain text, so that nobody who shows them need know of markup. */
function excerptOf(marked: string): SearchHit['excerpt'] {
  return marked
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(hitFrom)
    .flatMap((piece, index) => {
      const [hit = '', rest] = index === 0 ? ['', piece] : piece.split(hitTo);
      return [
        { text: hit, hit: true },
        { text: rest ?? '', hit: false },
      ];
    })
    .filter(({ text }) => text !== '');
}
