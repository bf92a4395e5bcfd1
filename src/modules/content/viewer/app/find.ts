/** A place in a page's runs of text: from a letter of one run to before a letter of the same or a later one. */
export type Hit = { from: { run: number; at: number }; to: { run: number; at: number } };

/** Without accents and capitals, letter by letter, so that each letter's origin is known. */
export function folded(text: string): { text: string; origin: number[] } {
  let plain = '';
  const origin: number[] = [];
  let at = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < bare.length; unit += 1) origin.push(at);
    plain += bare;
    at += letter.length;
  }
  origin.push(text.length);
  return { text: plain, origin };
}

const maxHitsOfPage = 500;

/** Where the words stand on a page, across its runs: between two runs any blank stands, or none. */
export function findHits(runs: readonly string[], words: string): Hit[] {
  const wantedWords = folded(words).text.trim().replace(/\s+/g, ' ');
  if (wantedWords === '') return [];
  let page = '';
  const places: { run: number; at: number }[] = [];
  for (const [run, text] of runs.entries()) {
    const { text: plain, origin } = folded(text);
    for (let unit = 0; unit < plain.length; unit += 1) {
      const letter = plain.charAt(unit);
      const isBlank = /\s/.test(letter);
      if (isBlank && page.endsWith(' ')) continue;
      page += isBlank ? ' ' : letter;
      places.push({ run, at: origin[unit] ?? 0 });
    }
    if (!page.endsWith(' ')) {
      page += ' ';
      places.push({ run, at: text.length });
    }
  }
  const hits: Hit[] = [];
  for (let at = page.indexOf(wantedWords); at !== -1 && hits.length < maxHitsOfPage; ) {
    const from = places[at];
    const last = places[at + wantedWords.length - 1];
    if (from && last)
      hits.push({ from, to: { run: last.run, at: endOfLetter(runs[last.run] ?? '', last.at) } });
    at = page.indexOf(wantedWords, at + wantedWords.length);
  }
  return hits;
}

function endOfLetter(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) ? String.fromCodePoint(text.codePointAt(at) ?? 0).length : 0);
}

/** The parts of one run that belong to hits, in order. */
export function partsOfRun(
  hits: readonly Hit[],
  run: number,
  length: number,
): { from: number; to: number; hit: number }[] {
  return hits.flatMap(({ from, to }, hit) => {
    if (run < from.run || run > to.run) return [];
    const start = run === from.run ? from.at : 0;
    const end = run === to.run ? to.at : length;
    return end > start ? [{ from: start, to: end, hit }] : [];
  });
}
