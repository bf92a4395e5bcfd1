import { describe, expect, it } from 'vitest';
import { timelineFilters } from '../contract.ts';
import {
  activeFilters,
  type Filters,
  filterKeys,
  filterState,
  filterWords,
  noFilters,
  paramsOf,
} from './filters.ts';

const filters = (change: Partial<Filters>): Filters => ({ ...noFilters, ...change });
const nameOf = (id: string) => `name of ${id}`;

describe('filters in the address', () => {
  it('are the server’s own, by the same names', () => {
    const ours = new Set<string>(filterKeys);
    const theirs = Object.keys(timelineFilters).filter((key) => key !== 'marks');
    expect(theirs.toSorted()).toEqual([...ours].toSorted());
    expect(Object.keys(filterState.shape).toSorted()).toEqual([...ours].toSorted());
  });

  it('outlive a mangled address', () => {
    expect(filterState.parse({ kind: 'nonsense', verified: 3, types: '', channel: 'Webinar' })).toMatchObject(
      {
        kind: undefined,
        verified: undefined,
        types: undefined,
        channel: 'Webinar',
      },
    );
  });

  it('ask for whole days where the reader is, the last one included', () => {
    const asked = paramsOf({}, filters({ from: '2026-06-01', to: '2026-06-30' }));
    expect(asked).toEqual({
      from: new Date('2026-06-01T00:00:00').toISOString(),
      to: new Date('2026-07-01T00:00:00').toISOString(),
    });
    const exact = '2026-06-01T08:30:00.000Z';
    expect(paramsOf({}, filters({ from: exact }))).toEqual({ from: exact });
    expect(paramsOf({}, filters({ from: 'no day' }))).toEqual({});
  });

  it('send whose timeline it is, and words only from two letters on', () => {
    expect(paramsOf({ contactId: 'c' }, filters({ q: 'a', kind: 'person' }))).toEqual({
      contactId: 'c',
      kind: 'person',
    });
    expect(paramsOf({}, filters({ q: ' ab ' }))).toEqual({ q: 'ab' });
  });

  it('are told in words, a span of time as one', () => {
    const set = filters({
      types: 'call,page_view',
      from: '2026-06-01',
      to: '2026-06-30',
      verified: 'all',
      personId: 'p',
    });
    expect(activeFilters(set)).toEqual(['types', 'personId', 'verified', 'from']);
    expect(filterWords('types', set, nameOf)).toBe('call or page read');
    expect(filterWords('from', set, nameOf)).toMatch(/1.*to.*30/);
    expect(filterWords('verified', set, nameOf)).toBe('also bots and colleagues');
    expect(filterWords('personId', set, nameOf)).toBe('name of p');
  });
});
