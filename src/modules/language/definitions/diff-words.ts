export type DiffPiece = { text: string; is: 'same' | 'added' | 'removed' };

// A table of pairs grows with the product of both lengths; longer texts are told apart as wholes in their middle.
const mostCells = 4_000_000;

/** Word by word: what both texts share, what only the older has, what only the newer. */
export function diffWords(older: string, newer: string): DiffPiece[] {
  const before = wordsOf(older);
  const after = wordsOf(newer);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const middle = diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return joined([
    ...before.slice(0, start).map(same),
    ...middle,
    ...before.slice(before.length - end).map(same),
  ]);
}

const same = (text: string): DiffPiece => ({ text, is: 'same' });
const added = (text: string): DiffPiece => ({ text, is: 'added' });
const removed = (text: string): DiffPiece => ({ text, is: 'removed' });

/** Words with the space behind them left out, and spaces as pieces of their own; punctuation stands alone. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_'’]+(?:[.,]\d+)?|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** By the longest common subsequence. */
function diffMiddle(before: readonly string[], after: readonly string[]): DiffPiece[] {
  if (before.length * after.length > mostCells) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pieces: DiffPiece[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const older = before[row];
    const newer = after[column];
    if (older !== undefined && older === newer) {
      pieces.push(same(older));
      row += 1;
      column += 1;
    } else if (older !== undefined && (newer === undefined || at(row + 1, column) >= at(row, column + 1))) {
      pieces.push(removed(older));
      row += 1;
    } else if (newer !== undefined) {
      pieces.push(added(newer));
      column += 1;
    }
  }
  return pieces;
}

/**
 * Neighbours of a kind as one piece. A mere space between two changes belongs to them, so that three changed words
 * are one change.
 */
function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const out: DiffPiece[] = [];
  let gone = '';
  let come = '';
  const flush = () => {
    if (gone !== '') out.push(removed(gone));
    if (come !== '') out.push(added(come));
    gone = '';
    come = '';
  };
  for (const [n, piece] of pieces.entries()) {
    const changing = gone !== '' && come !== '';
    const next = pieces[n + 1];
    if (piece.is === 'removed') gone += piece.text;
    else if (piece.is === 'added') come += piece.text;
    else if (changing && /^\s+$/.test(piece.text) && next !== undefined && next.is !== 'same') {
      gone += piece.text;
      come += piece.text;
    } else {
      flush();
      const last = out.at(-1);
      if (last?.is === 'same') last.text += piece.text;
      else out.push(same(piece.text));
    }
  }
  flush();
  return out;
}
