import type { ReaderModel } from '../reader-model.ts';
import { DocumentView } from './document-view.ts';
import { get } from './dom.ts';
import { listenToKeys } from './keys.ts';
import { openCard, openFilm } from './other-views.ts';
import { Parts } from './parts.ts';
import { listenToPinch } from './pinch.ts';
import { startReading } from './reading.ts';
import { Search } from './search.ts';
import { Strip } from './strip.ts';
import { Tools } from './tools.ts';
import './viewer.css';

const hashAfterMs = 400;

function start(): void {
  const model: ReaderModel = JSON.parse(get('#model').textContent ?? '');
  if (model.pieces.length === 0) return;
  const stage = get('#stage');
  const sheet = get('.sheet');
  const live = get('.live');
  const parts = new Parts(model.base);
  const reading = startReading(parts);
  let view: DocumentView | null = null;
  let closeOther: (() => void) | null = null;
  let at = -1;
  let hashing: ReturnType<typeof setTimeout> | undefined;

  const said = (page: number) => {
    live.textContent = `Page ${page} of ${view?.count}`;
  };
  const closeSearch = () => {
    if (!search.isOpen) return false;
    search.close();
    stage.focus();
    return true;
  };
  const openSearch = () => {
    if (view) search.open();
  };
  const search = new Search({ parts, closed: () => void closeSearch() });
  get('.desk').append(search.element);
  const { help } = listenToKeys({ view: () => view, stage, search: openSearch, closeSearch, said });
  const tools = new Tools(get('.tools'), { view: () => view, said, search: openSearch, help });
  const strip = new Strip(get('.strip'));
  listenToPinch(stage, () => view);
  stage.addEventListener('scroll', reading.scrolled, { passive: true });

  // The address says what is read, so that a reload comes back to it.
  const sayWhere = (page: number) => {
    clearTimeout(hashing);
    hashing = setTimeout(() => {
      const hash = `#${at + 1}${page > 1 ? `/${page}` : ''}`;
      if (location.hash !== hash && (location.hash !== '' || hash !== '#1')) location.replace(hash);
    }, hashAfterMs);
  };

  function open(next: number, page: number): void {
    const piece = model.pieces[next];
    if (!piece) return;
    if (next === at) {
      if (view && view.page !== page) view.go(page);
      return;
    }
    view?.close();
    closeOther?.();
    view = null;
    closeOther = null;
    const isFirst = at === -1 && next === 0;
    at = next;
    stage.setAttribute('aria-label', piece.title);
    for (const [index, link] of document.querySelectorAll('.pieces a').entries()) {
      if (index === next) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    tools.of(piece, parts);
    if (!isFirst) sheet.replaceChildren();
    if (piece.pages.length > 0) {
      const shown = new DocumentView({
        parts,
        model,
        piece,
        stage,
        sheet,
        events: {
          read: (read) => {
            reading.show(read === 0 ? null : { piece: next, page: read });
            tools.read(shown);
            strip.read(read);
            sayWhere(read);
          },
          zoomed: (percent) => tools.zoomed(percent),
          drawn: () => {
            reading.drawn();
            search.drawn();
          },
        },
      });
      view = shown;
      if (page > 1) shown.go(page);
      strip.of({ piece, parts, go: (to) => shown.go(to) });
    } else {
      const openPiece = piece.format === 'video' ? openFilm : openCard;
      closeOther = openPiece({ parts, model, piece, at: next, sheet, reading });
      strip.of(null);
      sayWhere(1);
    }
    search.of(view, piece.assetId);
    if (!view) search.close();
  }

  const openNamed = () => {
    const [, piece = '1', page = '1'] = /^#(\d{1,2})(?:\/(\d{1,5}))?$/.exec(location.hash) ?? [];
    open(Number(piece) - 1 < model.pieces.length ? Number(piece) - 1 : 0, Number(page));
  };
  addEventListener('hashchange', openNamed);
  openNamed();
}

start();
