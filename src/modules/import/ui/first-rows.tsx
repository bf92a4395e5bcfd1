import classes from './import.module.css';
import type { PreviewView } from './import-view.ts';
import { RowTable } from './row-table.tsx';

type Refusals = NonNullable<PreviewView['mapped']>['refusals'];

/** The file's first rows as they were read, each refused one with its reason. */
export function FirstRows({ preview, refusals }: { preview: PreviewView; refusals: Refusals }) {
  const byRow = new Map(refusals.map((refusal) => [refusal.rowNumber, refusal]));
  const title =
    preview.rows.length === 0
      ? 'There are no rows below the headings'
      : `The first ${preview.rows.length === 1 ? 'row' : `${preview.rows.length} rows`}, as they were read`;
  const rows = preview.rows.map(({ rowNumber, cells, refusal }) => {
    const refused = byRow.get(rowNumber);
    return { rowNumber, cells, reason: refused?.reason ?? refusal, column: refused?.column ?? null };
  });
  return (
    <div className={classes.rows}>
      <h2>{title}</h2>
      <RowTable label="First rows" headings={preview.headings} rows={rows} />
    </div>
  );
}
