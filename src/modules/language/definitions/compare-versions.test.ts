import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareClauses } from './compare-versions.ts';
import type { Clause } from './contract.ts';
import { diffWords } from './diff-words.ts';

const clause = (label: string, text: string): Clause => ({ key: label, label, text });
const summaryOf = (older: string, newer: string) =>
  compareClauses([clause('pricing page', older)], [clause('pricing page', newer)]).summary;

test('says a difference in words', () => {
  expect(summaryOf('at least 1 view in 30 days', 'at least 2 views in 30 days')).toEqual([
    'pricing page: 2 views instead of 1 view',
  ]);
  expect(summaryOf('2 views in 30 days', '2 views in 60 days')).toEqual([
    'pricing page: 60 days instead of 30',
  ]);
  expect(summaryOf('competitors, students', 'competitors, students, unverified visits')).toEqual([
    'pricing page: also “, unverified visits”',
  ]);
  expect(summaryOf('the same', 'the same')).toEqual([]);
});

test('a clause that is new or gone is told as a whole', () => {
  const { clauses, summary } = compareClauses(
    [clause('never', 'competitors')],
    [clause('always', 'customers of partners')],
  );
  expect(summary).toEqual(['new: always: customers of partners', 'no longer: never: competitors']);
  expect(clauses.map(({ before, after }) => [before === null, after === null])).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('the pieces of each text are that text', () => {
  const words = fc
    .array(fc.constantFrom('a', 'lead', 'of', '2', '30', 'days', ',', '.', ' ', '  ', 'größer'), {
      maxLength: 30,
    })
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(words, words, (older, newer) => {
      const pieces = diffWords(older, newer);
      const textOf = (without: string) =>
        pieces
          .filter((piece) => piece.is !== without)
          .map((piece) => piece.text)
          .join('');
      expect(textOf('added')).toBe(older);
      expect(textOf('removed')).toBe(newer);
    }),
    { numRuns: 500 },
  );
});
