import { expect, test } from 'vitest';
import { daysOf, moveOf, weekName } from './capacity-words.ts';

test('weeks are named by their days', () => {
  expect(daysOf({ from: '2026-11-16', to: '2026-11-22' })).toBe('16–22 Nov');
  expect(daysOf({ from: '2026-11-30', to: '2026-12-06' })).toBe('30 Nov – 6 Dec');
  expect(weekName('2026-W47')).toBe('W47');
});

test('a backlog grows, falls, stays or is worked off', () => {
  expect(moveOf(21, 29)).toBe('grows to 29');
  expect(moveOf(21.4, 3)).toBe('falls to 3');
  expect(moveOf(12, 12.3)).toBe('stays at 12');
  expect(moveOf(4, 0.2)).toBe('is worked off');
});
