import { expect, test } from 'vitest';
import { addColumn, addCustom, emptyMapping } from './mapping-edit.ts';
import { placeProblems, problemsOf } from './mapping-problems.ts';

const headings = ['E-mail', 'City', 'Score'];

test('a complaint stands at the column it is about, else at the record, the setting, or on top', () => {
  const email = addColumn(emptyMapping('leads'), 'E-mail', { record: 'contact', target: 'fields.email' });
  const mapping = addCustom(email, 'Score', 'contact', 'number');
  const placed = placeProblems(mapping, headings, [
    { path: 'records.contact.fields.email', message: 'no such field' },
    { path: 'records.contact.custom.score.type', message: 'is text here' },
    { path: 'custom.score.type', message: 'take another key' },
    { path: 'records.contact', message: 'nothing says who' },
    { path: 'system', message: 'small letters' },
    { path: 'records.gone', message: 'unknown' },
    { path: '', message: 'not an object' },
  ]);
  expect(placed.columns).toEqual({
    'E-mail': ['no such field'],
    Score: ['is text here', 'take another key'],
  });
  expect(placed.records).toEqual({ contact: ['nothing says who'] });
  expect(placed.settings).toEqual({ system: ['small letters'] });
  expect(placed.elsewhere).toEqual(['records.gone: unknown', 'not an object']);
  expect(placed.count).toBe(7);
});

test('a record that nothing identifies is told as the server would tell it', () => {
  const mapping = addColumn(emptyMapping('leads'), 'City', { record: 'contact', target: 'fields.city' });
  const [problem] = problemsOf(mapping);
  expect(problem?.path).toBe('records.contact');
  expect(problem?.message).toContain('nothing says which contact');
});
