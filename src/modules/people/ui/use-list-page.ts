import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { phone } from '../../../web/parts/breakpoints.ts';
import type { Sort } from '../../../web/parts/data-table.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import type { FilterClause, RecordType } from '../lists/contract.ts';
import { customKeyOf, useFields } from './fields.ts';
import { clausesOf, columnsOf, listState, selectionOf, withoutShortcuts } from './list-state.ts';

const pageRows = 100;

/** A list page's state in the address, and what its operations are to be asked. */
export function useListPage(recordType: RecordType, options: { onPhone: readonly string[] }) {
  const [state, set] = useUrlState(listState);
  const fields = useFields(recordType);
  const isPhone = useMediaQuery(phone) ?? false;
  const clauses = useMemo(() => clausesOf(recordType, state), [recordType, state]);
  const selection = useMemo(() => selectionOf(clauses, state.q), [clauses, state.q]);
  const shown = columnsOf(state) ?? (isPhone ? [...options.onPhone] : undefined);
  const custom = (shown ?? []).flatMap((id) => customKeyOf(id) ?? []).join(',');
  const sort: Sort | undefined =
    state.sort === '' ? undefined : { by: state.sort, direction: state.dir ?? 'asc' };
  const order = sort ? { sort: sort.by, direction: sort.direction } : {};
  return {
    state,
    set,
    fields,
    clauses,
    selection,
    shown,
    sort,
    isSelection: clauses.length > 0 || state.q.trim() !== '',
    /** The list's input, but its cursor. */
    input: { limit: pageRows, ...selection, ...order, ...(custom === '' ? {} : { custom }) },
    setClauses: (next: FilterClause[]) =>
      set({ ...withoutShortcuts, filter: next.length > 0 ? next : undefined }),
    exportHref: (path: string, columns: readonly string[]) => {
      const query = new URLSearchParams(selection);
      if (sort) query.set('sort', sort.by);
      if (sort) query.set('direction', sort.direction);
      query.set('columns', columns.join(','));
      return `/api/v1${path}?${query}`;
    },
  };
}

export type ListPage = ReturnType<typeof useListPage>;
