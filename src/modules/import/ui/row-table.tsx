import classes from './row-table.module.css';

export type TableRow = {
  rowNumber: number;
  cells: readonly string[];
  /** Why it is refused; null where it is not. */
  reason: string | null;
  /** The heading of the cell at fault. */
  column: string | null;
};

type RowTableProps = { label: string; headings: readonly string[]; rows: readonly TableRow[] };

/** Rows of a file as they were read; below a refused one its reason, and the cell at fault is marked. */
export function RowTable({ label, headings, rows }: RowTableProps) {
  const named = distinct(headings);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keyboard too.
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.rowTable}>
        <thead>
          <tr>
            <th scope="col">Row</th>
            {named.map(({ key, text }) => (
              <th key={key} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RowCells key={row.rowNumber} row={row} headings={headings} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RowCells({ row, headings }: { row: TableRow; headings: readonly string[] }) {
  const { rowNumber, cells, reason, column } = row;
  const width = Math.max(headings.length, cells.length);
  const places = distinct(Array.from({ length: width }, (_, index) => headings[index] ?? ''));
  return (
    <>
      <tr>
        <th scope="row">{rowNumber}</th>
        {places.map(({ key, text }, index) => (
          <td key={key} data-fault={(column !== null && text === column) || undefined} title={cells[index]}>
            {cells[index] ?? ''}
          </td>
        ))}
      </tr>
      {reason === null ? null : (
        <tr className={classes.reasonRow}>
          <td />
          <td colSpan={width}>
            <span className={classes.reasonText}>{reason}</span>
          </td>
        </tr>
      )}
    </>
  );
}

/** Headings with a key each: two columns may be called the same. */
function distinct(headings: readonly string[]): { key: string; text: string }[] {
  return headings.map((text, index) => ({ key: `${index} ${text}`, text }));
}
