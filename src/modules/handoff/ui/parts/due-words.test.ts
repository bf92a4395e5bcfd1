import { describe, expect, test } from 'vitest';
import { dueWords, nextDue, spanWords } from './due-words.ts';

const now = new Date(2026, 5, 3, 10, 0);
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const open = {
  state: 'offered',
  responseDueAt: later(38).toISOString(),
  dispositionDueAt: later(3_000).toISOString(),
  firstResponseAt: null,
  paused: false,
};

describe('what is owed next', () => {
  test('the first response before the answer; the answer once there was a response', () => {
    expect(nextDue(open, now)).toMatchObject({ what: 'first response', late: false });
    expect(nextDue({ ...open, firstResponseAt: now.toISOString() }, now)).toMatchObject({ what: 'answer' });
  });

  test('nothing of one that was accepted and answered, or that came back', () => {
    expect(nextDue({ ...open, state: 'accepted', firstResponseAt: now.toISOString() }, now)).toBeNull();
    expect(nextDue({ ...open, state: 'rejected' }, now)).toBeNull();
  });

  test('late once the time has passed, unless the clocks stand still', () => {
    const passed = { ...open, responseDueAt: later(-1).toISOString() };
    expect(nextDue(passed, now)?.late).toBe(true);
    expect(nextDue({ ...passed, paused: true }, now)?.late).toBe(false);
  });
});

describe('times in words', () => {
  test.each([
    [38, 'due in 38 min'],
    [130, 'due in 2 h 10'],
    [120, 'due in 2 h'],
    [13 * 60, /^due today, (23|11)\D00/],
    [24 * 60, /^due tomorrow, 10\D00/],
    [72 * 60, 'due in 3 days'],
    [-130, '2 h 10 late'],
    [-3 * 24 * 60, '3 days late'],
  ])('%d minutes from now: %s', (minutes, words) => {
    expect(dueWords(later(minutes), now)).toMatch(words);
  });

  test('a far day by its date; less than a minute', () => {
    expect(dueWords(later(40 * 24 * 60), now)).toMatch(/^due .*1?3/);
    expect(spanWords(20_000)).toBe('less than a minute');
  });
});
