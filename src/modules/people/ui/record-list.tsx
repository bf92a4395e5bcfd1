import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../../web/keys.ts';
import { type Column, DataTable, type DataTableProps } from '../../../web/parts/data-table.tsx';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { useMay } from '../../../web/session.ts';
import type { RecordType } from '../lists/contract.ts';
import type { CustomValue } from './api-types.ts';
import { BulkOwner } from './bulk-owner.tsx';
import { ButtonKey } from './button-key.tsx';
import { CustomCell } from './cells.tsx';
import { customKeyOf } from './fields.ts';
import { FilterBar } from './filter-bar.tsx';
import { changesOfView, viewStateOf, withoutShortcuts } from './list-state.ts';
import classes from './people.module.css';
import { PeopleTabs } from './people-tabs.tsx';
import { SavedViews } from './saved-views.tsx';
import type { ListPage } from './use-list-page.ts';

type Listed = { id: string; custom: Record<string, CustomValue> };

type RecordListProps<Row extends Listed> = {
  recordType: RecordType;
  /** The list's name in saved views and its path in the API. */
  name: 'contacts' | 'accounts' | 'deals';
  apiPath: string;
  /** "person", "people" */
  noun: readonly [one: string, many: string];
  list: ListPage;
  rows: Pick<
    DataTableProps<Row>,
    'rows' | 'loading' | 'refreshing' | 'error' | 'onRetry' | 'hasMore' | 'loadingMore' | 'onMore'
  >;
  count: { count: number; precision: 'exact' | 'about' } | undefined;
  columns: readonly Column<Row>[];
  rowHref: (row: Row) => string;
  /** Gives the selected records to one owner; without it, rows cannot be selected. */
  assign?: (ids: string[], ownerId: string | null) => Promise<{ changed: number }>;
  /** Shown where the workspace has none yet. */
  empty: ReactNode;
};

/** The list of one record type below its first line: tabs, views, filters, search, table. */
export function RecordList<Row extends Listed>(props: RecordListProps<Row>) {
  const { recordType, name, list, rows, columns, assign } = props;
  const mayWrite = useMay('people:write');
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const search = useRef<HTMLInputElement>(null);
  const selection = JSON.stringify(list.selection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection of records is another list.
  useEffect(() => setSelected(new Set()), [selection]);
  useKeys('Lists', [{ keys: '/', label: 'Search in the list', run: () => search.current?.focus() }]);
  const all = [...columns, ...customColumns<Row>(list)];
  const shownIds = list.shown ?? all.filter((column) => !column.optional).map((column) => column.id);
  const { state, set } = list;
  return (
    <>
      <div className={classes.listHead}>
        <PeopleTabs />
        <SavedViews
          page={name}
          state={viewStateOf(recordType, state)}
          viewId={state.view}
          onOpen={(view) => set(changesOfView(view))}
          onLeave={() => set(changesOfView({ id: '', state: {} }))}
        />
      </div>
      <DataTable
        {...rows}
        label={props.noun[1]}
        maxHeight="max(320px, calc(100dvh - 190px))"
        columns={all}
        rowKey={(row) => row.id}
        rowHref={props.rowHref}
        sort={list.sort}
        onSort={({ by, direction }) => set({ sort: by, dir: direction })}
        shown={list.shown}
        onShown={(shown) => set({ cols: shown?.join(',') })}
        {...(mayWrite && assign ? { selected, onSelected: setSelected } : {})}
        exportHref={list.exportHref(`${props.apiPath}/export`, shownIds)}
        empty={
          list.isSelection ? (
            <EmptyState
              heading={`No ${props.noun[0]} fits`}
              action={
                <Button
                  variant="default"
                  onClick={() => set({ ...withoutShortcuts, q: undefined, filter: undefined })}
                >
                  Clear search and filters
                </Button>
              }
            >
              Try fewer letters, or take a filter off.
            </EmptyState>
          ) : (
            props.empty
          )
        }
        toolbar={
          selected.size > 0 && assign ? (
            <BulkOwner ids={[...selected]} assign={assign} onDone={() => setSelected(new Set())} />
          ) : (
            <>
              <SearchField
                ref={search}
                noun={props.noun[1]}
                value={state.q}
                onChange={(q) => set({ q }, { replace: true })}
              />
              <div className={classes.filters}>
                <FilterBar fields={list.fields} clauses={list.clauses} onChange={list.setClauses} />
              </div>
              <span className={classes.count} role="status">
                {countWords(props.count, props.noun)}
              </span>
            </>
          )
        }
      />
    </>
  );
}

function customColumns<Row extends Listed>(list: ListPage): Column<Row>[] {
  return list.fields.flatMap((field) => {
    const key = customKeyOf(field.key);
    if (key === null) return [];
    return {
      id: field.key,
      heading: field.label,
      cell: (row: Row) => <CustomCell field={field} value={row.custom[key] ?? null} />,
      optional: true,
      sortable: true,
      ...(field.kind === 'number' ? { align: 'end' as const } : {}),
    };
  });
}

function countWords(
  count: { count: number; precision: 'exact' | 'about' } | undefined,
  noun: readonly [string, string],
): string {
  if (!count) return '';
  const word = count.count === 1 ? noun[0] : noun[1];
  return `${count.precision === 'about' ? 'about ' : ''}${formatCount(count.count)} ${word}`;
}

const typingPauseMs = 180;

type SearchFieldProps = {
  ref: React.Ref<HTMLInputElement>;
  noun: string;
  value: string;
  onChange: (value: string) => void;
};

/** Follows the typing at once, the address a moment later. */
function SearchField({ ref, noun, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, typingPauseMs);
  useEffect(() => {
    // Changed from elsewhere: "back", a view, a link.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  return (
    <TextInput
      ref={ref}
      type="search"
      size="xs"
      className={classes.search}
      aria-label={`Search ${noun}`}
      placeholder={`Search ${noun}`}
      rightSection={text === '' ? <ButtonKey keys="/" /> : null}
      rightSectionPointerEvents="none"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text === '') event.currentTarget.blur();
      }}
    />
  );
}
