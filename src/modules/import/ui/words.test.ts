import { expect, test } from 'vitest';
import { bytesInWords, counted, listed, reasonLabel, secondsInWords } from './words.ts';

test('counts, sizes and times in words', () => {
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(8_000, 'row')).toMatch(/^8.000 rows$/);
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(bytesInWords(999)).toBe('999 bytes');
  expect(bytesInWords(703_836)).toBe('704 KB');
  expect(bytesInWords(1_250_000_000)).toMatch(/^1.3 GB$/);
  expect(secondsInWords(0.4)).toBe('under a second');
  expect(secondsInWords(75)).toBe('75 s');
  expect(secondsInWords(7_900)).toBe('2 h 12 min');
  expect(reasonLabel('impossible_date')).toBe('A date that does not exist');
  expect(reasonLabel('something_new')).toBe('Something new');
});
