import { expect, test } from 'vitest';
import { mostOf } from './most-of.ts';

const bo = { id: 'bo', name: 'Bo' };
const ida = { id: 'ida', name: 'Ida' };
const fair = { id: 'fair', name: 'Autumn fair' };

test('says what a good part of the late ones have in common', () => {
  const rows = [bo, bo, bo, ida, ida].map((owner) => ({ owner, pool: null, campaign: null }));
  expect(mostOf(rows)).toMatchObject({ count: 3, words: 'with Bo' });
});

test('a campaign, where more come from it than are with any one person', () => {
  const rows = [bo, ida, bo].map((owner) => ({ owner, pool: null, campaign: fair }));
  expect(mostOf(rows)).toMatchObject({ count: 3, words: 'from Autumn fair' });
});

test('nothing where they are spread, or where it is a single one', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const spread = names.map((id) => ({ owner: { id, name: id }, pool: null, campaign: null }));
  expect(mostOf(spread)).toBeNull();
  expect(mostOf(spread.slice(0, 1))).toBeNull();
});
