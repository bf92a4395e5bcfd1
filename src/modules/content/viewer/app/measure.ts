/** Visible and active milliseconds, counted up since the page was opened: by position of the piece, by page. */
export type Totals = Record<string, Record<string, number>>;

export type Place = { piece: number; page: number };

/**
 * How long each page was read: while the tab is visible, its reader moved within the last half minute, and the page fills
 * most of the window. Pure: each call says when it happens, by a clock that never runs backwards. One page at a time, so
 * that the sum is never more than the time that went by.
 */
export class Measure {
  readonly #idleAfterMs: number;
  readonly #totals = new Map<number, Map<number, number>>();
  #place: Place | null = null;
  #visible = false;
  #activeUntil = Number.NEGATIVE_INFINITY;
  #countedAt: number;
  #visibleMs = 0;

  constructor(options: { at: number; idleAfterMs: number; visible: boolean }) {
    this.#idleAfterMs = options.idleAfterMs;
    this.#countedAt = options.at;
    this.#visible = options.visible;
    // To open it is a sign of life.
    if (options.visible) this.#activeUntil = options.at + options.idleAfterMs;
  }

  /** The page that is read from now on; null while there is none. */
  show(place: Place | null, at: number): void {
    this.#count(at);
    this.#place = place;
  }

  setVisible(visible: boolean, at: number): void {
    this.#count(at);
    if (visible && !this.#visible) this.#activeUntil = this.#countedAt + this.#idleAfterMs;
    this.#visible = visible;
  }

  /** A hand or an eye moved: a key, a pointer, a touch, a wheel; a film that plays. */
  active(at: number): void {
    this.#count(at);
    this.#activeUntil = this.#countedAt + this.#idleAfterMs;
  }

  place(): Place | null {
    return this.#place;
  }

  /** In whole milliseconds. */
  totals(at: number): Totals {
    this.#count(at);
    const said: Totals = {};
    for (const [piece, pages] of this.#totals) {
      const ofPiece: Record<string, number> = {};
      for (const [page, ms] of pages) if (ms >= 1) ofPiece[page] = Math.floor(ms);
      if (Object.keys(ofPiece).length > 0) said[piece] = ofPiece;
    }
    return said;
  }

  visibleMs(at: number): number {
    this.#count(at);
    return Math.floor(this.#visibleMs);
  }

  #count(at: number): void {
    const from = this.#countedAt;
    if (at <= from) return;
    this.#countedAt = at;
    if (!this.#visible) return;
    this.#visibleMs += at - from;
    const ms = Math.min(at, this.#activeUntil) - from;
    if (ms <= 0 || this.#place === null) return;
    const { piece, page } = this.#place;
    const pages = this.#totals.get(piece) ?? new Map<number, number>();
    this.#totals.set(piece, pages);
    pages.set(page, (pages.get(page) ?? 0) + ms);
  }
}
