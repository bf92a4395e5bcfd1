import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, rateDifference, sizeDifference, type Tally, volumeRatio } from './explain-change.ts';

const tally = (decided: number, sizes: number[]): Tally => ({
  decided,
  won: sizes.length,
  wonMinor: sizes.reduce((sum, one) => sum + one, 0),
  sizes,
});

const anyTally = fc
  .record({
    sizes: fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 12 }),
    lost: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ sizes, lost }) => tally(sizes.length + lost, sizes));

test('the three parts sum to the difference, to the minor unit', () => {
  fc.assert(
    fc.property(anyTally, anyTally, (before, now) => {
      const { volume, rate, size } = explain(before, now);
      expect(volume + rate + size).toBe(now.wonMinor - before.wonMinor);
    }),
  );
});

test('what alone changed gets all of the difference', () => {
  const before = tally(4, [100, 100]);
  expect(explain(before, tally(8, [100, 100, 100, 100]))).toEqual({ volume: 200, rate: 0, size: 0 });
  expect(explain(before, tally(4, [100, 100, 100]))).toEqual({ volume: 0, rate: 100, size: 0 });
  expect(explain(before, tally(4, [150, 150]))).toEqual({ volume: 0, rate: 0, size: 100 });
});

test('out of nothing everything is volume', () => {
  expect(explain(tally(0, []), tally(5, [300, 400]))).toEqual({ volume: 700, rate: 0, size: 0 });
});

test('the difference of two rates has the interval that Newcombe published', () => {
  // Newcombe 1998, table II: 56/70 against 48/80, method 10: 0.0524 to 0.3339.
  const range = rateDifference(tally(80, Array(48).fill(1)), tally(70, Array(56).fill(1)));
  expect(range.low).toBeCloseTo(0.0524, 4);
  expect(range.high).toBeCloseTo(0.3339, 4);
});

test('few deals say little of how many times as many there are', () => {
  const { low, high } = volumeRatio(tally(2, []), tally(4, []));
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(4);
  expect(volumeRatio(tally(100, []), tally(200, [])).low).toBeGreaterThan(1.5);
});

test('of one won deal nothing is said of sizes', () => {
  expect(sizeDifference(tally(3, [100]), tally(3, [100, 200]))).toBeNull();
  const range = sizeDifference(tally(4, [100, 110, 120]), tally(4, [300, 310, 320]));
  expect(range?.low).toBeGreaterThan(0);
});
