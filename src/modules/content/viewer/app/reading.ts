import { idleAfterMs } from '../../words.ts';
import { Measure, type Place } from './measure.ts';
import type { Parts } from './parts.ts';

const everyMs = 1_000;
const mostFrames = 300;
const signs = ['pointermove', 'pointerdown', 'touchstart', 'touchmove', 'wheel', 'keydown'] as const;
const kindOf = {
  pointermove: 'pointer',
  pointerdown: 'pointer',
  touchstart: 'touch',
  touchmove: 'touch',
  wheel: 'wheel',
  keydown: 'key',
} as const;

export type Reading = {
  /** What is read from now on. */
  show(place: Place | null): void;
  /** A film plays: its viewer need not move. */
  plays(): void;
  scrolled(): void;
  drawn(): void;
};

/**
 * Measures what is read and says it: about once a second while there is news, and when the page is hidden or left. All
 * that is said counts up from the opening, so that nothing is lost or counted twice whatever becomes of a message.
 */
export function startReading(parts: Parts): Reading {
  const now = () => performance.now();
  const openedAt = now();
  const isVisible = () => document.visibilityState === 'visible';
  const measure = new Measure({ at: openedAt, idleAfterMs, visible: isVisible() });
  const counts = { pointer: 0, touch: 0, wheel: 0, key: 0, untrusted: 0, scrolls: 0, pictures: 0, frames: 0 };
  let hadFocus = document.hasFocus();
  let seq = 0;
  let saidLast = '';
  /** A page that is closed is hidden after it was left: that says no less. */
  let isLeft = false;

  const news = () => ({ pages: measure.totals(now()), at: atOf(measure.place()) });
  const bodyOf = (said: ReturnType<typeof news>, ended: boolean) => {
    seq += 1;
    hadFocus ||= document.hasFocus();
    const openMs = Math.round(now() - openedAt);
    const signals = { ...counts, ...circumstances(), focus: hadFocus, visibleMs: measure.visibleMs(now()) };
    return JSON.stringify({ seq, openMs, ...said, signals, ...(ended ? { ended } : {}) });
  };
  const say = () => {
    const said = news();
    const text = JSON.stringify(said);
    // Nobody who has not been seen to look at it is told of.
    if (text === saidLast || said.at === null || !isVisible()) return;
    const url = `${parts.base}/beacon`;
    fetch(url, { method: 'POST', body: bodyOf(said, false), keepalive: true, credentials: 'omit' }).then(
      ({ status, ok }) => {
        if (parts.heard(status) && ok) saidLast = text;
      },
      // Out of reach for a moment: what comes later says this too.
      () => undefined,
    );
  };
  const sayAtLast = (ended: boolean) => {
    const said = news();
    if (Object.keys(said.pages).length === 0) return;
    navigator.sendBeacon(`${parts.base}/beacon`, bodyOf(said, ended));
  };

  for (const sign of signs) {
    const heard = ({ isTrusted }: Event) => {
      if (!isTrusted) counts.untrusted += 1;
      else {
        counts[kindOf[sign]] += 1;
        measure.active(now());
      }
    };
    addEventListener(sign, heard, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', () => {
    measure.setVisible(isVisible(), now());
    if (isVisible()) countFrames(counts);
    else sayAtLast(isLeft);
  });
  addEventListener('pagehide', () => {
    isLeft = true;
    sayAtLast(true);
  });
  addEventListener('pageshow', ({ persisted }) => {
    isLeft = false;
    // Brought back as it was left.
    if (persisted) measure.setVisible(isVisible(), now());
  });
  setInterval(say, everyMs);
  countFrames(counts);
  return {
    show: (place) => measure.show(place, now()),
    plays: () => measure.active(now()),
    scrolled: () => {
      counts.scrolls += 1;
    },
    drawn: () => {
      counts.pictures += 1;
    },
  };
}

function atOf(place: Place | null): { asset: number; page: number } | null {
  return place && { asset: place.piece, page: place.page };
}

/** That something is drawn at all tells a browser with a screen from one without; then it stops, to spare the battery. */
function countFrames(counts: { frames: number }): void {
  requestAnimationFrame(() => {
    counts.frames += 1;
    if (counts.frames < mostFrames && document.visibilityState === 'visible') countFrames(counts);
  });
}

function circumstances() {
  return {
    webdriver: navigator.webdriver === true,
    screen: [screen.width, screen.height],
    outer: [outerWidth, outerHeight],
    inner: [innerWidth, innerHeight],
    touchPoints: navigator.maxTouchPoints,
    languages: navigator.languages.length,
  };
}
