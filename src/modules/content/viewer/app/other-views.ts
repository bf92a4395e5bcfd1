import type { ReaderModel, ReaderPiece } from '../reader-model.ts';
import { make } from './dom.ts';
import { watermarkOf } from './page-box.ts';
import type { Parts } from './parts.ts';
import type { Reading } from './reading.ts';

type Options = {
  parts: Parts;
  model: ReaderModel;
  piece: ReaderPiece;
  at: number;
  sheet: HTMLElement;
  reading: Reading;
};

/** A film with the browser's own controls. What is played counts, part by part, by the clock on the wall. */
export function openFilm({ parts, model, piece, at, sheet, reading }: Options): () => void {
  const film = make('video', {
    controls: true,
    preload: 'metadata',
    playsinline: true,
    src: `${parts.base}/film/${piece.assetId}`,
    'aria-label': piece.title,
  });
  const partMs = (piece.durationMs ?? 0) / Math.max(1, piece.pageCount);
  const told = () => {
    if (film.paused || film.ended || film.seeking) return reading.show(null);
    const part = partMs > 0 ? Math.floor((film.currentTime * 1_000) / partMs) : 0;
    reading.show({ piece: at, page: Math.min(piece.pageCount, part + 1) });
    reading.plays();
  };
  for (const event of ['playing', 'pause', 'ended', 'seeking', 'seeked', 'waiting', 'timeupdate'])
    film.addEventListener(event, event === 'waiting' ? () => reading.show(null) : told);
  const trouble = make(
    'p',
    { class: 'note', role: 'alert', hidden: true },
    'This film could not be played here.',
  );
  film.addEventListener('error', () => {
    trouble.hidden = false;
    void parts.askWhy(film.src);
  });
  const frame = make(
    'div',
    { class: 'film' },
    film,
    ...(model.watermark ? [watermarkOf(model.watermark)] : []),
  );
  sheet.replaceChildren(frame, trouble);
  reading.show(null);
  return () => {
    film.pause();
    film.removeAttribute('src');
    film.load();
    sheet.replaceChildren();
  };
}

/** What lies elsewhere: where it leads, and the way there. */
export function openCard({ parts, piece, at, sheet, reading }: Options): () => void {
  const card = make(
    'div',
    { class: 'card' },
    make('h2', {}, piece.title),
    make(
      'p',
      {},
      piece.host
        ? `This is a page on ${piece.host}. It opens in a tab of its own.`
        : 'It opens in a tab of its own.',
    ),
    make(
      'a',
      {
        class: 'button',
        href: `${parts.base}/open/${piece.assetId}`,
        target: '_blank',
        rel: 'noopener noreferrer',
      },
      'Open',
    ),
  );
  sheet.replaceChildren(card);
  reading.show({ piece: at, page: 1 });
  return () => sheet.replaceChildren();
}
