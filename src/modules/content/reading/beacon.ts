import { z } from 'zod';

/** A beacon weighs a few hundred bytes; of a film of 120 parts, two thousand. */
export const longestBeaconBytes = 16_384;

const count = z.int().min(0).max(1_000_000);
const px = z.number().min(0).max(100_000);
const ms = z.number().min(0).max(86_400_000).transform(Math.round);

/** Names of numbers in JSON: positions of assets, pages. */
const position = z.string().regex(/^\d{1,2}$/);
const page = z.string().regex(/^[1-9]\d{0,4}$/);

/**
 * What the browser can tell of who reads. Everything counts up since the page was opened. A browser that cannot tell
 * something leaves it out, which is held against nobody.
 */
const signals = z.object({
  /** navigator.webdriver */
  webdriver: z.boolean().optional(),
  /** How long the tab was visible. */
  visibleMs: ms.optional(),
  /** Frames drawn while it was visible (requestAnimationFrame), bounded as the app likes. */
  frames: count.optional(),
  /** Trusted events (`isTrusted`) of each kind: moves and presses of a mouse or pen, touches, wheel, keys. */
  pointer: count.optional(),
  touch: count.optional(),
  wheel: count.optional(),
  key: count.optional(),
  /** Events of those kinds that a script made. */
  untrusted: count.optional(),
  /** Changes of the place read that came by scrolling, by whatever means. */
  scrolls: count.optional(),
  /** Page pictures that were loaded and drawn. */
  pictures: count.optional(),
  /** document.hasFocus() at least once. */
  focus: z.boolean().optional(),
  screen: z.tuple([px, px]).optional(),
  /** outerWidth, outerHeight */
  outer: z.tuple([px, px]).optional(),
  /** innerWidth, innerHeight */
  inner: z.tuple([px, px]).optional(),
  /** navigator.maxTouchPoints */
  touchPoints: z.int().min(0).max(1_000).optional(),
  /** navigator.languages.length */
  languages: z.int().min(0).max(1_000).optional(),
});
export type Signals = z.infer<typeof signals>;

/**
 * What an open page says of its reading, about once a second while there is news, and when it is hidden or left. All of
 * it is cumulative, so that a beacon that is repeated, lost or late does no harm.
 */
export const beaconSchema = z.object({
  /** Counts up by one with each. */
  seq: z.int().min(0).max(10_000_000),
  /** By the page's own steady clock (performance.now), since it began to measure. */
  openMs: ms,
  /** Visible and active milliseconds: of each asset by its position in the ticket, of each page by its number. */
  pages: z.record(position, z.record(page, ms)),
  /** Where the reader is now: position of the asset, number of the page. */
  at: z.object({ asset: z.int().min(0).max(99), page: z.int().min(1).max(99_999) }).nullish(),
  signals: signals.default({}),
  /** The page is being left (pagehide). Another may follow where the browser brings it back. */
  ended: z.boolean().optional(),
});
export type Beacon = z.infer<typeof beaconSchema>;
