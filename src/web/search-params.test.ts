import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

describe('page state in the address', () => {
  test('is readable', () => {
    expect(stringifySearch({ q: 'pump & co', lens: 'gates', at: '2026-01-31T09:00' })).toBe(
      '?q=pump+%26+co&lens=gates&at=2026-01-31T09:00',
    );
  });

  test('leaves out what is not set', () => {
    expect(stringifySearch({ q: '', stage: undefined, owner: null })).toBe('');
  });

  test('a number typed into the address stays text for the schema of the page', () => {
    expect(parseSearch('?q=0042&page=3')).toEqual({ q: '0042', page: '3' });
  });

  test('shows the page when the address is mangled', () => {
    expect(parseSearch('?filter=[{"field"')).toEqual({ filter: '[{"field"' });
  });

  test('any text, list or object comes back as it was', () => {
    const value = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(parseSearch(stringifySearch({ given }))).toEqual({ given });
      }),
    );
  });
});
