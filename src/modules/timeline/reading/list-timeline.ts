import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { TimelineEntry, TimelineFilters } from '../contract.ts';
import { presentMarks } from '../marks/present-marks.ts';
import { type MarkRow, readMarks } from '../marks/read-marks.ts';
import { isSparse, readAlsoWith, showsMarks } from './filters.ts';
import { presentEntries } from './present-entries.ts';
import { type LogRow, type Place, readRows } from './read-rows.ts';
import { readSparseRows } from './read-sparse-rows.ts';
import { familyOf, resolveScope, type ScopeQuery } from './scope.ts';
import { reachOf } from './sources.ts';

export type TimelineQuery = ScopeQuery &
  Partial<TimelineFilters> & {
    tx: Tx;
    /** The signed-in person; null for scripts and tokens. */
    userId: string | null;
    cursor?: string | undefined;
    limit: number;
  };

export type TimelinePage = { items: TimelineEntry[]; nextCursor: string | null; position: number };

/** What happened, both kinds and marks on one line, latest first; entries of one time in the order of their ids. */
export async function listTimeline(query: TimelineQuery): Promise<TimelinePage> {
  const { tx, limit, personId } = query;
  const before = query.cursor === undefined ? null : placeOf(query.cursor);
  // First: what arrives while the list is read then comes twice, rather than never.
  const position = await logHead(tx);
  const scope = await resolveScope(tx, query);
  const personIds = personId === undefined ? null : await familyOf(tx, 'contact', personId);
  const count = limit + 1;
  const { from, to } = query;
  const marks = showsMarks(query) ? await readMarks({ tx, scope, personIds, before, from, to, count }) : [];
  const filters = { ...query, alsoWithTeammate: await readAlsoWith(tx, query.teammateId) };
  const asked = { tx, reach: reachOf(scope, personIds), filters, before, count };
  const isLong = scope.type === 'workspace' && personIds === null && isSparse(query);
  const { rows, goesOnAt } = isLong
    ? await readSparseRows(asked)
    : { rows: await readRows(asked), goesOnAt: null };
  const merged = mergeByTime(rows, marks);
  const page = merged.slice(0, limit);
  const last = merged.length > limit ? page.at(-1)?.row : undefined;
  const end = last ? { at: last.at_text, id: last.id } : goesOnAt;
  return {
    items: await present(query, page),
    nextCursor: end === null ? null : encodeCursor([end.at, end.id]),
    position,
  };
}

/** How far the log has come: nothing that is committed later gets a smaller position. */
export async function logHead(tx: Tx): Promise<number> {
  const head = await tx.first<{ position: number }>(sql`select log_head() as position`);
  return head?.position ?? 0;
}

const timePattern = /^[\d: .+-]{10,40}(?: BC)?$/;

function placeOf(cursor: string): Place {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at === 'string' && timePattern.test(at) && typeof id === 'string' && isId(id)) return { at, id };
  throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.', {
    fields: [{ path: 'cursor', message: 'not a cursor of this list' }],
  });
}

type Placed = { what: 'row'; row: LogRow } | { what: 'mark'; row: MarkRow };

/** Two lists, each latest first, as one; the order of the database: by time, then by id. */
function mergeByTime(rows: readonly LogRow[], marks: readonly MarkRow[]): Placed[] {
  const merged: Placed[] = [
    ...rows.map((row) => ({ what: 'row' as const, row })),
    ...marks.map((row) => ({ what: 'mark' as const, row })),
  ];
  return merged.sort((a, b) => b.row.at_us - a.row.at_us || (a.row.id < b.row.id ? 1 : -1));
}

async function present(query: TimelineQuery, page: readonly Placed[]): Promise<TimelineEntry[]> {
  const { tx, userId } = query;
  const rows = page.flatMap((one) => (one.what === 'row' ? [one.row] : []));
  const marks = page.flatMap((one) => (one.what === 'mark' ? [one.row] : []));
  const entries: TimelineEntry[] = [
    ...(await presentEntries({ tx, rows, userId })),
    ...(await presentMarks(tx, marks)),
  ];
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return page.flatMap(({ row }) => byId.get(row.id) ?? []);
}
