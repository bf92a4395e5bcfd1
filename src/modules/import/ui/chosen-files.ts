import { maxFileBytes, maxFiles } from '../contract.ts';

/** Files of this page's imports; a browser does not keep them over a reload. */
const chosen = new Map<string, readonly File[]>();

export const rememberFiles = (importId: string, files: readonly File[]): void => {
  chosen.set(importId, files);
};

export const filesOf = (importId: string): readonly File[] => chosen.get(importId) ?? [];

export type SortedFiles = {
  tables: File[];
  mapping: File | null;
  /** Files that cannot be read, each with what to do. */
  problems: string[];
};

const tableEnding = /\.(csv|tsv|txt|tab)$/i;
const skipped = /(^|\/)(\.|__MACOSX|Thumbs\.db|desktop\.ini)/i;

/** Tells apart what was dropped or chosen: tables, a mapping, what has to be made readable first. */
export function sortFiles(files: readonly File[]): SortedFiles {
  const sorted: SortedFiles = { tables: [], mapping: null, problems: [] };
  for (const file of files) {
    if (skipped.test(file.name)) continue;
    if (/\.json$/i.test(file.name)) sorted.mapping = file;
    else if (tableEnding.test(file.name)) addTable(sorted, file);
    else sorted.problems.push(`${file.name}: ${adviceFor(file.name)}`);
  }
  if (sorted.tables.length > maxFiles) {
    sorted.problems.push(`${sorted.tables.length} files are too many at once; choose up to ${maxFiles}.`);
    sorted.tables = sorted.tables.slice(0, maxFiles);
  }
  return sorted;
}

function addTable(sorted: SortedFiles, file: File): void {
  if (file.size === 0) sorted.problems.push(`${file.name}: the file is empty.`);
  else if (file.size > maxFileBytes)
    sorted.problems.push(`${file.name}: larger than 8 GB. Split it into several files.`);
  else sorted.tables.push(file);
}

function adviceFor(name: string): string {
  if (/\.(xlsx?|ods|numbers)$/i.test(name))
    return 'a spreadsheet. Save it as CSV (UTF-8) and choose that file.';
  if (/\.(zip|gz|7z|rar)$/i.test(name)) return 'packed. Unpack it and choose the CSV files, or their folder.';
  return 'not a CSV file.';
}

const salesforceObject =
  /^(account|contact|lead|campaign|campaignmember|opportunity|task|user)s?([ _-]?(export|data|\d+))*\.csv$/i;

/** Two or more files named as Salesforce names its objects are taken for its data export. */
export function looksLikeSalesforce(files: readonly File[]): boolean {
  return files.filter((file) => salesforceObject.test(file.name)).length >= 2;
}
