import { stripWidth } from '../../files/keys.ts';
import type { ReaderPiece } from '../reader-model.ts';
import { make } from './dom.ts';
import type { Parts } from './parts.ts';

/** The pages in small at the side, where there is room for them. One stop for the Tab key; arrows go on from there. */
export class Strip {
  readonly element: HTMLElement;
  #buttons: HTMLButtonElement[] = [];
  #current = 0;
  #watch: IntersectionObserver | null = null;

  constructor(element: HTMLElement) {
    this.element = element;
    element.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const focused = document.activeElement;
      const at = focused instanceof HTMLButtonElement ? this.#buttons.indexOf(focused) : -1;
      if (step === undefined || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.#buttons[at + step]?.focus();
    });
  }

  of(options: { piece: ReaderPiece; parts: Parts; go: (page: number) => void } | null): void {
    this.#watch?.disconnect();
    this.#buttons = [];
    this.#current = 0;
    const pages = options?.piece.pages ?? [];
    this.element.hidden = pages.length < 2;
    if (!options || this.element.hidden) {
      this.element.replaceChildren();
      return;
    }
    const { piece, parts, go } = options;
    this.#watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const image = target.querySelector('img');
          if (!isIntersecting || !image || image.src) continue;
          image.src = parts.picture(piece.assetId, Number(target.getAttribute('data-page')), stripWidth);
        }
      },
      { root: this.element, rootMargin: '200px' },
    );
    for (const [at, [width, height]] of pages.entries()) {
      const image = make('img', { alt: '', decoding: 'async', fetchpriority: 'low' });
      image.style.aspectRatio = `${width} / ${height}`;
      const button = make(
        'button',
        { type: 'button', 'data-page': at + 1, 'aria-label': `Page ${at + 1}`, tabindex: -1 },
        image,
        make('span', {}, String(at + 1)),
      );
      button.addEventListener('click', () => go(at + 1));
      this.#buttons.push(button);
    }
    this.element.replaceChildren(...this.#buttons);
    for (const button of this.#buttons) this.#watch.observe(button);
  }

  read(page: number): void {
    const before = this.#buttons[this.#current - 1];
    before?.removeAttribute('aria-current');
    before?.setAttribute('tabindex', '-1');
    this.#current = page;
    const now = this.#buttons[page - 1];
    if (!now) return;
    now.setAttribute('aria-current', 'page');
    now.setAttribute('tabindex', '0');
    const { scrollTop, clientHeight } = this.element;
    // By hand: scrollIntoView would move the document too.
    if (now.offsetTop < scrollTop) this.element.scrollTop = now.offsetTop - 8;
    else if (now.offsetTop + now.offsetHeight > scrollTop + clientHeight)
      this.element.scrollTop = now.offsetTop + now.offsetHeight - clientHeight + 8;
  }
}
