import { expect, test } from 'vitest';
import { keyFrom } from './editors/key-from.ts';
import { missingIn, problemsUnder } from './editors/problems.ts';
import { backtestWords, firstSentence, listWords, waitsFor } from './words.ts';

test('a list shows the first sentence of a meaning', () => {
  expect(firstSentence('Sales accepted lead. Somebody works it.')).toBe('Sales accepted lead.');
  expect(firstSentence('SAL ÷ MQL, version 2.1 of it')).toBe('SAL ÷ MQL, version 2.1 of it');
});

test('a backtest goes on as a sentence', () => {
  expect(backtestWords('passes 18 % fewer leads')).toBe('It passes 18 % fewer leads.');
  expect(backtestWords('Nothing would differ.')).toBe('Nothing would differ.');
  expect(backtestWords(' ')).toBe('');
});

test('names stand in a row as they are spoken', () => {
  expect(listWords(['marketing', 'sales'])).toBe('marketing and sales');
  expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
});

test('a reason takes its key from its name and never that of another', () => {
  expect(keyFrom('No budget (yet)', [])).toBe('no_budget_yet');
  expect(keyFrom('No budget', ['no_budget'])).toBe('no_budget_2');
  expect(keyFrom('2nd time', [])).toBe('nd_time');
  expect(keyFrom('???', [])).toBe('reason');
});

test('problems of a part are seen from that part', () => {
  const problems = [
    { path: 'tests.0.rule.rules.1', message: 'a window has at least one day' },
    { path: 'tests.1.name', message: 'a name' },
  ];
  expect(problemsUnder(problems, 'tests.0.rule')).toEqual([
    { path: 'rules.1', message: 'a window has at least one day' },
  ]);
});

test('a text says what it still lacks', () => {
  expect(missingIn({ kind: 'term', word: '', meaning: 'x' })).toBe('the word itself is missing');
  expect(missingIn({ kind: 'term', word: 'MQL', meaning: ' ' })).toBe('say in a sentence what it means');
  expect(missingIn({ kind: 'term', word: 'MQL', meaning: 'x' })).toBeNull();
});

test('a proposal waits for the side that has not signed, the start for who has signed for neither', () => {
  const summary = {
    id: '1',
    kind: 'term' as const,
    key: 'mql',
    word: 'MQL',
    meaning: 'x',
    inForce: {
      versionId: '1',
      number: 1,
      from: '2026-11-12T10:00:00.000Z',
      unsigned: true,
      signatures: [{ side: 'marketing' as const, name: 'Alma Berg', at: '2026-11-12T10:00:00.000Z' }],
    },
    proposal: null,
    openQuestions: 0,
    stageKey: null,
  };
  expect(waitsFor(summary, { name: 'Sven Holt', sides: ['sales'] })).toBe(true);
  expect(waitsFor(summary, { name: 'Mara Linde', sides: ['marketing'] })).toBe(false);
  expect(waitsFor(summary, { name: 'Alma Berg', sides: ['marketing', 'sales'] })).toBe(false);
});
