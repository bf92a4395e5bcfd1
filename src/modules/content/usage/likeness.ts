import { anyYear } from './years.ts';

/** What is kept of a text to compare it by. */
export type Likeness = { words: number; sketch: number[]; latestYear: number | null };

/** Three words in a row are a text's own; of so many of them the sketch keeps the smallest hashes, and each text the same ones. */
const inARow = 3;
const sketchSize = 128;
/** Shorter texts are alike by chance. */
const fewestWords = 60;
/** Of a text that was worked over in every fifth word about a third of the sequences are left. */
export const alikeFrom = 0.3;

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

/** Share of sequences in common, 0 to 1, as the sketches tell it; null where a text is too short to say. */
export function alikeness(one: Likeness, other: Likeness): number | null {
  if (one.words < fewestWords || other.words < fewestWords) return null;
  const size = Math.min(sketchSize, one.sketch.length, other.sketch.length);
  if (size === 0) return null;
  let left = 0;
  let right = 0;
  let seen = 0;
  let shared = 0;
  // The smallest hashes of both together; those in both sketches are shared.
  while (seen < size && left < one.sketch.length && right < other.sketch.length) {
    const a = one.sketch[left] ?? 0;
    const b = other.sketch[right] ?? 0;
    if (a === b) shared += 1;
    if (a <= b) left += 1;
    if (b <= a) right += 1;
    seen += 1;
  }
  return seen === 0 ? null : shared / seen;
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
