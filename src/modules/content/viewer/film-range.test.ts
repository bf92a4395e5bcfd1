import { expect, test } from 'vitest';
import { spanOf } from './film-range.ts';

test.each([
  ['bytes=0-1', { from: 0, to: 1 }],
  ['bytes=0-', { from: 0, to: 999 }],
  ['bytes=500-', { from: 500, to: 999 }],
  ['bytes=900-5000', { from: 900, to: 999 }],
  ['bytes=-100', { from: 900, to: 999 }],
  ['bytes=-5000', { from: 0, to: 999 }],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-2', 'whole'],
  ['bytes=0-1,5-6', 'whole'],
  ['bytes=-', 'whole'],
  ['items=0-1', 'whole'],
  ['bytes=9999999999999999999-', 'whole'],
  [undefined, 'whole'],
])('%s of a film of 1,000 bytes', (header, span) => {
  expect(spanOf(header, 1_000)).toEqual(span);
});
