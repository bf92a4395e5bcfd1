import { describe, expect, test } from 'vitest';
import { type Column, nextSort, shownColumns } from './data-table-types.ts';

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  heading: id,
  cell: () => id,
  ...more,
});
const columns = [
  column('name'),
  column('account'),
  column('owner', { optional: true }),
  column('stage', { fixed: true }),
];
const ids = (shown: readonly string[] | undefined) => shownColumns(columns, shown).map(({ id }) => id);

describe('shown columns', () => {
  test('are all but the optional ones at first', () => {
    expect(ids(undefined)).toEqual(['name', 'account', 'stage']);
  });

  test('stand in the chosen order; the first and the fixed ones never go, unknown ids are let be', () => {
    expect(ids(['owner', 'gone', 'account'])).toEqual(['name', 'stage', 'owner', 'account']);
  });
});

describe('sorting by a heading', () => {
  test('begins upwards and turns with each press', () => {
    const first = nextSort(undefined, 'name');
    expect(first).toEqual({ by: 'name', direction: 'asc' });
    expect(nextSort(first, 'name').direction).toBe('desc');
    expect(nextSort(nextSort(first, 'name'), 'name').direction).toBe('asc');
    expect(nextSort(first, 'stage')).toEqual({ by: 'stage', direction: 'asc' });
  });
});
