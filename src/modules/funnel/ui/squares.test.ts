import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutSquares, squareStates } from './squares.ts';

const counts = fc.record({
  waiting: fc.integer({ min: 0, max: 30_000 }),
  late: fc.integer({ min: 0, max: 300 }),
  goneOn: fc.integer({ min: 0, max: 900_000 }),
  left: fc.integer({ min: 0, max: 5_000 }),
});

test('squares stand for all people of the row, each state is seen, and none overlap', () => {
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 40, max: 400 }),
      (parts, percent, widthPx) => {
        const reached = parts.waiting + parts.late + parts.goneOn + parts.left;
        const top = percent / 100;
        const { squares, peopleASquare } = layOutSquares({
          stage: { reached, ...parts },
          edge: { top, bottom: top / 2, topSlope: -top / 2, bottomSlope: 0 },
          widthPx,
        });
        for (const state of squareStates) {
          expect(squares.some((square) => square.state === state)).toBe(parts[state] > 0);
        }
        expect(new Set(squares.map(({ x, y }) => `${x}:${y}`)).size).toBe(squares.length);
        expect(squares.length * peopleASquare).toBeGreaterThanOrEqual(reached);
        expect((squares.length - 4) * peopleASquare).toBeLessThanOrEqual(reached);
      },
    ),
  );
});

test('where there is room a square is one person', () => {
  const stage = { reached: 12, waiting: 3, late: 1, goneOn: 6, left: 2 };
  const { squares, peopleASquare } = layOutSquares({
    stage,
    edge: { top: 0.5, bottom: 0.3, topSlope: -0.2, bottomSlope: -0.2 },
    widthPx: 260,
  });
  expect(peopleASquare).toBe(1);
  expect(squares.map((square) => square.state)).toEqual([
    'late',
    ...Array.from({ length: 3 }, () => 'waiting'),
    ...Array.from({ length: 6 }, () => 'goneOn'),
    ...Array.from({ length: 2 }, () => 'left'),
  ]);
});
