import type { SearchHit } from './schemas.ts';

type Place = { from: number; to: number; word: number };

const charactersBefore = 60;
const charactersInAll = 200;
const mostPlaces = 2_000;

/**
 * The words of a page around where most of what was looked for stands together, as parts of plain text, so that nobody
 * who shows them need know of markup. The last word may be the beginning of one.
 */
export function excerptOf(text: string, words: readonly string[]): SearchHit['excerpt'] {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const places = placesOf(flat, words);
  const [from, to] = windowOf(flat, places);
  const parts: SearchHit['excerpt'] = [];
  let at = from;
  for (const place of places) {
    if (place.from < at || place.to > to) continue;
    parts.push(
      { text: flat.slice(at, place.from), hit: false },
      { text: flat.slice(place.from, place.to), hit: true },
    );
    at = place.to;
  }
  parts.push({ text: flat.slice(at, to), hit: false });
  const cut = [
    { text: from > 0 ? '… ' : '', hit: false },
    ...parts,
    { text: to < flat.length ? ' …' : '', hit: false },
  ];
  return cut.filter((part) => part.text !== '');
}

function placesOf(text: string, words: readonly string[]): Place[] {
  const wanted = words.flatMap((word, index) =>
    (word.match(/[\p{L}\p{N}]+/gu) ?? []).map((plain) => ({ plain, isLast: index === words.length - 1 })),
  );
  const last = wanted.length - 1;
  const found = wanted.flatMap(({ plain, isLast }, word) => {
    const rest = isLast && word === last ? '[\\p{L}\\p{N}]*' : '(?![\\p{L}\\p{N}])';
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${plain}${rest}`, 'giu');
    return Array.from(text.matchAll(pattern), ({ 0: hit, index }) => ({
      from: index,
      to: index + hit.length,
      word,
    })).slice(0, mostPlaces);
  });
  return found.sort((one, other) => one.from - other.from);
}

/** From just before the place after which most different words follow closely; cut between words. */
function windowOf(text: string, places: readonly Place[]): [from: number, to: number] {
  let best = { from: 0, words: 0 };
  for (const [index, { from }] of places.entries()) {
    const near = new Set<number>();
    for (let next = index; next < places.length; next += 1) {
      const place = places[next];
      if (!place || place.to > from + charactersInAll - charactersBefore) break;
      near.add(place.word);
    }
    if (near.size > best.words) best = { from, words: near.size };
  }
  const wide = best.from - charactersBefore;
  const from = wide <= 0 ? 0 : text.indexOf(' ', wide) + 1;
  const end = from + charactersInAll;
  const space = text.lastIndexOf(' ', end);
  return [from, end >= text.length ? text.length : space > best.from ? space : end];
}
