import { expect, test } from 'vitest';
import { splitCsv } from './split-csv.ts';
import { deltaOf, formatDays, sentenceStart, timeLeft } from './words.ts';

test('days have as many digits as mean something', () => {
  expect([0.5, 1, 4.21, 11.4, 83].map((days) => formatDays(days))).toEqual([
    '12 hours',
    '1 day',
    '4.2 days',
    '11 days',
    '83 days',
  ]);
});

test('a difference is a share where there were enough, else plain', () => {
  expect(deltaOf(110, 100)).toEqual({ text: '+10%', isBetter: true, isWorse: false });
  expect(deltaOf(5, 16)).toEqual({ text: '−11', isBetter: false, isWorse: true });
  expect(deltaOf(5, null)).toBeNull();
});

test('the first line begins with the period', () => {
  expect(sentenceStart({ period: 'last90', from: '2026-01-01', to: '2026-03-31' })).toBe(
    'In the last 90 days',
  );
  expect(sentenceStart({ period: 'all', from: null, to: null })).toBe('In all,');
});

test('time left says how somebody stands', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const since = '2026-03-01T12:00:00Z';
  expect(timeLeft({ since, dueAt: null, now })).toEqual({ text: '9 d here', isLate: false });
  expect(timeLeft({ since, dueAt: '2026-03-04T12:00:00Z', now })).toEqual({ text: '6 d over', isLate: true });
  expect(timeLeft({ since, dueAt: '2026-03-12T12:00:00Z', now })).toEqual({
    text: 'due in 2 d',
    isLate: false,
  });
});

test('the CSV keeps exact amounts and runs no formula', () => {
  const row = {
    key: '=x',
    label: '=1+1',
    isRest: false,
    stages: { mql: 3 },
    throughout: null,
    deals: 1,
    value: [{ amountMinor: 12_345, currency: 'EUR' }],
  };
  const dimension = { key: 'tier', label: 'Tier, own', record: 'contact' as const, custom: true };
  expect(splitCsv({ dimension, currency: 'EUR', rows: [row] }, [{ key: 'mql', name: 'MQL' }])).toBe(
    `"Tier, own",MQL,Median days,Won deals,"Won (minor units, EUR)"\r\n'=1+1,3,,1,12345`,
  );
});
