import { describe, expect, it } from 'vitest';
import { gradeWords, pointsText, pointsWords, signed } from './words.ts';

describe('points in words', () => {
  it('are whole in a sentence and to a tenth in a ledger', () => {
    expect(pointsWords(63.6)).toBe('64 points');
    expect(pointsWords(1)).toBe('1 point');
    expect(pointsText(12)).toBe('12');
    expect(pointsText(2.345)).toBe('2.3');
    expect(signed(9.96)).toBe('+10');
    expect(signed(-3)).toBe('−3');
  });

  it('say what a grade means', () => {
    expect(gradeWords('A2')).toBe('A2: fits very well, engaged');
  });
});
