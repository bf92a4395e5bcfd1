import type { FlagReason } from '../../tracking/settings/contract.ts';
import type { Signals } from './beacon.ts';

/** What was heard of who reads, over all beacons: each figure the greatest, each yes for ever. */
export type ReaderSignals = Signals & {
  /** Times were said that cannot be: longer than the page was open, or than the clock went on. */
  misfit?: boolean | undefined;
  /** What the requests say: a program by its name, one of our own, a network where programs live. */
  machine?: FlagReason | undefined;
  staff?: FlagReason | undefined;
  network?: 'scanner' | 'data_centre' | undefined;
};

export type ReaderFacts = {
  signals: ReaderSignals;
  /** Visible and active, of this piece. */
  activeMs: number;
  /** Pages with a second and more. */
  pagesSeen: number;
  /** Pages with any time at all. */
  pagesPassed: number;
  /** It was left, or fell silent: what has not shown itself by now does not count. */
  ended: boolean;
};

/** verified: a person read; else why nobody is held to have; neither: too little seen to say yet. */
export type ReaderVerdict = { verified: boolean; flagReason: FlagReason | null };

const person: ReaderVerdict = { verified: true, flagReason: null };
const flagged = (flagReason: FlagReason): ReaderVerdict => ({ verified: false, flagReason });

/** So long nobody keeps a page before them who is not there; a gateway's browser waits 2 to 5 seconds. */
const dwellsFromMs = 10_000;
/** A phone or tablet lies in the hand while its page is glanced at without a touch. */
const glanceFromMs = 1_500;
/** From networks where scanners live: this much reading, and these many signs of a hand. */
const believedFromMs = 5_000;
const believedFromSigns = 4;
/** No eye takes in a page in less, and no scanner's scrolling takes more. */
const passedInMs = 400;
const rushedFromPages = 5;
/** Screens draw at 240 Hz at most; a program's own time draws thousands of frames in a second. */
const mostFramesPerMs = 0.3;

/**
 * Whether a person read. It is asked anew with each beacon, of all that was heard; so a reader who looks like a scanner
 * at first counts once they read like a person. What a browser says of its program, and who belongs to us, stays.
 */
export function judgeReader(facts: ReaderFacts): ReaderVerdict {
  const { signals, ended } = facts;
  if (signals.webdriver) return flagged('headless_browser');
  if (signals.machine) return flagged(signals.machine);
  if (signals.staff) return flagged(signals.staff);
  const reason = impossible(signals) ?? doubt(facts);
  if (reason === null) return person;
  // A second is too soon to say that nothing will be drawn, or that no hand will move.
  const known = reason === 'impossible' || ended;
  return known ? flagged(reason) : { verified: false, flagReason: null };
}

function impossible(signals: ReaderSignals): FlagReason | null {
  const { misfit, screen, inner, outer, frames, visibleMs, languages } = signals;
  if (misfit) return 'impossible';
  if (screen && (screen[0] < 1 || screen[1] < 1)) return 'impossible';
  if (inner && (inner[0] < 1 || inner[1] < 1)) return 'impossible';
  // Some browsers on phones say 0 × 0 of the outer window; only where it is told can it be too small.
  if (inner && outer && outer[0] > 0 && outer[0] + 200 < inner[0] / 4) return 'impossible';
  if (languages === 0) return 'impossible';
  const isWild = frames !== undefined && visibleMs !== undefined && frames > 60 + visibleMs * mostFramesPerMs;
  return isWild ? 'impossible' : null;
}

function doubt(facts: ReaderFacts): FlagReason | null {
  const { signals, activeMs, pagesSeen } = facts;
  if (signals.frames === 0) return 'nothing_drawn';
  const signs = signsOfHand(signals);
  if (isRushed(facts)) return 'rushed';
  if (pagesSeen === 0) return 'no_hand';
  if (signals.network !== undefined) {
    const isBelieved = activeMs >= believedFromMs && signs >= believedFromSigns && isVaried(signals);
    return isBelieved ? null : signals.network === 'scanner' ? 'link_scanner' : 'no_hand';
  }
  if (signs > 0) return null;
  if (signals.pictures === 0) return 'nothing_drawn';
  if (signals.focus === false && (signals.scrolls ?? 0) === 0) return 'no_hand';
  const enoughMs = isHeld(signals) ? glanceFromMs : dwellsFromMs;
  return activeMs >= enoughMs ? null : 'no_hand';
}

const signsOfHand = ({ pointer = 0, touch = 0, wheel = 0, key = 0 }: ReaderSignals): number =>
  pointer + touch + wheel + key;

/** A wheel alone is turned by programs too; a finger and a keyboard are signs by themselves. */
function isVaried({ pointer = 0, touch = 0, wheel = 0, key = 0 }: ReaderSignals): boolean {
  const kinds = [pointer, touch, wheel, key].filter((count) => count > 0).length;
  return kinds > 1 || touch >= believedFromSigns || key >= believedFromSigns;
}

/** Many pages gone by, and none stayed on but where it began. */
function isRushed({ activeMs, pagesSeen, pagesPassed }: ReaderFacts): boolean {
  if (pagesPassed < rushedFromPages || activeMs >= dwellsFromMs || pagesSeen > 2) return false;
  return activeMs / pagesPassed < passedInMs;
}

/** A tablet's shorter side. */
const widestHeldPx = 1_050;

function isHeld({ touchPoints = 0, screen }: ReaderSignals): boolean {
  return touchPoints > 0 && screen !== undefined && Math.min(...screen) <= widestHeldPx;
}
