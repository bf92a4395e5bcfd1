type Cell = string | number | null;

/** Text that a spreadsheet would run as a formula gets a quote in front. */
const cell = (value: Cell): string => {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n');

export const csvHref = (rows: readonly (readonly Cell[])[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(rows))}`;

/** For tables too long for an address. */
export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  const href = URL.createObjectURL(new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  URL.revokeObjectURL(href);
}
