import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { rowsOf } from '../facts/make-journeys.ts';
import { digitsOf, exchangeOf, type RateStep, rateSql, worthSql } from './money.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const dayMs = 86_400_000;
const step = (currency: string, day: string, rate: number): RateStep => ({
  currency,
  rate,
  validFrom: day,
  fromMs: Date.parse(`${day}T00:00:00Z`),
});
const rates = [
  step('JPY', '2026-01-01', 0.0061),
  step('USD', '2026-01-01', 0.9),
  step('USD', '2026-03-01', 0.95),
];
const exchange = exchangeOf({ currency: 'EUR', rates });
const ms = (day: string) => Date.parse(`${day}T12:00:00Z`);

test('by the rate in force on the day, from the day itself on, rounded once', () => {
  expect(exchange.at(1_001, 'USD', ms('2026-02-28'))).toBe(901);
  expect(exchange.onDay(1_001, 'USD', '2026-02-28')).toBe(901);
  expect(exchange.onDay(1_000, 'USD', '2026-03-01')).toBe(950);
  expect(exchange.at(1_000, 'USD', Date.parse('2026-03-01T00:00:00Z'))).toBe(950);
});

test('what has no currency, or the workspace’s own, is taken as it is; without a rate of the day there is no worth', () => {
  expect(exchange.at(777, '', 0)).toBe(777);
  expect(exchange.at(777, null, 0)).toBe(777);
  expect(exchange.at(777, 'EUR', 0)).toBe(777);
  expect(exchange.at(777, 'USD', ms('2025-12-31'))).toBeNull();
  expect(exchange.onDay(777, 'GBP', '2026-05-01')).toBeNull();
});

test('currencies without minor units: a thousand yen are six euros and ten cents', () => {
  expect([digitsOf('JPY'), digitsOf('EUR'), digitsOf('not one')]).toEqual([0, 2, 2]);
  expect(exchange.onDay(1_000, 'JPY', '2026-01-01')).toBe(610);
});

test('ClickHouse converts to the same minor unit', async () => {
  const one = fc.record({
    amount: fc.integer({ min: -10_000_000, max: 1_000_000_000 }),
    currency: fc.constantFrom('EUR', '', 'USD', 'JPY', 'GBP'),
    ms: fc.integer({ min: ms('2025-12-25'), max: ms('2026-03-01') + 10 * dayMs }),
  });
  const some = fc.sample(one, { numRuns: 500, seed: 7 });
  const columns = { amount: 'amount', currency: 'currency', ms: 'ms' };
  const rows = await rowsOf<{ worth: number | null; rate: number }>(
    services.clickhouse,
    `select ${worthSql({ currency: 'EUR', rates }, columns)} as worth,
      ${rateSql({ own: 'EUR', asked: 'EUR', rates, ...columns })} as rate
    from values('amount Int64, currency String, ms Int64', ${some.map((row) => `(${row.amount}, '${row.currency}', ${row.ms})`).join(', ')})`,
  );
  const expected = some.map((row) => exchange.at(row.amount, row.currency, row.ms));
  expect(rows.map(({ worth }) => worth)).toEqual(expected);
  expect(rows.map(({ rate }) => rate > 0)).toEqual(expected.map((worth) => worth !== null));
});
