import type { ReaderModel, ReaderPiece } from '../reader-model.ts';
import { everyFrame, make } from './dom.ts';
import { PageBox } from './page-box.ts';
import type { Parts } from './parts.ts';
import { type Boxes, pageRead, pagesSeen, pictureWidth, wanted } from './plan.ts';
import { nextZoom, pxPerPoint, type Zoom, zoomWithin } from './zoom.ts';

const atOnce = 3;
const keptAround = 8;
const settledMs = 200;
const abovePx = 10;

export type DocumentEvents = {
  read(page: number): void;
  zoomed(percent: number): void;
  drawn(): void;
};

type Options = {
  parts: Parts;
  model: ReaderModel;
  piece: ReaderPiece;
  stage: HTMLElement;
  sheet: HTMLElement;
  events: DocumentEvents;
};

/** A document or picture as a column of pages, each in its place from the start. */
export class DocumentView {
  readonly #options: Options;
  readonly #column: HTMLElement;
  readonly #pages: PageBox[];
  readonly #ends = new AbortController();
  #boxes: Boxes = { tops: [], heights: [] };
  #read = 0;
  #zoom: Zoom = 'auto';
  #settledAtMs = 0;
  #look: ReturnType<typeof setTimeout> | undefined;
  readonly #sizes: ResizeObserver;
  readonly #update: () => void;

  constructor(options: Options) {
    this.#options = options;
    const { piece, stage, sheet, parts, model } = options;
    const first = sheet.querySelector<HTMLElement>('#p1');
    this.#column = first?.parentElement ?? make('div', { class: 'pages' });
    const count = piece.pages.length;
    this.#pages = piece.pages.map(
      (size, at) =>
        new PageBox({
          parts,
          assetId: piece.assetId,
          page: at + 1,
          count,
          size,
          watermark: model.watermark,
          element: at === 0 ? first : null,
        }),
    );
    sheet.style.setProperty('--widest', String(Math.max(...piece.pages.map(([width]) => width))));
    this.#column.append(...this.#pages.slice(first ? 1 : 0).map(({ element }) => element));
    if (!first) sheet.replaceChildren(this.#column);
    this.#update = everyFrame(() => this.#lookAround());
    const { signal } = this.#ends;
    stage.addEventListener('scroll', () => this.#moved(), { passive: true, signal });
    this.#sizes = new ResizeObserver(() => this.#measure());
    this.#sizes.observe(this.#column);
    this.#sizes.observe(stage);
    this.#measure();
  }

  close(): void {
    this.#ends.abort();
    this.#sizes.disconnect();
    clearTimeout(this.#look);
    for (const page of this.#pages) page.drop();
    this.#column.remove();
  }

  get count(): number {
    return this.#pages.length;
  }
  get page(): number {
    return this.#read;
  }
  box(page: number): PageBox | undefined {
    return this.#pages[page - 1];
  }

  go(page: number): void {
    const at = Math.min(Math.max(1, page), this.count) - 1;
    const { stage } = this.#options;
    stage.scrollTop = at === 0 ? 0 : this.#above() + (this.#boxes.tops[at] ?? 0) - abovePx;
    this.#update();
  }

  /** Brings an element of a page into the middle, where it is not seen already. */
  reveal(element: HTMLElement): void {
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
  }

  zoomBy(step: 1 | -1): void {
    this.zoomTo(nextZoom(this.percent(), step));
  }

  /** What is in the middle of the window, or under the fingers, stays there. */
  zoomTo(zoom: Zoom, middle?: { x: number; y: number }): void {
    const { stage, piece } = this.#options;
    const held = middle ?? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
    const at = Math.max(1, this.#read) - 1;
    const element = this.#pages[at]?.element;
    if (!element) return;
    const before = element.getBoundingClientRect();
    const frame = stage.getBoundingClientRect();
    const part = {
      x: (held.x + frame.left - before.left) / before.width,
      y: (held.y + frame.top - before.top) / before.height,
    };
    this.#zoom = zoom;
    const percent = zoom === 'page' ? this.#wholePage() : zoom === 'auto' ? null : zoomWithin(zoom);
    this.#column.toggleAttribute('data-zoomed', percent !== null);
    if (percent !== null) this.#column.style.setProperty('--s', String((percent / 100) * pxPerPoint));
    const after = element.getBoundingClientRect();
    stage.scrollLeft += after.left + part.x * after.width - frame.left - held.x;
    stage.scrollTop += after.top + part.y * after.height - frame.top - held.y;
    this.#measure();
    if (piece.pages.length > 0) this.#options.events.zoomed(Math.round(this.percent()));
  }

  /** How large a page is shown, of its size on paper. */
  percent(): number {
    const at = Math.max(1, this.#read) - 1;
    const width = this.#options.piece.pages[at]?.[0] ?? 0;
    const shown = this.#pages[at]?.element.clientWidth ?? 0;
    return width > 0 ? (shown / width / pxPerPoint) * 100 : 100;
  }

  #wholePage(): number {
    const { stage, piece } = this.#options;
    const [width, height] = piece.pages[Math.max(1, this.#read) - 1] ?? [1, 1];
    const room = Math.min(
      (stage.clientWidth - 2 * abovePx) / width,
      (stage.clientHeight - 2 * abovePx) / height,
    );
    return Math.max(5, Math.min(400, (room / pxPerPoint) * 100));
  }

  #above(): number {
    return this.#column.offsetTop;
  }

  #measure(): void {
    const elements = this.#pages.map(({ element }) => element);
    const from = this.#above();
    this.#boxes = {
      tops: elements.map((element) => element.offsetTop - from),
      heights: elements.map((element) => element.offsetHeight),
    };
    this.#moved();
  }

  #moved(): void {
    this.#settledAtMs = performance.now() + settledMs;
    clearTimeout(this.#look);
    this.#look = setTimeout(this.#update, settledMs + 10);
    this.#update();
  }

  #lookAround(): void {
    if (this.#ends.signal.aborted) return;
    const { stage, events } = this.#options;
    const window = { top: stage.scrollTop - this.#above(), height: stage.clientHeight };
    const read = pageRead(this.#boxes, window);
    if (read !== this.#read) {
      this.#read = read;
      events.read(read);
      events.zoomed(Math.round(this.percent()));
    }
    this.#load(pagesSeen(this.#boxes, window));
  }

  #load(seen: number[]): void {
    const order = wanted({ read: this.#read, seen, count: this.count });
    for (const box of this.#pages) {
      if (box.isLoading && !order.includes(box.page)) box.cancel();
      if (!box.isEmpty && Math.abs(box.page - this.#read) > keptAround) box.drop();
    }
    const isSettled = performance.now() >= this.#settledAtMs;
    let loading = this.#pages.filter(({ isLoading }) => isLoading).length;
    for (const page of order) {
      const box = this.box(page);
      const isSeen = seen.includes(page);
      // What nobody sees yet waits until what is seen is there.
      if (!box || (!isSeen && this.#waiting(seen))) continue;
      const width = isSeen && isSettled && box.shownWidth > 0 ? this.#sharpness(box) : 1_100;
      if (loading < atOnce && box.mayLoad(width)) {
        loading += 1;
        box.load(width, page === this.#read, (drawn) => {
          if (drawn) this.#options.events.drawn();
          this.#update();
        });
      }
      if (box.shownWidth > 0 && (isSettled || isSeen)) void box.showText();
    }
  }

  #waiting(seen: number[]): boolean {
    return seen.some((page) => this.box(page)?.shownWidth === 0 && this.box(page)?.isLoading);
  }

  #sharpness(box: PageBox): 1_100 | 2_200 {
    return pictureWidth({
      shownPx: box.element.clientWidth,
      density: devicePixelRatio,
      slow: isSlow(),
      zoomed: typeof this.#zoom === 'number',
    });
  }
}

type Connection = { saveData?: boolean; effectiveType?: string };

function isSlow(): boolean {
  const known: Navigator & { connection?: Connection } = navigator;
  const { saveData = false, effectiveType = '4g' } = known.connection ?? {};
  return saveData || effectiveType !== '4g';
}
