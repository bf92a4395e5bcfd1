import { expect, test } from 'vitest';
import { dayMs, forecast } from './forecast.ts';
import type { BoardDeal } from './reading/board-deal.ts';
import { seededRandom } from './seeded-random.ts';

const asOfMs = Date.UTC(2026, 10, 22);
const ago = (days: number) => asOfMs - days * dayMs;

function deal(part: Partial<BoardDeal> & { openedMs: number }): BoardDeal {
  return {
    id: String(part.openedMs),
    status: 'open',
    closedMs: null,
    amountMinor: 10_000,
    channel: '',
    segment: '',
    stage: 'Proposal',
    moves: [],
    ...part,
  };
}

/** Deals opened every five days for two years; each is decided after 40 days, and so many of ten are won. */
function market(wonOfTen: number): BoardDeal[] {
  const random = seededRandom(5);
  return Array.from({ length: 146 }, (_, nth) => {
    const openedMs = ago(730 - nth * 5);
    const closedMs = openedMs + 40 * dayMs;
    if (closedMs > asOfMs) return deal({ openedMs });
    return deal({ openedMs, closedMs, status: random.uniform() < wonOfTen / 10 ? 'won' : 'lost' });
  });
}

const options = { fromMs: ago(52), asOfMs, untilMs: asOfMs + 39 * dayMs, seed: 1 };

test('a market in which all deals are won is expected to go on, and one in which none is, not', async () => {
  const all = await forecast(market(10), options);
  const none = await forecast(market(0), options);
  expect(all.openDeals).toBe(none.openDeals);
  expect(all.expectedMinor).toBeGreaterThan(all.wonMinor + all.openMinor * 0.7);
  expect(none.expectedMinor).toBeLessThan(none.openMinor * 0.2);
});

test('the interval holds what is expected, and the same seed gives the same', async () => {
  const deals = market(4);
  const one = await forecast(deals, options);
  expect(one.interval.low).toBeLessThanOrEqual(one.expectedMinor);
  expect(one.interval.high).toBeGreaterThanOrEqual(one.expectedMinor);
  expect(one.interval.low).toBeGreaterThanOrEqual(one.wonMinor);
  expect(await forecast(deals, options)).toEqual(one);
});

test('nothing that happened afterwards changes what would have been said', async () => {
  const deals = market(5);
  const saidMs = ago(92);
  const then = { fromMs: ago(100), asOfMs: saidMs, untilMs: ago(10), seed: 3 };
  const known = deals
    .filter(({ openedMs }) => openedMs <= saidMs)
    .map((one) =>
      one.closedMs !== null && one.closedMs > saidMs
        ? { ...one, status: 'open' as const, closedMs: null }
        : one,
    );
  expect(await forecast(deals, then)).toEqual(await forecast(known, then));
});

test('a quarter that has not begun holds only what is won within it', async () => {
  const next = await forecast(market(10), {
    fromMs: asOfMs + 39 * dayMs,
    asOfMs,
    untilMs: asOfMs + 129 * dayMs,
    seed: 1,
  });
  expect(next.wonMinor).toBe(0);
  expect(next.expectedMinor).toBeGreaterThan(0);
});

test('without any deal there is nothing to say', async () => {
  const nothing = await forecast([], options);
  expect(nothing).toMatchObject({ expectedMinor: 0, openDeals: 0, interval: { low: 0, high: 0 } });
});

test('beta draws have the mean and spread of the distribution', async () => {
  const random = seededRandom(11);
  const draws = Array.from({ length: 20_000 }, () => random.beta(3, 5));
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length;
  expect(mean).toBeCloseTo(3 / 8, 2);
  expect(variance).toBeCloseTo(15 / (64 * 9), 3);
});
