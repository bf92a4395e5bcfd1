type Piece = { text: string; isFigure: boolean };

/** A ratio, a sum of money or a share: what a reader wants to open. */
const figure = /(?:\d[\d.,]*×|[\p{Sc}]\s?\d[\d.,\u202f\u00a0]*\d|[\p{Sc}]\s?\d|\d[\d.,]*\s?%)/gu;

/** Cuts a sentence into its figures and the words between. */
export function inPieces(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(figure)) {
    if (match.index > from) pieces.push({ text: sentence.slice(from, match.index), isFigure: false });
    pieces.push({ text: match[0], isFigure: true });
    from = match.index + match[0].length;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from), isFigure: false });
  return pieces;
}

type Point = { label: string; quadrant: string | null; isSettled: boolean };

type NamePiece = { text: string; isName: boolean };

/** “Webinars do more than they can show; display ads show more than they do.” Only of what the intervals settle. */
export function quadrantPieces(points: readonly Point[]): NamePiece[] {
  const settled = points.filter(({ isSettled }) => isSettled);
  const silent = settled.filter(({ quadrant }) => quadrant === 'silent');
  const spin = settled.filter(({ quadrant }) => quadrant === 'spin');
  const parts = [
    ...clause(silent, ['does more than it can show', 'do more than they can show']),
    ...(silent.length > 0 && spin.length > 0 ? [plain('; ')] : []),
    ...clause(spin, ['shows more than it does', 'show more than they do']),
  ];
  return parts.length === 0 ? [] : [...parts, plain('.')];
}

const plain = (text: string): NamePiece => ({ text, isName: false });

function clause(points: readonly Point[], [one, many]: readonly [string, string]): NamePiece[] {
  const [first, second, ...others] = points;
  if (!first) return [];
  const name = { text: first.label, isName: true };
  if (!second) return [name, plain(` ${one}`)];
  const next = { text: second.label, isName: true };
  if (others.length === 0) return [name, plain(' and '), next, plain(` ${many}`)];
  return [name, plain(', '), next, plain(` and ${others.length} more ${many}`)];
}
