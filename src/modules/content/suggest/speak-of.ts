const plainWords = new Set(
  'about which their there would could should where while every being these those other'.split(' '),
);
const mostStems = 6;

/** Longer words of a text, without the endings in which the same word differs. */
function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return [
    ...new Set(
      words.filter((word) => !plainWords.has(word)).map((word) => word.replace(/(ing|ies|es|s)$/, '')),
    ),
  ];
}

/** Two longer words in common, or one that is long enough to be a subject of its own. */
export function speakOfTheSame(title: string, question: string): boolean {
  const asked = new Set(stemsOf(question));
  const shared = stemsOf(title).filter((stem) => asked.has(stem));
  return shared.length >= 2 || shared.some((stem) => stem.length >= 7);
}

/**
 * What a page must hold to speak of a question: two of its longer words, as PostgreSQL searches for them; null where it
 * has no two. One word is found on any page.
 */
export function pageQueryOf(question: string): string | null {
  // Letters alone, so that none of them means something to the search.
  const stems = stemsOf(question)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostStems);
  const pairs = stems.flatMap((one, at) => stems.slice(at + 1).map((other) => `(${one}:* & ${other}:*)`));
  return pairs.length === 0 ? null : pairs.join(' | ');
}
