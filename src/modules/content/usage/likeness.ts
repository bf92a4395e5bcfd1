import { anyYear } from './years.ts';

/** What is kept of a text to compare it by. */
export type Likeness = { words: number; sketch: number[]; latestYear: number | null };

/** Three words in a row are a text's own; of so many of them the sketch keeps the smallest hashes, and each text the same ones. */
const inARow = 3;
const sketchSize = 128;
/** Shorter texts are alike by chance. */
const fewestWords = 60;
/** Of a text in which every tenth word was changed more than half of the sequences are left. */
export const alikeFrom = 0.5;
/** Texts of pieces that say by their titles too that they are about one thing. */
export const alikeUnderOneTitleFrom = 0.2;

/** A bottom-k sketch (Cohen and Kaplan, 2007) over sequences of words, whatever their case and marks. */
export function likenessOf(texts: readonly string[], yearNow: number): Likeness {
  const words = texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const hashes = new Set<number>();
  for (let at = 0; at + inARow <= words.length; at += 1)
    hashes.add(hashOf(words.slice(at, at + inARow).join(' ')));
  const sketch = [...hashes].sort((one, other) => one - other).slice(0, sketchSize);
  return { words: words.length, sketch, latestYear: anyYear(words, yearNow) };
}

/** FNV-1a over UTF-16, as a signed integer of 32 bits, which the database holds. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // Short texts differ in few bits; this spreads them (the finisher of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** Sequences that so many texts have say what company wrote them, not what they are about. */
const houseStyleFrom = 4;

/** Hashes that stand in many sketches: imprints, addresses, phrases of the house. */
export function houseStyleOf(all: Iterable<Likeness>): Set<number> {
  const times = new Map<number, number>();
  for (const { sketch } of all) for (const hash of sketch) times.set(hash, (times.get(hash) ?? 0) + 1);
  return new Set([...times].flatMap(([hash, count]) => (count >= houseStyleFrom ? [hash] : [])));
}

const nothing: ReadonlySet<number> = new Set();
/** So many sequences of their own both must have. */
const fewestOwn = 15;

/**
 * Share of sequences in common, 0 to 1, as the sketches tell it, without those of the house; null where a text is too
 * short to say.
 */
export function alikeness(one: Likeness, other: Likeness, houseStyle = nothing): number | null {
  if (one.words < fewestWords || other.words < fewestWords) return null;
  const left = one.sketch.filter((hash) => !houseStyle.has(hash));
  const right = other.sketch.filter((hash) => !houseStyle.has(hash));
  if (Math.min(left.length, right.length) < fewestOwn) return null;
  // A full sketch knows nothing of the hashes above its last.
  const known = Math.min(
    ...[one, other].map(({ sketch }) => (sketch.length < sketchSize ? Infinity : (sketch.at(-1) ?? 0))),
  );
  const both = new Set([...left, ...right].filter((hash) => hash <= known));
  const inRight = new Set(right);
  const shared = left.filter((hash) => hash <= known && inRight.has(hash)).length;
  return both.size === 0 ? null : shared / both.size;
}

const plain = new Set(
  'the and for with from how what your our you are that this their into about against paper film recording'.split(
    ' ',
  ),
);

/** Words of a title that say what it is about: neither plain words nor those of its type, which all of that type have. */
function titleWords(title: string, type: string | null): Set<string> {
  const ofType = new Set((type ?? '').toLowerCase().split(/\s+/));
  return new Set(
    (title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter(
      (word) => !plain.has(word) && !ofType.has(word),
    ),
  );
}

/** From this share of their telling words in common, at least two, titles speak of one thing. */
export const titlesAlikeFrom = 0.5;
const fewestShared = 2;

/** Of two pieces of one type. */
export function titlesAlike(one: string, other: string, type: string | null): number | null {
  const left = titleWords(one, type);
  const right = titleWords(other, type);
  const shared = [...left].filter((word) => right.has(word)).length;
  if (shared < fewestShared) return null;
  return shared / (left.size + right.size - shared);
}
