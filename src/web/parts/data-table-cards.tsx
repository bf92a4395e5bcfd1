import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import classes from './data-table.module.css';
import { toggled } from './data-table-selection.ts';
import { type Column, type DataTableProps, shownColumns } from './data-table-types.ts';

const cardsAtOnce = 50;

/** The table on a phone: one card a row, more on request. */
export function DataTableCards<Row>(props: DataTableProps<Row>) {
  const [drawn, setDrawn] = useState(cardsAtOnce);
  const showMore = () => {
    setDrawn(drawn + cardsAtOnce);
    if (props.hasMore && drawn + cardsAtOnce > props.rows.length) props.onMore?.();
  };
  const [title, ...others] = shownColumns(props.columns, props.shown);
  return (
    <div>
      <ul className={classes.cards} aria-label={props.label} data-refreshing={props.refreshing || undefined}>
        {props.rows.slice(0, drawn).map((row) => (
          <li key={props.rowKey(row)} className={classes.card}>
            {props.onSelected ? <CardCheckbox row={row} table={props} /> : null}
            <div className={classes.cardBody}>
              <div className={classes.cardTitle}>
                <CardTitle row={row} table={props}>
                  {title?.cell(row)}
                </CardTitle>
              </div>
              <CardFacts row={row} columns={others} />
            </div>
          </li>
        ))}
      </ul>
      {props.hasMore || drawn < props.rows.length ? (
        <Button variant="default" fullWidth mt="sm" size="md" loading={props.loadingMore} onClick={showMore}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function CardTitle<Row>({
  row,
  table,
  children,
}: {
  row: Row;
  table: DataTableProps<Row>;
  children: ReactNode;
}) {
  const { rowHref, onOpen } = table;
  if (rowHref) return <Link to={rowHref(row)}>{children}</Link>;
  if (!onOpen) return children;
  return (
    <button type="button" className={classes.open} onClick={() => onOpen(row)}>
      {children}
    </button>
  );
}

function CardFacts<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <dl className={classes.facts}>
      {columns.map((column) => (
        <div key={column.id}>
          <dt>{column.explained?.(column.heading) ?? column.heading}</dt>
          <dd>{column.cell(row)}</dd>
        </div>
      ))}
    </dl>
  );
}

function CardCheckbox<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const { selected, onSelected, rowKey } = table;
  const key = rowKey(row);
  return (
    <Checkbox
      color="ink"
      aria-label="Select"
      checked={selected?.has(key) ?? false}
      onChange={() => onSelected?.(toggled(selected, key))}
    />
  );
}
