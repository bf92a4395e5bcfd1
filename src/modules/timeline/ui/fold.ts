/** What the fold must know of an entry of the log. */
export type Foldable = {
  id: string;
  kind: 'content' | 'person';
  occurredAt: string;
  direction: 'inbound' | 'outbound' | null;
  /** Whose it is: everyone of theirs who took part, or the unknown visitor. */
  actors: readonly string[];
  /** Mails that answer one another carry the same. */
  threadId: string | null;
  verified: boolean;
};
/** A change of stage among the entries. */
export type Markable = { id: string; at: string; actors: readonly string[] };

export type Item<Entry extends Foldable, Mark extends Markable> =
  | { what: 'entry'; at: string; entry: Entry }
  | { what: 'mark'; at: string; mark: Mark };

export type Row<Entry extends Foldable, Mark extends Markable> =
  | { row: 'day'; key: string; day: string; at: string }
  | { row: 'entry'; key: string; entry: Entry }
  | { row: 'session'; key: string; entries: readonly [Entry, ...Entry[]] }
  | { row: 'thread'; key: string; entries: readonly [Entry, ...Entry[]] }
  | { row: 'mark'; key: string; mark: Mark };

/** Pages read further apart than this belong to two visits. */
export const sessionGapMs = 30 * 60_000;

/** The reader's day. */
export function dayOf(at: string): string {
  const local = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

/** What stands before the first page: the day already begun, and entries that an earlier page's visit took. */
export type Seam = { day: string | null; taken: ReadonlySet<string> };

export type Folded<Entry extends Foldable, Mark extends Markable> = {
  /** The rows of each page: those that begin in it. */
  pages: Row<Entry, Mark>[][];
  /** What stands before each page, to fold it again without the earlier ones. */
  seams: Seam[];
};

type Group<Entry> = { what: 'session' | 'thread'; entries: [Entry, ...Entry[]]; oldestMs: number };

/**
 * Folds entries, latest first, into days and visits. A visit is what one person read with less than half an hour
 * between; a conversation or a change of stage of the same person ends it, another person's does not. Mails of one
 * thread stand together within a day. Every entry is in one row, and rows stand by their latest entry.
 */
export function foldPages<Entry extends Foldable, Mark extends Markable>(
  pages: readonly (readonly Item<Entry, Mark>[])[],
  before: Seam = { day: null, taken: new Set() },
): Folded<Entry, Mark> {
  const slots: (Row<Entry, Mark> | Group<Entry>)[][] = [];
  const seams: Seam[] = [];
  const visits = new Map<string, Group<Entry>>();
  const threads = new Map<string, Group<Entry>>();
  let day = before.day;
  for (const [index, page] of pages.entries()) {
    const taken = new Set(index === 0 ? before.taken : []);
    const slot: (Row<Entry, Mark> | Group<Entry>)[] = [];
    const dayBefore = day;
    const begin = new Set<Group<Entry>>();
    for (const item of page) {
      if (item.what === 'entry' && index === 0 && before.taken.has(item.entry.id)) continue;
      const own = dayOf(item.at);
      if (own !== day) {
        day = own;
        visits.clear();
        threads.clear();
        slot.push({ row: 'day', key: `day ${own}`, day: own, at: item.at });
      }
      if (item.what === 'mark') {
        for (const actor of item.mark.actors) visits.delete(actor);
        slot.push({ row: 'mark', key: item.mark.id, mark: item.mark });
        continue;
      }
      const group = joined(item.entry, visits, threads);
      if (!group) slot.push({ row: 'entry', key: item.entry.id, entry: item.entry });
      else if (group.entries.length === 1) {
        begin.add(group);
        slot.push(group);
      } else if (!begin.has(group)) taken.add(item.entry.id);
    }
    slots.push(slot);
    seams.push({ day: dayBefore, taken });
  }
  return { pages: slots.map((slot) => slot.map(rowOf)), seams };
}

/** The visit or thread an entry belongs to, with the entry in it; null where it stands by itself. */
function joined<Entry extends Foldable>(
  entry: Entry,
  visits: Map<string, Group<Entry>>,
  threads: Map<string, Group<Entry>>,
): Group<Entry> | null {
  const atMs = Date.parse(entry.occurredAt);
  if (entry.kind === 'person') {
    for (const actor of entry.actors) visits.delete(actor);
    if (entry.threadId === null) return null;
    return grown(threads, entry.threadId, { what: 'thread', entries: [entry], oldestMs: atMs }, Infinity);
  }
  const [actor] = entry.actors;
  // What we send is no visit of theirs.
  if (actor === undefined || entry.direction === 'outbound') return null;
  const key = entry.verified ? actor : `${actor} flagged`;
  return grown(visits, key, { what: 'session', entries: [entry], oldestMs: atMs }, sessionGapMs);
}

function grown<Entry>(
  groups: Map<string, Group<Entry>>,
  key: string,
  one: Group<Entry>,
  gapMs: number,
): Group<Entry> {
  const open = groups.get(key);
  if (open && open.oldestMs - one.oldestMs < gapMs) {
    open.entries.push(one.entries[0]);
    open.oldestMs = one.oldestMs;
    return open;
  }
  groups.set(key, one);
  return one;
}

function rowOf<Entry extends Foldable, Mark extends Markable>(
  slot: Row<Entry, Mark> | Group<Entry>,
): Row<Entry, Mark> {
  if ('row' in slot) return slot;
  const [first] = slot.entries;
  if (slot.entries.length === 1) return { row: 'entry', key: first.id, entry: first };
  return { row: slot.what, key: first.id, entries: slot.entries };
}
