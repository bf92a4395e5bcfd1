export type CsvCell = string | number | null;

/** Text that a spreadsheet would run as a formula gets a quote in front. */
function cell(value: CsvCell): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n');

/** A table as the address of a file, for `<a href download>`; the mark in front tells spreadsheets that it is UTF-8. */
export const csvHref = (rows: readonly (readonly CsvCell[])[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${csvText(rows)}`)}`;

/** Hands a text to the reader as a file: for tables too long for an address. */
export function download(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  URL.revokeObjectURL(href);
}
