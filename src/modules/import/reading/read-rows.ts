import type { FileFormat } from './detect-format.ts';
import { asAsciiCompatible } from './encoding.ts';
import { type RawRecord, RecordFramer } from './record-framer.ts';

/** Why a row could not be taken; `words` say it to the person who will correct it. */
export type Refusal = { code: RefusalCode; words: string; column: string | null };

/** What is wrong with a row's shape, then with its values. */
export type RefusalCode =
  | 'too_few_cells'
  | 'too_many_cells'
  | 'wholly_quoted'
  | 'row_too_long'
  | 'unclosed_quote'
  | 'stray_quote'
  | 'nul_character'
  | 'wrong_encoding'
  | 'wrong_type'
  | 'impossible_date'
  | 'unknown_option'
  | 'missing_id'
  | 'missing_value'
  | 'value_too_long'
  | 'not_accepted';

/** The name of the column that Liaison adds to a file of refused rows; ignored when such a file is imported. */
export const reasonHeading = 'refused_because';

/** Begins the reason in a misshapen row, which stands in no column of its own and is not to be read as a cell. */
export const misshapenMark = '[refused] ';

export type FileRow = {
  /** As a spreadsheet numbers rows: the heading row is 1, so the first row below it is 2. */
  rowNumber: number;
  cells: string[];
  refusal: Refusal | null;
  /** Where in the file reading goes on after this row. */
  endOffset: number;
};

export type ReadPosition = { offset: number; rowNumber: number };

const maxRowsAtOnce = 2_000;

const startOf = (format: FileFormat): ReadPosition => ({ offset: format.bomBytes, rowNumber: 0 });

/**
 * The rows below the heading, in blocks as they come. `open` gives the file's bytes from a position on; reading again
 * from `after` (an earlier row's `endOffset` and number) goes on exactly there.
 */
export async function* readRows(options: {
  open: (offset: number) => AsyncIterable<Buffer>;
  format: FileFormat;
  after: ReadPosition | null;
}): AsyncGenerator<FileRow[], void, undefined> {
  const { format } = options;
  const start = options.after ?? startOf(format);
  const framer = new RecordFramer(format, start.offset);
  const inspect = rowInspector(format);
  framer.expectedColumns = format.headings.length;
  let rowNumber = start.rowNumber;
  let leading = options.after ? 0 : format.leadingRecords + (format.hasHeader ? 1 : 0);
  const take = (): FileRow[] => {
    const rows: FileRow[] = [];
    while (rows.length < maxRowsAtOnce) {
      const record = framer.next();
      if (!record) break;
      rowNumber += 1;
      if (leading > 0) leading -= 1;
      else rows.push(inspect(record, rowNumber));
    }
    return rows;
  };
  for await (const block of asAsciiCompatible(options.open(start.offset), format.encoding)) {
    framer.push(block);
    for (let rows = take(); rows.length > 0; rows = take()) yield rows;
  }
  framer.finish();
  for (let rows = take(); rows.length > 0; rows = take()) yield rows;
}

const shapeWords = {
  row_too_long:
    'The row is longer than 1 MB, which no row of a table is. Its first 1,000 characters stand here.',
  unclosed_quote:
    'A quote opens a cell and is never closed, so the row would swallow the ones below it. Close the quote, or double it where it is part of the text.',
  stray_quote: 'Text stands after the closing quote of a cell. A quote inside a quoted cell must be doubled.',
} as const;

/** Checks a record's shape against the headings; says for each misshapen one what is wrong with it. */
function rowInspector(format: FileFormat): (record: RawRecord, rowNumber: number) => FileRow {
  const columns = format.headings.length;
  const guarded = format.headings.includes(reasonHeading);
  return (record, rowNumber) => {
    const cells = guarded ? withoutMarks(record.cells, columns) : record.cells;
    return {
      rowNumber,
      cells,
      endOffset: record.endOffset,
      refusal: shapeRefusal(record, cells, columns, format),
    };
  };
}

function withoutMarks(cells: readonly string[], columns: number): string[] {
  const marked = cells.some((cell) => cell.startsWith(misshapenMark));
  const own =
    marked && cells.length !== columns ? cells.filter((cell) => !cell.startsWith(misshapenMark)) : cells;
  return own.map(unguardCell);
}

function shapeRefusal(
  record: RawRecord,
  cells: string[],
  columns: number,
  format: FileFormat,
): Refusal | null {
  if (record.problem) return { code: record.problem, words: shapeWords[record.problem], column: null };
  if (cells.length === columns) return characterRefusal(record, format);
  const inside = record.whollyQuoted ? (cells[0] ?? '').split(format.delimiter).length : 1;
  if (record.whollyQuoted && inside > 1) {
    const words = `The whole row stands inside one pair of quotes, so it reads as one cell instead of ${columns}. Remove the outer quotes${(cells[0] ?? '').includes(format.quote) ? ' and make doubled quotes single' : ''}.`;
    return { code: 'wholly_quoted', words, column: null };
  }
  const counted = `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, the heading has ${columns}.`;
  return cells.length < columns
    ? {
        code: 'too_few_cells',
        words: `${counted} A delimiter or the end of the row is missing.`,
        column: null,
      }
    : {
        code: 'too_many_cells',
        words: `${counted} Put a cell that contains the delimiter in quotes.`,
        column: null,
      };
}

function characterRefusal(record: RawRecord, format: FileFormat): Refusal | null {
  const nul = record.cells.findIndex((cell) => cell.includes('\u0000'));
  if (nul >= 0) {
    const words =
      'The cell holds a NUL character, which is no text. The file may be damaged or not a CSV file.';
    return { code: 'nul_character', words, column: format.headings[nul] ?? null };
  }
  if (!record.notText) return null;
  const column = record.cells.findIndex((cell) => cell.includes('\ufffd'));
  const words = `The cell holds bytes that are no ${format.encoding.toUpperCase()} text. Save the file again as UTF-8.`;
  return { code: 'wrong_encoding', words, column: format.headings[column] ?? null };
}

// What a spreadsheet would take for a formula, and what guarding itself puts in front.
const risky = /^'*[=+\-@\t\r]/;
const guardedCell = /^''*[=+\-@\t\r]/;

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function guardCell(cell: string): string {
  return risky.test(cell) ? `'${cell}` : cell;
}

/** Takes back what `guardCell` did; for files that Liaison wrote. */
export function unguardCell(cell: string): string {
  return guardedCell.test(cell) ? cell.slice(1) : cell;
}
