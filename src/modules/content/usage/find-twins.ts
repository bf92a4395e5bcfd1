import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Twin } from './contract.ts';
import {
  alikeFrom,
  alikeness,
  alikeUnderOneTitleFrom,
  houseStyleOf,
  type Likeness,
  likenessOf,
  titlesAlike,
  titlesAlikeFrom,
} from './likeness.ts';

/** Texts sketched in one go; the rest waits for the next time. */
const mostSketched = 60;
const mostTwins = 200;
/** Beyond it every pair is too many to compare; a library of that size is searched, not gone over. */
const mostPieces = 3_000;

export type Compared = {
  twins: Twin[];
  notCompared: number;
  likeness: Map<string, Likeness>;
};

type Row = {
  id: string;
  title: string;
  type: string | null;
  audience: string;
  version_id: string | null;
  words: number | null;
  sketch: number[] | null;
  latest_year: number | null;
  has_text: boolean;
};

/** Pieces in use that say nearly the same, by their text, else by their titles. */
export async function findTwins(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Date },
): Promise<Compared> {
  const rows = await tx.rows<Row>(sql`
    select a.id, a.title, a.type, a.audience, v.id as version_id, l.words, l.sketch, l.latest_year,
      (l.version_id is null and v.state = 'ready' and v.done_pages >= v.page_count
        and exists (select from asset_page p where p.version_id = v.id and p.text <> '')) as has_text
    from asset a left join asset_version v on v.id = a.current_version_id
    left join asset_likeness l on l.version_id = v.id
    where a.retired_at is null order by a.created_at, a.id limit ${mostPieces}`);
  const likeness = new Map<string, Likeness>();
  let waiting = 0;
  let sketched = 0;
  for (const row of rows) {
    if (row.sketch !== null && row.words !== null)
      likeness.set(row.id, { words: row.words, sketch: row.sketch, latestYear: row.latest_year });
    else if (row.has_text && row.version_id !== null && sketched < mostSketched) {
      likeness.set(row.id, await sketchVersion(tx, { workspaceId, versionId: row.version_id, now }));
      sketched += 1;
    } else if (row.has_text) waiting += 1;
  }
  const pairs = pairsOf(rows, likeness);
  const shared = await countSharedReaders(tx, pairs);
  return {
    twins: pairs.map(({ one, other, by, alike }) => ({
      one: { id: one.id, name: one.title },
      other: { id: other.id, name: other.title },
      by,
      alike,
      readersOfBoth: shared.get(`${one.id}/${other.id}`) ?? 0,
    })),
    notCompared: waiting,
    likeness,
  };
}

/** A version's text never changes once it is ready, so its sketch is made once. */
async function sketchVersion(
  tx: Tx,
  { workspaceId, versionId, now }: { workspaceId: string; versionId: string; now: Date },
): Promise<Likeness> {
  const pages = await tx.rows<{ text: string }>(
    sql`select text from asset_page where version_id = ${versionId} order by number`,
  );
  const made = likenessOf(
    pages.map(({ text }) => text),
    now.getUTCFullYear(),
  );
  await tx.run(sql`insert into asset_likeness (version_id, workspace_id, words, sketch, latest_year)
    values (${versionId}, ${workspaceId}, ${made.words}, ${sql.param(made.sketch)}::integer[], ${made.latestYear})
    on conflict (version_id) do nothing`);
  return made;
}

type Known = { likeness: ReadonlyMap<string, Likeness>; houseStyle: ReadonlySet<number> };
type Pair = { one: Row; other: Row; by: Twin['by']; alike: number };

function pairsOf(rows: readonly Row[], likeness: ReadonlyMap<string, Likeness>): Pair[] {
  const pairs: Pair[] = [];
  const known: Known = { likeness, houseStyle: houseStyleOf(likeness.values()) };
  for (const [at, one] of rows.entries()) {
    for (const other of rows.slice(at + 1)) {
      if (one.audience !== other.audience) continue;
      const found = compare(one, other, known);
      if (found) pairs.push({ one, other, ...found });
    }
  }
  return pairs
    .sort((a, b) => Number(b.by === 'text') - Number(a.by === 'text') || b.alike - a.alike)
    .slice(0, mostTwins);
}

/** Where both texts are known they decide, with titles to help; else titles do, of pieces of one type. */
function compare(
  one: Row,
  other: Row,
  { likeness, houseStyle }: Known,
): { by: Twin['by']; alike: number } | null {
  const left = likeness.get(one.id);
  const right = likeness.get(other.id);
  const text = left && right ? alikeness(left, right, houseStyle) : null;
  const title = one.type === other.type ? titlesAlike(one.title, other.title, one.type) : null;
  const isOneTitle = title !== null && title >= titlesAlikeFrom;
  if (text === null) return isOneTitle ? { by: 'title', alike: title } : null;
  return text >= (isOneTitle ? alikeUnderOneTitleFrom : alikeFrom) ? { by: 'text', alike: text } : null;
}

async function countSharedReaders(tx: Tx, pairs: readonly Pair[]): Promise<Map<string, number>> {
  if (pairs.length === 0) return new Map();
  const ids = [...new Set(pairs.flatMap(({ one, other }) => [one.id, other.id]))];
  const rows = await tx.rows<{ asset_id: string; people: string[] }>(sql`
    select asset_id, array_agg(distinct contact_id::text) as people from interaction i
    where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.verified and i.contact_id is not null
      and i.type = 'asset_viewed' and i.asset_id = any(${sql.param(ids)}::uuid[])
    group by asset_id`);
  const people = new Map(rows.map((row) => [row.asset_id, new Set(row.people)]));
  return new Map(
    pairs.map(({ one, other }) => {
      const right = people.get(other.id) ?? new Set<string>();
      const both = [...(people.get(one.id) ?? [])].filter((id) => right.has(id)).length;
      return [`${one.id}/${other.id}`, both];
    }),
  );
}
