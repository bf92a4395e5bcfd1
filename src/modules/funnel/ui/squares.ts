import { type Edge, widthAt } from './edge.ts';
import type { FunnelStage } from './rows.ts';

export const squareStates = ['late', 'waiting', 'goneOn', 'left'] as const;
export type SquareState = (typeof squareStates)[number];

/** Distance from one square to the next, and the square itself, in pixels. */
export const pitch = 9.6;
export const squareSize = 7.2;
export const squareRows = 8;

export type Square = { x: number; y: number; state: SquareState };
export type Squares = { squares: Square[]; peopleASquare: number };

/**
 * The people of a stage as squares. They fill the mirror image of the stage's band, column by column from the gate: a
 * square is one person, or as many (a whole number, the same for the whole row) as it takes for the row to fit. Whoever
 * there is of a state gets at least one square, so that one late person among thousands is still seen.
 */
export function layOutSquares(options: {
  stage: Pick<FunnelStage, 'reached' | SquareState>;
  edge: Edge;
  /** What the widest band's mirror image may take. */
  widthPx: number;
}): Squares {
  const { stage, widthPx } = options;
  const cells = cellsOf(options.edge, Math.max(2, Math.floor(widthPx / pitch)));
  const kinds = squareStates.filter((state) => stage[state] > 0);
  if (stage.reached === 0 || kinds.length === 0) return { squares: [], peopleASquare: 1 };
  const room = Math.max(cells.length, kinds.length);
  const peopleASquare = Math.max(1, Math.ceil(stage.reached / room));
  const counts = shareOut(
    kinds.map((state) => stage[state]),
    Math.max(kinds.length, Math.ceil(stage.reached / peopleASquare)),
  );
  const states = kinds.flatMap((state, index) => Array.from({ length: counts[index] ?? 0 }, () => state));
  const squares = states.flatMap((state, index) => {
    const cell = cells[index];
    return cell ? [{ ...cell, state }] : [];
  });
  return { squares, peopleASquare };
}

function cellsOf(edge: Edge, columns: number): { x: number; y: number }[] {
  const cells: { x: number; y: number }[] = [];
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < squareRows; row += 1) {
      const end = widthAt(edge, (row + 0.5) / squareRows) * columns;
      // The first two columns are always there: a stage of few people still needs somewhere to stand.
      if (column >= 2 && column + 0.5 > end) continue;
      cells.push({ x: column * pitch, y: row * pitch });
    }
  }
  return cells;
}

/** Whole squares in proportion (largest remainders), none of the parts left out. */
function shareOut(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((all, one) => all + one, 0);
  const exact = parts.map((part) => (part / sum) * total);
  const counts = exact.map((one) => Math.max(1, Math.floor(one)));
  const byRemainder = exact.map((one, index) => ({ index, rest: one - (counts[index] ?? 0) }));
  let missing = total - counts.reduce((all, one) => all + one, 0);
  for (const { index } of byRemainder.toSorted((one, other) => other.rest - one.rest)) {
    if (missing <= 0) break;
    counts[index] = (counts[index] ?? 0) + 1;
    missing -= 1;
  }
  while (missing < 0) {
    const largest = counts.indexOf(Math.max(...counts));
    counts[largest] = (counts[largest] ?? 0) - 1;
    missing += 1;
  }
  return counts;
}
