import { make } from './dom.ts';
import { findHits, type Hit, partsOfRun } from './find.ts';
import type { Parts, TextLayer } from './parts.ts';

const measuring = document.createElement('canvas').getContext('2d');
const measuredAtPx = 100;

/** One page: its place, its picture as sharp as wanted, its words over it. */
export class PageBox {
  readonly element: HTMLElement;
  readonly page: number;
  readonly #parts: Parts;
  readonly #assetId: string;
  #picture: HTMLImageElement | null = null;
  #loading: HTMLImageElement | null = null;
  #shownWidth = 0;
  #loadingWidth = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #words: HTMLElement | null = null;
  #layer: TextLayer | null = null;
  #wantsText = false;
  #searched = '';
  #hitAt = -1;

  constructor(options: {
    parts: Parts;
    assetId: string;
    page: number;
    count: number;
    size: [number, number];
    watermark: string | null;
    /** The first page comes with the document itself. */
    element: HTMLElement | null;
  }) {
    const { page, size, element } = options;
    this.#parts = options.parts;
    this.#assetId = options.assetId;
    this.page = page;
    this.element =
      element ?? make('article', { class: 'page', 'aria-label': `Page ${page} of ${options.count}` });
    this.element.style.setProperty('--w', String(size[0]));
    this.element.style.setProperty('--h', String(size[1]));
    if (options.watermark) this.element.append(watermarkOf(options.watermark));
  }

  get shownWidth(): number {
    return this.#shownWidth;
  }
  get isLoading(): boolean {
    return this.#loading !== null;
  }
  get isEmpty(): boolean {
    return !this.#words && !this.#picture && !this.#loading;
  }
  /** After a failure it is not asked for again at once. */
  mayLoad(width: number): boolean {
    return (
      this.#shownWidth < width && this.#loadingWidth < width && performance.now() > this.#failedAtMs + 4_000
    );
  }

  /** Takes the picture that came with the document, or asks for one; `done` when it is there or cannot be had. */
  load(width: number, urgent: boolean, done: (drawn: boolean) => void): void {
    this.#cancel();
    const came = this.#picture === null ? this.element.querySelector<HTMLImageElement>('img.picture') : null;
    const picture =
      came ??
      make('img', { class: 'picture', alt: '', decoding: 'async', fetchpriority: urgent ? 'high' : 'low' });
    this.#loading = picture;
    this.#loadingWidth = width;
    const settle = (drawn: boolean) => {
      if (this.#loading !== picture) return;
      this.#loading = null;
      this.#loadingWidth = 0;
      if (drawn) this.#show(picture, width);
      else {
        this.#failedAtMs = performance.now();
        if (!came) void this.#parts.askWhy(picture.src);
        picture.remove();
      }
      done(drawn);
    };
    if (!came) picture.src = this.#parts.picture(this.#assetId, this.page, width);
    // Decoded first, so that the page is never blank while a sharper picture takes its place.
    picture.decode().then(
      () => settle(true),
      () => settle(false),
    );
  }

  #show(picture: HTMLImageElement, width: number): void {
    if (this.#picture !== picture) {
      this.#picture?.remove();
      if (picture.parentElement !== this.element) this.element.prepend(picture);
    }
    this.#picture = picture;
    this.#shownWidth = width;
  }

  /** Somebody jumped elsewhere: what is under way is not worth its bytes any more. */
  cancel(): void {
    this.#cancel();
  }

  #cancel(): void {
    const picture = this.#loading;
    if (picture === null) return;
    this.#loading = null;
    this.#loadingWidth = 0;
    picture.removeAttribute('src');
    picture.remove();
  }

  /** Far from what is read: gives its memory back. */
  drop(): void {
    this.#cancel();
    this.#picture?.remove();
    this.#picture = null;
    this.#shownWidth = 0;
    this.#words?.remove();
    this.#words = null;
    this.#wantsText = false;
  }

  async showText(): Promise<void> {
    if (this.#wantsText) return;
    this.#wantsText = true;
    const layer = await this.#parts.text(this.#assetId, this.page);
    if (!this.#wantsText) return;
    this.#layer = layer;
    const hasWords = layer?.runs.some(({ text }) => text.trim() !== '') ?? false;
    this.#picture?.setAttribute('alt', hasWords ? '' : `Page ${this.page}, a picture without text`);
    this.#draw();
  }

  /** Marks the words searched for; `at` is the one looked at. */
  mark(words: string, at: number): void {
    if (this.#searched === words && this.#hitAt === at) return;
    this.#searched = words;
    this.#hitAt = at;
    if (this.#layer && this.#words) this.#draw();
  }

  /** Where the hit stands that is looked at. */
  hit(): HTMLElement | null {
    return this.element.querySelector('mark.at');
  }

  #draw(): void {
    const layer = this.#layer;
    if (!layer) return;
    const words = make('div', { class: 'words' });
    const hits = findHits(
      layer.runs.map(({ text }) => text),
      this.#searched,
    );
    let before: { y: number; h: number } | null = null;
    for (const [at, run] of layer.runs.entries()) {
      if (before) words.append(Math.abs(run.y - before.y) > before.h / 2 ? make('br') : ' ');
      const span = make('span', {}, ...this.#markedText(run.text, at, hits));
      span.style.left = `${(run.x / layer.width) * 100}%`;
      span.style.top = `${(run.y / layer.height) * 100}%`;
      span.style.fontSize = `${(run.h / layer.height) * 100}cqh`;
      const natural = widthOf(run.text) * (run.h / measuredAtPx);
      if (natural > 0 && run.w > 0) span.style.transform = `scaleX(${run.w / natural})`;
      words.append(span);
      before = run;
    }
    this.#words?.remove();
    this.#words = words;
    this.element.append(words);
  }

  #markedText(text: string, run: number, hits: readonly Hit[]): (Node | string)[] {
    const parts: (Node | string)[] = [];
    let done = 0;
    for (const { from, to, hit } of partsOfRun(hits, run, text.length)) {
      parts.push(
        text.slice(done, from),
        make('mark', { class: hit === this.#hitAt ? 'at' : null }, text.slice(from, to)),
      );
      done = to;
    }
    return [...parts, text.slice(done)];
  }
}

function widthOf(text: string): number {
  if (!measuring) return 0;
  measuring.font = `${measuredAtPx}px sans-serif`;
  return measuring.measureText(text).width;
}

const timesOnPage = 8;

/** Says who reads, faintly, on all of the page; not in the way of selecting, and silent for screen readers. */
export function watermarkOf(words: string): HTMLElement {
  return make(
    'div',
    { class: 'watermark', 'aria-hidden': 'true' },
    ...Array.from({ length: timesOnPage }, () => make('span', {}, words)),
  );
}
