import { Button, Checkbox, Menu, Popover, Stack } from '@mantine/core';
import classes from './data-table.module.css';
import { type Column, type DataTableProps, nextSort, shownColumns } from './data-table-types.ts';

type ToolbarProps<Row> = Pick<
  DataTableProps<Row>,
  'columns' | 'toolbar' | 'shown' | 'onShown' | 'exportHref' | 'sort' | 'onSort'
> & { onPhone: boolean };

/** Above the table: what the page puts there, the columns to choose, the CSV. */
export function DataTableToolbar<Row>(props: ToolbarProps<Row>) {
  const { toolbar, onShown, exportHref, onSort, onPhone } = props;
  if (!toolbar && !onShown && !exportHref && !(onPhone && onSort)) return null;
  return (
    <div className={classes.toolbar}>
      <div className={classes.toolbarLeft}>{toolbar}</div>
      <div className={classes.toolbarRight}>
        {onPhone && onSort ? <SortMenu {...props} onSort={onSort} /> : null}
        {onShown ? <ColumnChooser columns={props.columns} shown={props.shown} onShown={onShown} /> : null}
        {exportHref ? (
          <Button component="a" href={exportHref} download variant="default" size="xs">
            CSV
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type ColumnChooserProps<Row> = {
  columns: readonly Column<Row>[];
  shown: readonly string[] | undefined;
  onShown: (shown: string[] | undefined) => void;
};

function ColumnChooser<Row>({ columns, shown, onShown }: ColumnChooserProps<Row>) {
  const current = shownColumns(columns, shown).map((column) => column.id);
  const toggle = (id: string) => {
    onShown(current.includes(id) ? current.filter((other) => other !== id) : [...current, id]);
  };
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8} mah={360} style={{ overflowY: 'auto' }}>
          {columns.map((column, index) => (
            <Checkbox
              key={column.id}
              size="xs"
              color="ink"
              label={column.heading}
              checked={current.includes(column.id)}
              disabled={column.fixed || index === 0}
              onChange={() => toggle(column.id)}
            />
          ))}
        </Stack>
        {shown ? (
          <Button mt="sm" variant="subtle" size="compact-xs" onClick={() => onShown(undefined)}>
            As at first
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** A phone shows cards, which have no headings to press. */
function SortMenu<Row>({
  columns,
  sort,
  onSort,
}: ToolbarProps<Row> & { onSort: NonNullable<ToolbarProps<Row>['onSort']> }) {
  const current = columns.find((column) => column.id === sort?.by);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs">
          {current ? `By ${current.heading} ${sort?.direction === 'desc' ? '↓' : '↑'}` : 'Sort'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter((column) => column.sortable)
          .map((column) => (
            <Menu.Item key={column.id} onClick={() => onSort(nextSort(sort, column.id))}>
              {column.heading}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
