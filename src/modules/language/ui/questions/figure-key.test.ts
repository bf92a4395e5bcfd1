import { expect, test } from 'vitest';
import { figureHref, figureKeyOf } from './figure-key.ts';

test('a number has one key, in whatever order its address is written', () => {
  expect(figureKeyOf('/funnel', { of: 'people', stage: 'mql' })).toBe('/funnel#of=people&stage=mql');
  expect(figureKeyOf('/funnel', { stage: 'mql', of: 'people' })).toBe('/funnel#of=people&stage=mql');
  expect(figureKeyOf('/status', 'late')).toBe('/status#late');
  expect(figureKeyOf('/funnel', { of: 'x'.repeat(500) })).toHaveLength(200);
});

test('an address too long to keep leads to the page', () => {
  expect(figureHref('/funnel', '?mode=cohort')).toBe('/funnel?mode=cohort');
  expect(figureHref('/funnel', `?q=${'x'.repeat(3_000)}`)).toBe('/funnel');
});
