import { expect, test } from 'vitest';
import { nextMonth, readPairs, writePair } from './state.ts';

test('figures by stage stand in the address and can be taken out again', () => {
  const text = writePair(writePair('', 'mql', 40), 'sal', 55.5);
  expect(text).toBe('mql:40,sal:55.5');
  expect([...readPairs(text)]).toEqual([
    ['mql', 40],
    ['sal', 55.5],
  ]);
  expect(writePair(text, 'mql', null)).toBe('sal:55.5');
  expect([...readPairs('mql:x,:3,sal:,sql:-1')]).toEqual([]);
});

test('the month after December is January', () => {
  expect(nextMonth('2026-12')).toBe('2027-01');
  expect(nextMonth('2026-03')).toBe('2026-04');
});
