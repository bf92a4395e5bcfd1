import { expect, test } from 'vitest';
import { wilson } from '../value/statistics/wilson.ts';
import { liftOf } from './lift-of.ts';

test('the ratio with Haldane’s correction and its log-normal interval, worked by hand', () => {
  // (8.5 / 12) ÷ (7.5 / 30); its logarithm's deviation is √(1/8.5 − 1/12 + 1/7.5 − 1/30).
  const lift = liftOf({ withWins: 8, withDeals: 11, withoutWins: 7, withoutDeals: 29 });
  expect(lift.ratio).toBeCloseTo(2.8333, 4);
  const deviation = Math.sqrt(1 / 8.5 - 1 / 12 + 1 / 7.5 - 1 / 30);
  expect(lift.low).toBeCloseTo(2.8333 * Math.exp(-1.96 * deviation), 3);
  expect(lift.high).toBeCloseTo(2.8333 * Math.exp(1.96 * deviation), 2);
  expect(lift.verdict).toBe('more');
});

test('an interval that holds 1 shows nothing, and no share of none or all is without end', () => {
  expect(liftOf({ withWins: 3, withDeals: 6, withoutWins: 14, withoutDeals: 37 }).verdict).toBe('not-shown');
  const none = liftOf({ withWins: 0, withDeals: 40, withoutWins: 30, withoutDeals: 40 });
  expect(none.verdict).toBe('less');
  expect(none.ratio).toBeGreaterThan(0);
  const every = liftOf({ withWins: 5, withDeals: 5, withoutWins: 0, withoutDeals: 5 });
  expect(Number.isFinite(every.high)).toBe(true);
});

test('the other way round it is the inverse', () => {
  const one = liftOf({ withWins: 9, withDeals: 12, withoutWins: 8, withoutDeals: 30 });
  const other = liftOf({ withWins: 8, withDeals: 30, withoutWins: 9, withoutDeals: 12 });
  expect((one.ratio ?? 0) * (other.ratio ?? 0)).toBeCloseTo(1, 12);
  expect((one.low ?? 0) * (other.high ?? 0)).toBeCloseTo(1, 12);
});

test('under five deals on a side nothing is said', () => {
  const few = { ratio: null, low: null, high: null, verdict: 'too-few' };
  expect(liftOf({ withWins: 4, withDeals: 4, withoutWins: 1, withoutDeals: 50 })).toEqual(few);
  expect(liftOf({ withWins: 40, withDeals: 50, withoutWins: 0, withoutDeals: 4 })).toEqual(few);
});

test('Wilson’s interval as it is published', () => {
  // Newcombe 1998, table I.
  for (const [hits, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [0, 20, 0, 0.1611],
  ] as const) {
    const rate = wilson(hits, n);
    expect(rate?.low).toBeCloseTo(low, 4);
    expect(rate?.high).toBeCloseTo(high, 4);
  }
  expect(wilson(0, 0)).toBe(null);
});
