import { z } from 'zod';
import type { FlagReason } from '../../tracking/settings/contract.ts';
import { flagReasonNames } from '../../tracking/settings/contract.ts';
import type { ReaderSignals } from './judge-reader.ts';

const counts = [
  'visibleMs',
  'frames',
  'pointer',
  'touch',
  'wheel',
  'key',
  'untrusted',
  'scrolls',
  'pictures',
  'touchPoints',
  'languages',
] as const;
const sizes = ['screen', 'outer', 'inner'] as const;
const yeses = ['webdriver', 'misfit', 'focus'] as const;
const words = ['machine', 'staff', 'network'] as const;

/**
 * What is known of a reader after more was heard: of each figure the greatest, of each yes that it was said, of each
 * reason one and always the same. So it does not matter in which order, and how often, beacons come.
 */
export function mergeSignals(a: ReaderSignals, b: ReaderSignals): ReaderSignals {
  const merged: ReaderSignals = {};
  for (const name of counts) {
    const known = [a[name], b[name]].filter((value) => value !== undefined);
    if (known.length > 0) merged[name] = Math.max(...known);
  }
  for (const name of sizes) {
    const [one, other] = [a[name] ?? b[name], b[name] ?? a[name]];
    if (one && other) merged[name] = [Math.max(one[0], other[0]), Math.max(one[1], other[1])];
  }
  for (const name of yeses) {
    const said = a[name] ?? b[name];
    if (said !== undefined) merged[name] = a[name] === true || b[name] === true;
  }
  merged.machine = firstWord(a.machine, b.machine);
  merged.staff = firstWord(a.staff, b.staff);
  merged.network = firstWord(a.network, b.network);
  for (const name of words) if (merged[name] === undefined) delete merged[name];
  return merged;
}

const firstWord = <Word extends string>(a: Word | undefined, b: Word | undefined): Word | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

const number = z.number().optional();
const size = z.tuple([z.number(), z.number()]).optional();
const reason = z.custom<FlagReason>((value) => flagReasonNames.some((name) => name === value)).optional();

/** As they stand in the database. */
export const storedSignals = z.object({
  webdriver: z.boolean().optional(),
  misfit: z.boolean().optional(),
  focus: z.boolean().optional(),
  visibleMs: number,
  frames: number,
  pointer: number,
  touch: number,
  wheel: number,
  key: number,
  untrusted: number,
  scrolls: number,
  pictures: number,
  touchPoints: number,
  languages: number,
  screen: size,
  outer: size,
  inner: size,
  machine: reason,
  staff: reason,
  network: z.enum(['scanner', 'data_centre']).optional(),
});
