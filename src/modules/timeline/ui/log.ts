import type { Interaction, Item, Page } from './api-types.ts';
import { foldPages, type Row, timeOf } from './fold.ts';

/** A row whose content was let go of; it comes back when it is shown. */
export type Ghost = { row: 'ghost'; key: string };
export type Line = Row | Ghost;

export type LogState = {
  lines: readonly Line[];
  /** Another number says that lines came, went or moved. */
  arrangement: number;
  /** The latest entries, for the picture; they are never let go of. */
  latest: readonly Item[];
  /** There is more than `latest` holds. */
  isPart: boolean;
  /** False until the first page is there. */
  ready: boolean;
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  /** How far the log had come when the first page was read. */
  position: number;
};

type Key = { atMs: number; id: string };

type LogPage = {
  cursor: string | undefined;
  /** Null: let go of. */
  items: Item[] | null;
  lines: readonly Line[];
  /** The day already begun before this page. */
  day: string | null;
  /** Where the page before ends, as the cursor says it: what is older belongs here. Null on the first page. */
  after: Key | null;
  loading: boolean;
};

type Load = (cursor: string | undefined) => Promise<Page>;

/** Pages around what is shown that stay in memory. */
const keptPages = 5;
/** Pages that feed the picture. */
const latestPages = 2;
const maxJoinedPages = 5;

const keyOf = (item: Item): Key => ({ atMs: Date.parse(timeOf(item)), id: item.id });
const lastKeyOf = (items: readonly Item[]): Key | null => {
  const last = items.at(-1);
  return last ? keyOf(last) : null;
};
/** Later first, as the server lists them. */
const compare = (a: Key, b: Key): number => b.atMs - a.atMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/**
 * A long list read page by page, of which only what is near the reader stays in memory. What is let go of keeps its
 * place, so that nothing moves; it is asked for again when the reader comes back.
 */
export class TimelineLog {
  readonly #load: Load;
  readonly #listeners = new Set<() => void>();
  #pages: LogPage[] = [];
  #nextCursor: string | null = null;
  /** Where the last page ends, as `#nextCursor` says it. */
  #end: Key | null = null;
  #arrangement = 0;
  /** Entries whose visit begins on an earlier page. */
  readonly #taken = new Map<string, LogPage>();
  #shown = { from: 0, to: 0 };
  #generation = 0;
  #growing = false;
  #latest: readonly (Item[] | null)[] = [];
  #state: LogState = {
    lines: [],
    arrangement: 0,
    latest: [],
    isPart: false,
    ready: false,
    hasMore: false,
    loading: false,
    error: null,
    position: 0,
  };

  constructor(load: Load) {
    this.#load = load;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): LogState => this.#state;

  /** How many entries are in memory. */
  get held(): number {
    return this.#pages.reduce((sum, page) => sum + (page.items?.length ?? 0), 0);
  }

  /** Reads the first page, or everything anew where it was read before. */
  async start(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#growing = true;
    this.#publish({ loading: true, error: null });
    try {
      const page = await this.#load(undefined);
      if (generation !== this.#generation) return;
      this.#pages = [];
      this.#taken.clear();
      this.#shown = { from: 0, to: 0 };
      this.#arrangement += 1;
      this.#append(undefined, page.items, page.nextCursor);
      this.#growing = false;
      this.#publish({ loading: false, ready: true, position: page.position });
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#growing = false;
      this.#publish({ loading: false, error });
    }
  }

  /** Reads the next page, where there is one. */
  async more(): Promise<void> {
    if (this.#growing || this.#nextCursor === null) return;
    const cursor = this.#nextCursor;
    const generation = this.#generation;
    this.#growing = true;
    this.#publish({ loading: true, error: null });
    try {
      const page = await this.#load(cursor);
      if (generation !== this.#generation) return;
      this.#append(cursor, page.items, page.nextCursor);
      this.#growing = false;
      this.#letGo();
      this.#publish({ loading: false });
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#growing = false;
      this.#publish({ loading: false, error });
    }
  }

  /** Says which lines the reader sees: brings back what is missing there and lets go of what is far away. */
  show(fromLine: number, toLine: number): void {
    const from = this.#pageAt(fromLine);
    const to = this.#pageAt(toLine);
    if (from === this.#shown.from && to === this.#shown.to) return;
    this.#shown = { from, to };
    for (let index = Math.max(0, from - 1); index <= Math.min(this.#pages.length - 1, to + 1); index++) {
      if (this.#pages[index]?.items === null) void this.#reload(index);
    }
    if (this.#letGo()) this.#publish({});
  }

  /** Puts in what happened since, each at its place; what it corrects goes. */
  insert(items: readonly Item[]): void {
    for (const item of items) {
      this.#remove(item.id);
      if (item.what === 'interaction' && item.replacesId) this.#remove(item.replacesId);
      this.#place(item);
    }
    this.#fold();
    this.#publish({ ready: true });
  }

  /** Reads again what is in memory near the reader, in place; everything else when it is shown again. */
  async refresh(): Promise<void> {
    if (!this.#state.ready) return this.start();
    const { from, to } = this.#shown;
    for (const [index, page] of this.#pages.entries()) {
      if (index >= latestPages && (index < from - 1 || index > to + 1)) this.#drop(page);
    }
    const near = this.#pages.flatMap((page, index) => (page.items === null ? [] : [index]));
    await Promise.all(near.map((index) => this.#reload(index)));
  }

  /** After something went wrong: asks for what is missing again. */
  async retry(): Promise<void> {
    if (!this.#state.ready) return this.start();
    this.#publish({ error: null });
    const { from, to } = this.#shown;
    const missing = this.#pages.flatMap((page, index) =>
      page.items === null && index >= from - 1 && index <= to + 1 ? [index] : [],
    );
    if (missing.length === 0) return this.more();
    await Promise.all(missing.map((index) => this.#reload(index)));
  }

  /** Whether an entry is in memory. */
  has(id: string): boolean {
    return this.#pages.some((page) => page.items?.some((item) => item.id === id));
  }

  /** An entry in memory. */
  entry(id: string): Interaction | null {
    for (const page of this.#pages) {
      const found = page.items?.find((item) => item.id === id);
      if (found?.what === 'interaction') return found;
    }
    return null;
  }

  /** The line that holds an entry; -1 where it is not in memory. */
  lineOf(id: string): number {
    return this.#state.lines.findIndex((line) => {
      if (line.row === 'session' || line.row === 'thread') return line.entries.some((one) => one.id === id);
      return line.key === id;
    });
  }

  #append(cursor: string | undefined, items: Item[], nextCursor: string | null): void {
    this.#nextCursor = nextCursor;
    const after = this.#pages.length === 0 ? null : this.#end;
    this.#end = lastKeyOf(items) ?? this.#end;
    if (items.length > 0) this.#pages.push({ cursor, items, lines: [], day: null, after, loading: false });
    this.#fold();
  }

  async #reload(index: number): Promise<void> {
    const page = this.#pages[index];
    if (!page || page.loading) return;
    const generation = this.#generation;
    page.loading = true;
    try {
      const read = await this.#readUpTo(page.cursor, index);
      if (generation !== this.#generation) return;
      if (!read) {
        await this.start();
        return;
      }
      const { items, nextCursor, position } = read;
      page.items = items;
      if (index === this.#pages.length - 1) {
        this.#nextCursor = nextCursor;
        this.#end = lastKeyOf(items) ?? this.#end;
      }
      this.#fold();
      this.#publish(index === 0 ? { position, error: null } : { error: null });
    } catch (error) {
      if (generation === this.#generation) this.#publish({ error });
    } finally {
      page.loading = false;
    }
  }

  /**
   * More may stand where a page was than fits into one: reads on until where the next one begins. Null where that
   * would be too much.
   */
  async #readUpTo(cursor: string | undefined, index: number): Promise<Page | null> {
    const { items, nextCursor, position } = await this.#load(cursor);
    const following = this.#pages[index + 1];
    const end = following?.after;
    if (!following || !end) return { items, nextCursor, position };
    const all = [...items];
    let next = nextCursor;
    for (let joined = 1; next !== null && next !== following.cursor; joined++) {
      const last = lastKeyOf(all);
      if (!last || compare(last, end) >= 0) break;
      if (joined === maxJoinedPages) return null;
      const page = await this.#load(next);
      all.push(...page.items);
      next = page.nextCursor;
    }
    return { items: all.filter((item) => compare(keyOf(item), end) <= 0), nextCursor: next, position };
  }

  #remove(id: string): void {
    for (const page of this.#pages) {
      const at = page.items?.findIndex((item) => item.id === id) ?? -1;
      if (at >= 0) page.items = page.items?.toSpliced(at, 1) ?? null;
    }
  }

  #place(item: Item): void {
    const key = keyOf(item);
    // It is too old for what has been read so far.
    if (this.#nextCursor !== null && this.#end && compare(key, this.#end) > 0) return;
    const page = this.#pages.findLast(({ after }) => after === null || compare(key, after) > 0);
    if (!page) {
      this.#append(undefined, [item], null);
      return;
    }
    // A page that was let go of will hold it when it is read again.
    if (page.items === null) return;
    const at = page.items.findIndex((other) => compare(key, keyOf(other)) < 0);
    page.items = page.items.toSpliced(at < 0 ? page.items.length : at, 0, item);
  }

  #pageAt(line: number): number {
    let before = 0;
    for (const [index, page] of this.#pages.entries()) {
      before += page.lines.length;
      if (line < before) return index;
    }
    return Math.max(0, this.#pages.length - 1);
  }

  #letGo(): boolean {
    const { from, to } = this.#shown;
    let dropped = false;
    for (const [index, page] of this.#pages.entries()) {
      const isNear = index >= from - keptPages && index <= to + keptPages;
      const isNewest = index >= this.#pages.length - 1;
      if (isNear || isNewest || index < latestPages || page.items === null) continue;
      this.#drop(page);
      dropped = true;
    }
    return dropped;
  }

  #drop(page: LogPage): void {
    page.items = null;
    page.lines = page.lines.map(({ key }) => ({ row: 'ghost', key }));
  }

  /** Folds every run of pages in memory; what is between them stays as it was. */
  #fold(): void {
    let start = 0;
    while (start < this.#pages.length) {
      const run = runFrom(this.#pages, start);
      if (run.length > 0) this.#foldRun(run, start);
      start += Math.max(1, run.length);
    }
  }

  #foldRun(run: readonly (LogPage & { items: Item[] })[], start: number): void {
    const before = new Map(this.#pages.map((page, index) => [page, index]));
    const isTaken = (id: string) => {
      const owner = this.#taken.get(id);
      return owner !== undefined && (before.get(owner) ?? start) < start;
    };
    const folded = foldPages(
      run.map((page) => page.items),
      { day: start === 0 ? null : (run[0]?.day ?? null), isTaken },
    );
    for (const [index, page] of run.entries()) {
      const lines = folded.pages[index] ?? [];
      if (!isSameArrangement(page.lines, lines)) this.#arrangement += 1;
      page.lines = lines;
      page.day = folded.days[index] ?? null;
      for (const item of page.items) {
        const owner = folded.taken.get(item.id);
        const from = owner === undefined ? undefined : run[owner];
        if (from) this.#taken.set(item.id, from);
        else if (!isTaken(item.id)) this.#taken.delete(item.id);
      }
    }
  }

  #publish(changes: Partial<LogState>): void {
    const latest = this.#pages.slice(0, latestPages).map((page) => page.items);
    const isSame =
      latest.length === this.#latest.length && latest.every((items, index) => items === this.#latest[index]);
    this.#latest = latest;
    this.#state = {
      ...this.#state,
      ...changes,
      lines: this.#pages.flatMap((page) => page.lines),
      arrangement: this.#arrangement,
      latest: isSame ? this.#state.latest : latest.flatMap((items) => items ?? []),
      isPart: this.#nextCursor !== null || this.#pages.length > latestPages,
      hasMore: this.#nextCursor !== null,
    };
    for (const listener of this.#listeners) listener();
  }
}

const isSameArrangement = (before: readonly Line[], after: readonly Line[]): boolean =>
  before.length === after.length && before.every((line, index) => line.key === after[index]?.key);

function runFrom(pages: readonly LogPage[], start: number): (LogPage & { items: Item[] })[] {
  const run: (LogPage & { items: Item[] })[] = [];
  for (let index = start; index < pages.length; index++) {
    const page = pages[index];
    if (!page || !isHeld(page)) break;
    run.push(page);
  }
  return run;
}

const isHeld = (page: LogPage): page is LogPage & { items: Item[] } => page.items !== null;
