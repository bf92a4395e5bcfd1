import type { ReaderPiece } from '../reader-model.ts';
import type { DocumentView } from './document-view.ts';
import { button, make } from './dom.ts';
import type { Parts } from './parts.ts';

type Acts = {
  view(): DocumentView | null;
  said(page: number): void;
  search(): void;
  help(): void;
};

/** The bar: turning pages, size, searching, taking along. Within reach of a thumb on a phone. */
export class Tools {
  readonly #page: HTMLInputElement;
  readonly #count = make('span', { class: 'count' });
  readonly #percent = make('span', { class: 'percent' });
  readonly #groups: HTMLElement[];
  readonly #before: HTMLButtonElement;
  readonly #after: HTMLButtonElement;
  readonly #takes: HTMLFormElement[];

  constructor(place: HTMLElement, acts: Acts) {
    this.#page = make('input', { id: 'page', inputmode: 'numeric', autocomplete: 'off', maxlength: 5 });
    const go = (page: number) => {
      const view = acts.view();
      if (!view || !Number.isSafeInteger(page)) return this.read(acts.view());
      view.go(page);
      acts.said(Math.min(Math.max(1, page), view.count));
      this.#page.value = String(Math.min(Math.max(1, page), view.count));
    };
    this.#page.addEventListener('change', () => go(Number(this.#page.value)));
    this.#page.addEventListener('focus', () => this.#page.select());
    const step = (by: 1 | -1) => () => go((acts.view()?.page ?? 1) + by);
    this.#before = button('‹', { name: 'Previous page', kind: 'icon', keys: '←' }, step(-1));
    this.#after = button('›', { name: 'Next page', kind: 'icon', keys: '→' }, step(1));
    const zoom = (by: 1 | -1) => () => acts.view()?.zoomBy(by);
    const label = make('label', { for: 'page', class: 'unseen' }, 'Page');
    this.#groups = [
      make('div', { class: 'group' }, this.#before, label, this.#page, this.#count, this.#after),
      make(
        'div',
        { class: 'group' },
        button('−', { name: 'Smaller', kind: 'icon', keys: '−' }, zoom(-1)),
        this.#percent,
        button('+', { name: 'Larger', kind: 'icon', keys: '+' }, zoom(1)),
      ),
      make(
        'div',
        { class: 'group wide' },
        button('Fit width', { keys: '0' }, () => acts.view()?.zoomTo('auto')),
        button('Fit page', {}, () => acts.view()?.zoomTo('page')),
      ),
      make('div', { class: 'group' }, button('Search', { keys: '/' }, acts.search)),
    ];
    // Sent as a form, for only what is sent counts as taken; what is merely fetched does not.
    const take = () => make('form', { method: 'post', class: 'group' }, make('button', {}, 'Download'));
    const [inBar, onTop] = [take(), take()];
    this.#takes = [inBar, onTop];
    // On a phone there is no room for it in the bar.
    document.querySelector('.take')?.append(onTop);
    place.append(
      ...this.#groups,
      inBar,
      make('div', { class: 'group wide' }, button('Keys', { name: 'Keys', keys: '?' }, acts.help)),
    );
  }

  of(piece: ReaderPiece, parts: Parts): void {
    const count = piece.pages.length;
    for (const group of this.#groups) group.hidden = count === 0;
    const [turning] = this.#groups;
    if (turning) turning.hidden = count < 2;
    this.#count.textContent = `of ${count}`;
    for (const form of this.#takes) {
      form.hidden = !piece.mayDownload;
      form.action = `${parts.base}/download/${piece.assetId}`;
    }
  }

  read(view: DocumentView | null): void {
    if (!view) return;
    if (document.activeElement !== this.#page) this.#page.value = String(view.page);
    // Kept in the order of Tab where they are of no use: a button that vanishes takes the focus with it.
    this.#before.setAttribute('aria-disabled', String(view.page <= 1));
    this.#after.setAttribute('aria-disabled', String(view.page >= view.count));
  }

  zoomed(percent: number): void {
    this.#percent.textContent = `${percent} %`;
  }
}
