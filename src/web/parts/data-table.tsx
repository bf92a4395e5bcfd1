import { Checkbox, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { phone } from './breakpoints.ts';
import classes from './data-table.module.css';
import { DataTableCards } from './data-table-cards.tsx';
import { toggled } from './data-table-selection.ts';
import { DataTableToolbar } from './data-table-toolbar.tsx';
import { type Column, type DataTableProps, nextSort, shownColumns } from './data-table-types.ts';
import { KeyHints } from './kbd.tsx';
import { ProblemNotice } from './problem-notice.tsx';

export type { Column, DataTableProps, Sort } from './data-table-types.ts';

const rowHeightPx = 36;
const overscanRows = 12;
/** The next page is asked for when this many rows are left below. */
const rowsAhead = 30;

/** A list of records: virtual, sortable, walked through by keyboard; cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const onPhone = useMediaQuery(phone) ?? false;
  const { rows, error, loading, empty } = props;
  const opens = props.rowHref !== undefined || props.onOpen !== undefined;
  let body: ReactNode;
  if (error && rows.length === 0) body = <ProblemNotice error={error} onRetry={props.onRetry} />;
  else if (loading && rows.length === 0) body = <Skeleton label={props.label} />;
  else if (rows.length === 0) body = empty ?? <p className="mute">Nothing to show.</p>;
  else if (onPhone) body = <DataTableCards {...props} />;
  else body = <Grid {...props} />;
  return (
    <section aria-label={props.label}>
      <DataTableToolbar {...props} onPhone={onPhone} />
      {error && rows.length > 0 ? <ProblemNotice error={error} onRetry={props.onRetry} /> : null}
      {body}
      {rows.length > 0 && opens && !onPhone ? (
        <div className={classes.hints}>
          <KeyHints
            hints={[
              ['ArrowUp ArrowDown', 'move'],
              ['Enter', 'open'],
            ]}
          />
        </div>
      ) : null}
    </section>
  );
}

function Grid<Row>(props: DataTableProps<Row>) {
  const { rows, hasMore, loadingMore, onMore } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: overscanRows,
  });
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const wantsMore = Boolean(hasMore && !loadingMore && last && last.index >= rows.length - rowsAhead);
  useEffect(() => {
    if (wantsMore) onMore?.();
  }, [wantsMore, onMore]);
  const walk = useRowWalk(box, rows.length, (index) => virtual.scrollToIndex(index));
  const columns = shownColumns(props.columns, props.shown);
  const tabbable =
    walk.active >= (first?.index ?? 0) && walk.active <= (last?.index ?? 0) ? walk.active : first?.index;
  const above = first?.start ?? 0;
  const below = virtual.getTotalSize() - (last?.end ?? 0);
  return (
    <div
      ref={box}
      className={classes.box}
      style={props.maxHeight ? { maxHeight: props.maxHeight } : undefined}
    >
      <table
        className={classes.table}
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-busy={props.refreshing || undefined}
        data-refreshing={props.refreshing || undefined}
        style={{ minWidth: minWidthOf(columns) }}
      >
        <Head {...props} columns={columns} />
        <tbody>
          <Spacer height={above} />
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <BodyRow
                key={props.rowKey(row)}
                table={props}
                columns={columns}
                row={row}
                index={item.index}
                tabbable={item.index === tabbable}
                onWalk={walk.onKeyDown}
                onReach={walk.reach}
              />
            );
          })}
          <Spacer height={below} />
        </tbody>
      </table>
      {loadingMore ? (
        <div className={classes.more} role="status" aria-label="Loading more">
          <Loader size="xs" color="ink" />
        </div>
      ) : null}
    </div>
  );
}

const defaultColumnPx = 140;

function minWidthOf<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? defaultColumnPx), 0);
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr className={classes.spacer} style={{ height }} /> : null;
}

/** Moves the focus from row to row, also to rows that are not drawn yet. */
function useRowWalk(
  box: React.RefObject<HTMLDivElement | null>,
  count: number,
  scrollTo: (index: number) => void,
) {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const goTo = (index: number) => {
    const target = Math.max(0, Math.min(count - 1, index));
    wanted.current = target;
    setActive(target);
    scrollTo(target);
  };
  const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 12, PageUp: -12 };
  const onKeyDown = (event: KeyboardEvent, index: number): boolean => {
    if (event.metaKey || event.ctrlKey || event.altKey) return false;
    const step = steps[event.key];
    if (step !== undefined) goTo(index + step);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(count - 1);
    else return false;
    event.preventDefault();
    return true;
  };
  return { active, onKeyDown, reach: setActive };
}

function Head<Row>({ columns, sort, onSort, onSelected, selected, rows, rowKey }: DataTableProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => selected?.has(rowKey(row)));
  return (
    <thead>
      <tr>
        {onSelected ? (
          <th className={classes.check} scope="col">
            <Checkbox
              size="xs"
              color="ink"
              aria-label="Select all shown"
              checked={all}
              indeterminate={!all && (selected?.size ?? 0) > 0}
              onChange={() => onSelected(all ? new Set() : new Set(rows.map(rowKey)))}
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const sorted = sort?.by === column.id ? sort.direction : null;
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              style={column.width ? { width: column.width } : undefined}
              aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => onSort(nextSort(sort, column.id))}
                >
                  {column.heading}
                  <span aria-hidden="true">{sorted === 'asc' ? ' ↑' : sorted === 'desc' ? ' ↓' : ''}</span>
                </button>
              ) : (
                (column.explained?.(column.heading) ?? column.heading)
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

type BodyRowProps<Row> = {
  table: DataTableProps<Row>;
  columns: readonly Column<Row>[];
  row: Row;
  index: number;
  tabbable: boolean;
  onWalk: (event: KeyboardEvent, index: number) => boolean;
  onReach: (index: number) => void;
};

const isOwnTarget = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label, select, textarea') !== null;

function BodyRow<Row>({ table, columns, row, index, tabbable, onWalk, onReach }: BodyRowProps<Row>) {
  const { rowHref, onOpen, onSelected, selected, rowKey } = table;
  const navigate = useNavigate();
  const key = rowKey(row);
  const href = rowHref?.(row);
  const open = () => (href ? void navigate({ to: href }) : onOpen?.(row));
  const onClick = (event: MouseEvent) => {
    if (isOwnTarget(event.target) || window.getSelection()?.toString()) return;
    if (href && (event.metaKey || event.ctrlKey)) window.open(href, '_blank', 'noopener');
    else open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (onWalk(event, index) || event.target !== event.currentTarget) return;
    if (event.key === 'Enter') open();
    else if ((event.key === ' ' || event.key === 'x') && onSelected) onSelected(toggled(selected, key));
    else return;
    event.preventDefault();
  };
  return (
    <tr
      data-index={index}
      data-opens={href || onOpen ? true : undefined}
      data-selected={selected?.has(key) || undefined}
      aria-rowindex={index + 2}
      tabIndex={tabbable ? 0 : -1}
      onFocus={() => onReach(index)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {onSelected ? (
        <td className={classes.check}>
          <Checkbox
            size="xs"
            color="ink"
            aria-label="Select"
            checked={selected?.has(key) ?? false}
            onChange={() => onSelected(toggled(selected, key))}
          />
        </td>
      ) : null}
      {columns.map((column, position) => (
        <td key={column.id} data-align={column.align}>
          {position === 0 && href ? (
            <Link to={href} className={classes.link} tabIndex={-1}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

const skeletonRows = ['92%', '78%', '85%', '66%', '88%', '73%', '81%', '60%'];

function Skeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={`Loading ${label}`} className={classes.skeleton}>
      {skeletonRows.map((width) => (
        <div key={width} style={{ width }} />
      ))}
    </div>
  );
}
