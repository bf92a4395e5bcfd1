import { expect, test } from 'vitest';
import { finishRateOf, judgeCell } from './judge-cell.ts';

test.each([
  { pieces: 0, measured: 0, finished: 0, deals: 0, is: 'empty' },
  { pieces: 0, measured: 0, finished: 0, deals: 1, is: 'gap' },
  { pieces: 1, measured: 0, finished: 0, deals: 9, is: 'covered' },
  { pieces: 5, measured: 20, finished: 7, deals: 0, is: 'crowded' },
  { pieces: 5, measured: 20, finished: 8, deals: 0, is: 'covered' },
  { pieces: 4, measured: 20, finished: 0, deals: 0, is: 'covered' },
  { pieces: 9, measured: 19, finished: 0, deals: 0, is: 'covered' },
])('$pieces pieces, $finished of $measured finished, $deals deals: $is', ({ is, ...cell }) => {
  expect(judgeCell(cell)).toBe(is);
});

test('of fewer than five readers no share is said', () => {
  expect(finishRateOf({ measured: 4, finished: 4 })).toBeNull();
  expect(finishRateOf({ measured: 5, finished: 4 })).toBe(0.8);
});
