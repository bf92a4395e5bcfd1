import type { DocumentView } from './document-view.ts';
import { button, make } from './dom.ts';
import { findHits } from './find.ts';
import type { Parts } from './parts.ts';

const atOnce = 4;
const typingMs = 200;

/** Searches a document page by page, from the page being read on, and marks what it finds. */
export class Search {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #said: HTMLElement;
  readonly #parts: Parts;
  #view: DocumentView | null = null;
  #assetId = '';
  #words = '';
  #hits: { page: number; onPage: number }[] = [];
  #at = -1;
  #run = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: { parts: Parts; closed: () => void }) {
    this.#parts = options.parts;
    this.#input = make('input', {
      id: 'words',
      type: 'search',
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: 100,
    });
    this.#said = make('p', { role: 'status', class: 'found' });
    this.element = make(
      'search',
      { class: 'search', hidden: true },
      make('label', { for: 'words' }, 'Search in this document'),
      this.#input,
      button('Previous', { name: 'Previous hit', keys: 'Shift+Enter' }, () => this.#step(-1)),
      button('Next', { name: 'Next hit', keys: 'Enter' }, () => this.#step(1)),
      button('Close', { name: 'Close the search', keys: 'Esc' }, options.closed),
      this.#said,
    );
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => void this.#search(), typingMs);
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target === this.#input) {
        event.preventDefault();
        this.#step(event.shiftKey ? -1 : 1);
      }
      if (event.key === 'Escape') options.closed();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** What is searched from now on; null where there are no words to search. */
  of(view: DocumentView | null, assetId: string): void {
    this.#view = view;
    this.#assetId = assetId;
    this.#run += 1;
    this.#words = '';
    this.#hits = [];
    this.#said.textContent = '';
  }

  open(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
    if (this.#input.value !== '') void this.#search();
  }

  close(): void {
    this.element.hidden = true;
    this.#run += 1;
    this.#words = '';
    this.#hits = [];
    this.drawn();
  }

  /** Pages that were just drawn are marked too. */
  drawn(): void {
    const view = this.#view;
    if (!view) return;
    const at = this.#hits[this.#at];
    for (let page = 1; page <= view.count; page += 1)
      view.box(page)?.mark(this.#words, at?.page === page ? at.onPage : -1);
  }

  async #search(): Promise<void> {
    const view = this.#view;
    const words = this.#input.value.trim();
    if (!view || words === this.#words) return;
    this.#run += 1;
    const run = this.#run;
    this.#words = words;
    this.#hits = [];
    this.#at = -1;
    this.drawn();
    if (words === '') {
      this.#said.textContent = '';
      return;
    }
    const order = Array.from({ length: view.count }, (_, at) => ((view.page - 1 + at) % view.count) + 1);
    let done = 0;
    const next = async (): Promise<void> => {
      for (let page = order.shift(); page !== undefined && run === this.#run; page = order.shift()) {
        const layer = await this.#parts.text(this.#assetId, page);
        if (run !== this.#run) return;
        done += 1;
        const found = findHits(layer?.runs.map(({ text }) => text) ?? [], words);
        this.#take(found.map((_, onPage) => ({ page: page ?? 0, onPage })));
        this.#say(done < view.count ? ` Searched ${done} of ${view.count} pages.` : '');
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
  }

  /** In the order of the document, wherever the search began; the hit that is looked at stays the same. */
  #take(found: { page: number; onPage: number }[]): void {
    if (found.length === 0) return;
    const held = this.#hits[this.#at] ?? null;
    this.#hits = [...this.#hits, ...found].sort((a, b) => a.page - b.page || a.onPage - b.onPage);
    if (held) this.#at = this.#hits.indexOf(held);
    else {
      this.#at = found[0] ? this.#hits.indexOf(found[0]) : -1;
      this.#show();
    }
  }

  #step(by: 1 | -1): void {
    if (this.#input.value.trim() !== this.#words) {
      clearTimeout(this.#typing);
      void this.#search();
      return;
    }
    if (this.#hits.length === 0) return;
    this.#at = (this.#at + by + this.#hits.length) % this.#hits.length;
    this.#show();
    this.#say('');
  }

  #show(): void {
    const hit = this.#hits[this.#at];
    const box = hit && this.#view?.box(hit.page);
    if (!hit || !box) return;
    // Always: which page is read is told a frame later than it is gone to, and a letter may be typed in between.
    this.#view?.go(hit.page);
    this.drawn();
    void box.showText().then(() => {
      this.drawn();
      const mark = box.hit();
      if (mark) this.#view?.reveal(mark);
    });
  }

  #say(more: string): void {
    const found =
      this.#hits.length === 0
        ? more === ''
          ? 'Nothing found.'
          : 'Nothing found yet.'
        : `${this.#at + 1} of ${this.#hits.length}, on page ${this.#hits[this.#at]?.page}.`;
    this.#said.textContent = found + more;
  }
}
