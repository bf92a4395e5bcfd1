import { sessionGapMs } from '../../tracking/sessions/contract.ts';
import type { Interaction, Item, Mark } from './api-types.ts';

type Several = readonly [Interaction, ...Interaction[]];

/** A line of the list: the head of a day, or what happened. */
export type Row =
  | { row: 'day'; key: string; day: string; at: string }
  | { row: 'entry'; key: string; entry: Interaction }
  | { row: 'session'; key: string; entries: Several }
  | { row: 'thread'; key: string; entries: Several }
  | { row: 'mark'; key: string; mark: Mark };

/** Whose visits a conversation or a change of stage ends. */
function peopleOf(item: Item): string[] {
  if (item.what === 'mark') return item.contact ? [item.contact.id] : [];
  return item.participants.map((one) => one.id);
}

export const timeOf = (item: Item): string => (item.what === 'mark' ? item.at : item.occurredAt);

/** The reader's day. */
export function dayOf(at: string): string {
  const local = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

/** What stands before the first page: the day already begun, and entries that an earlier page's visit took. */
export type Seam = { day: string | null; isTaken: (entryId: string) => boolean };

export type Folded = {
  /** The rows of each page: those that begin in it. */
  pages: Row[][];
  /** The day already begun before each page, to fold it again without the earlier ones. */
  days: (string | null)[];
  /** Entries whose row begins in an earlier page than their own, with that page. */
  taken: Map<string, number>;
};

type Group = {
  what: 'session' | 'thread';
  page: number;
  entries: [Interaction, ...Interaction[]];
  oldestMs: number;
};

/**
 * Folds entries, latest first, into days and visits. A visit is what one person read with half an hour between at
 * most; a conversation or a change of stage of the same person ends it, another person's does not. Mails of one
 * thread stand together within a day. Every entry is in one row, and rows stand by their latest entry.
 */
export function foldPages(
  pages: readonly (readonly Item[])[],
  before: Seam = { day: null, isTaken: () => false },
): Folded {
  const slots: (Row | Group)[][] = [];
  const days: (string | null)[] = [];
  const taken = new Map<string, number>();
  const open = new OpenGroups();
  let day = before.day;
  for (const [page, items] of pages.entries()) {
    const slot: (Row | Group)[] = [];
    days.push(day);
    for (const item of items) {
      if (before.isTaken(item.id)) continue;
      const at = timeOf(item);
      const own = dayOf(at);
      if (own !== day) {
        day = own;
        open.shut();
        slot.push({ row: 'day', key: `day ${own}`, day: own, at });
      }
      if (item.what === 'mark') {
        open.end(peopleOf(item));
        slot.push({ row: 'mark', key: item.id, mark: item });
        continue;
      }
      const group = open.take(item, page);
      if (!group) slot.push({ row: 'entry', key: item.id, entry: item });
      else if (group.entries.length === 1) slot.push(group);
      else if (group.page !== page) taken.set(item.id, group.page);
    }
    slots.push(slot);
  }
  return { pages: slots.map((slot) => slot.map(rowOf)), days, taken };
}

/** Visits and threads that a further entry may still join. */
class OpenGroups {
  readonly #visits = new Map<string, Group>();
  readonly #threads = new Map<string, Group>();

  shut(): void {
    this.#visits.clear();
    this.#threads.clear();
  }

  end(people: readonly string[]): void {
    for (const id of people) {
      this.#visits.delete(id);
      this.#visits.delete(flagged(id));
    }
  }

  /** The visit or thread an entry belongs to, with the entry in it; null where it stands by itself. */
  take(entry: Interaction, page: number): Group | null {
    if (entry.kind === 'person') {
      this.end(peopleOf(entry));
      const threadId = entry.conversation?.threadId ?? null;
      if (threadId === null) return null;
      return grown(this.#threads, threadId, groupOf('thread', entry, page), Number.POSITIVE_INFINITY);
    }
    const { visitor } = entry;
    // What we send is no visit of theirs.
    if (visitor === null || entry.direction === 'outbound') return null;
    const key = entry.verified ? visitor : flagged(visitor);
    return grown(this.#visits, key, groupOf('session', entry, page), sessionGapMs);
  }
}

const flagged = (visitor: string) => `${visitor} flagged`;

const groupOf = (what: 'session' | 'thread', entry: Interaction, page: number): Group => ({
  what,
  page,
  entries: [entry],
  oldestMs: Date.parse(entry.occurredAt),
});

function grown(groups: Map<string, Group>, key: string, one: Group, gapMs: number): Group {
  const open = groups.get(key);
  if (open && open.oldestMs - one.oldestMs <= gapMs) {
    open.entries.push(one.entries[0]);
    open.oldestMs = one.oldestMs;
    return open;
  }
  groups.set(key, one);
  return one;
}

function rowOf(slot: Row | Group): Row {
  if ('row' in slot) return slot;
  const [first] = slot.entries;
  if (slot.entries.length === 1) return { row: 'entry', key: first.id, entry: first };
  return { row: slot.what, key: first.id, entries: slot.entries };
}
