import { describe, expect, it } from 'vitest';
import type { FilterClause, ListField } from '../lists/contract.ts';
import { clauseWords, minorUnits } from './filter-words.ts';

const words = (field: Partial<ListField>, clause: Partial<FilterClause>) =>
  clauseWords(
    { key: 'x', label: 'X', kind: 'text', ...field },
    { field: 'x', op: 'equals', ...clause },
    { currency: 'EUR', nameOf: (id) => `name of ${id}` },
  );

describe('a filter in words', () => {
  it('names options and records, not their keys', () => {
    const options = [
      { value: 'mql', label: 'MQL' },
      { value: 'sal', label: 'SAL' },
    ];
    expect(words({ kind: 'option', options }, { op: 'one_of', values: ['mql', 'sal'] })).toBe('MQL or SAL');
    expect(words({ kind: 'ref', refers: 'teammate' }, { op: 'one_of', values: ['7'] })).toBe('name of 7');
  });
  it('says how many more there are in a long list', () => {
    expect(words({}, { op: 'one_of', values: ['a', 'b', 'c', 'd', 'e'] })).toBe('a, b or 3 others');
  });
  it('reads money in major units', () => {
    expect(words({ kind: 'money' }, { op: 'greater', value: 500_000 })).toMatch(/^over .*5,000$/);
    expect([minorUnits('EUR'), minorUnits('JPY')]).toEqual([100, 1]);
  });
  it('counts days', () => {
    expect(words({ kind: 'time' }, { op: 'last_days', value: 30 })).toBe('in the last 30 days');
    expect(words({ kind: 'time' }, { op: 'more_than_days_ago', value: 1 })).toBe('more than 1 day ago');
  });
});
