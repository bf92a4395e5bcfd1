import type { ReactNode } from 'react';

export type Column<Row> = {
  id: string;
  heading: string;
  /** The heading as a word that opens what it means; not of a column that is sorted by its heading. */
  explained?: (heading: string) => ReactNode;
  /** One line; long text is cut with an ellipsis. */
  cell: (row: Row) => ReactNode;
  /** Pixels. Columns without one share the rest. */
  width?: number;
  /** Numbers and money stand at the end. */
  align?: 'end';
  sortable?: boolean;
  /** Hidden until the reader chooses it. */
  optional?: boolean;
  /** Cannot be hidden. The first column never can. */
  fixed?: boolean;
};

export type Sort = { by: string; direction: 'asc' | 'desc' };

export type DataTableProps<Row> = {
  /** What the table lists, for screen readers: "Contacts". */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads; its first cell becomes the link. */
  rowHref?: (row: Row) => string;
  /** Or what opening a row does, where it leads nowhere. */
  onOpen?: (row: Row) => void;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** The ids of the shown columns, in their order; undefined shows all that are not optional. */
  shown?: readonly string[] | undefined;
  onShown?: (shown: string[] | undefined) => void;
  selected?: ReadonlySet<string>;
  onSelected?: (selected: Set<string>) => void;
  /** Of the first page; the table then shows its skeleton. */
  loading?: boolean;
  /** New rows are on their way; the old ones are shown pale. */
  refreshing?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Shown where there is no row: an `EmptyState` that says what to do. */
  empty?: ReactNode;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  /** Address of the same list as CSV. */
  exportHref?: string;
  /** At the left above the table: a count in words, a search field, bulk actions. */
  toolbar?: ReactNode;
  /** CSS height the table scrolls within; default: what is left of the window. */
  maxHeight?: string;
};

export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  shown: readonly string[] | undefined,
): Column<Row>[] {
  if (!shown) return columns.filter((column) => !column.optional);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const picked = shown.flatMap((id) => byId.get(id) ?? []);
  const must = columns.filter((column, index) => (column.fixed || index === 0) && !picked.includes(column));
  return [...must, ...picked];
}

/** The direction a press on a heading leads to: ascending first, then to and fro. */
export function nextSort(sort: Sort | undefined, id: string): Sort {
  if (sort?.by !== id) return { by: id, direction: 'asc' };
  return { by: id, direction: sort.direction === 'asc' ? 'desc' : 'asc' };
}
