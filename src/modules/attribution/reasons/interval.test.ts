import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalOf, wilson } from './interval.ts';

test('Wilson’s interval as it is published', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  for (const [hits, of, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const found = wilson(hits, of);
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  }
});

test('it holds the share, lies within what shares can be, and narrows with more of the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), (of, wanted) => {
      const hits = Math.min(wanted, of);
      const few = wilson(hits, of);
      const many = wilson(hits * 10, of * 10);
      if (few === null || many === null) throw new Error('there is something to count');
      expect(few.low).toBeGreaterThanOrEqual(0);
      expect(few.high).toBeLessThanOrEqual(1);
      expect(few.low).toBeLessThanOrEqual(few.share);
      expect(few.high).toBeGreaterThanOrEqual(few.share);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }),
  );
});

test('of nothing there is no share', () => {
  expect(wilson(0, 0)).toBe(null);
  expect(intervalOf(0, 0)).toBe('');
  expect(intervalOf(7, 8)).toBe('(95 %: 53 to 98 %)');
});
