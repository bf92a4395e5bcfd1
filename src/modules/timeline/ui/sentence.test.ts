import { describe, expect, it } from 'vitest';
import { sentenceDay } from './sentence.tsx';

describe('a day within a sentence', () => {
  const now = new Date(2026, 5, 20, 9, 0);
  it('is told as people say it, in the reader’s zone', () => {
    expect(sentenceDay(new Date(2026, 5, 20, 0, 1), now)).toBe('today');
    expect(sentenceDay(new Date(2026, 5, 19, 23, 59), now)).toBe('yesterday');
    expect(sentenceDay(new Date(2026, 5, 3, 12), now)).toMatch(/June/);
    expect(sentenceDay(new Date(2026, 5, 3, 12), now)).not.toMatch(/2026/);
    expect(sentenceDay(new Date(2025, 5, 3, 12), now)).toMatch(/2025/);
  });
});
