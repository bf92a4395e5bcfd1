import iconv from 'iconv-lite';
import { type Encoding, guessEncoding, isWide, readByteOrderMark } from './encoding.ts';
import { RecordFramer } from './record-framer.ts';

const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];
export type Quote = '"' | "'";

/** How a file is to be read, and what its columns are called. */
export type FileFormat = {
  encoding: Encoding;
  bomBytes: number;
  delimiter: string;
  quote: Quote;
  lineBreak: '\n' | '\r';
  /** Records before the heading row (a title, `sep=;`), left out. */
  leadingRecords: number;
  hasHeader: boolean;
  headings: string[];
  /** Whether numbers have a decimal comma (1.234,56) rather than a point. */
  decimals: 'point' | 'comma';
};

/** What a mapping may state instead of leaving it to detection. */
export type StatedFormat = {
  encoding?: string | undefined;
  delimiter?: Delimiter | undefined;
  quote?: Quote | undefined;
  header?: boolean | undefined;
};

const sampledRecords = 200;
const searchedForHeader = 10;

/** Detects encoding, delimiter, quote and heading row from the first bytes of a file; what is stated is not guessed. */
export function detectFormat(sample: Buffer, stated: StatedFormat = {}): FileFormat {
  const mark = readByteOrderMark(sample);
  const encoding = mark?.encoding ?? stated.encoding ?? guessEncoding(sample);
  const bomBytes = mark?.bytes ?? 0;
  const body = sample.subarray(bomBytes);
  const bytes = isWide(encoding) ? Buffer.from(iconv.decode(body, encoding), 'utf8') : body;
  const lineBreak = bytes.includes('\n') || !bytes.includes('\r') ? '\n' : '\r';
  const quote = stated.quote ?? detectQuote(bytes);
  const named = /^sep=([,;|\t])\r?\n/i.exec(bytes.toString('latin1', 0, 16))?.[1];
  const framing = { encoding: isWide(encoding) ? 'utf-8' : encoding, quote, lineBreak } as const;
  const delimiter = stated.delimiter ?? named ?? detectDelimiter(bytes, framing);
  const records = sampleRecords(bytes, { ...framing, delimiter });
  const width = commonWidth(records);
  const separatorRows = named ? 1 : 0;
  const first = records.slice(separatorRows, searchedForHeader).findIndex((cells) => cells.length === width);
  const leadingRecords = separatorRows + Math.max(first, 0);
  const table = records.slice(leadingRecords);
  const hasHeader = stated.header ?? looksLikeHeader(table);
  return {
    encoding,
    bomBytes,
    delimiter,
    quote,
    lineBreak,
    leadingRecords,
    hasHeader,
    headings: hasHeader ? asHeadings(table[0] ?? []) : asHeadings(Array.from({ length: width }, () => '')),
    decimals: detectDecimals(hasHeader ? table.slice(1) : table),
  };
}

type Framing = { encoding: Encoding; quote: Quote; lineBreak: '\n' | '\r' };

/** The first records of the sample; its last one, which may be cut off, is left out unless it is all there is. */
function sampleRecords(
  bytes: Buffer,
  format: Framing & { delimiter: string },
  limit = sampledRecords,
): string[][] {
  const framer = new RecordFramer(format, 0);
  framer.push(bytes);
  const records: string[][] = [];
  for (let record = framer.next(); record && records.length < limit; record = framer.next()) {
    if (record.problem === null) records.push(record.cells);
  }
  if (records.length >= limit) return records;
  framer.finish();
  for (let record = framer.next(); record && records.length < limit; record = framer.next()) {
    if (record.problem === null) records.push(record.cells);
  }
  return records;
}

/** The delimiter under which most records have one and the same number of cells, and more than one. */
function detectDelimiter(bytes: Buffer, framing: Framing): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const widths = sampleRecords(bytes, { ...framing, delimiter }, 60).map((cells) => cells.length);
    const width = mostCommon(widths);
    if (width < 2) continue;
    const share = widths.filter((each) => each === width).length / widths.length;
    // Agreement counts first; among equals the one that makes more columns.
    const score = share * 1_000 + Math.min(width, 500);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function detectQuote(bytes: Buffer): Quote {
  if (bytes.includes('"')) return '"';
  const text = bytes.toString('latin1', 0, 16_384);
  const lines = text
    .split(/[\r\n]+/)
    .filter((line) => line !== '')
    .slice(1, 50);
  const single = lines.filter((line) => /(^|[,;|\t])'[^']*'($|[,;|\t])/.test(line)).length;
  return lines.length > 0 && single > lines.length / 2 ? "'" : '"';
}

function commonWidth(records: readonly string[][]): number {
  return mostCommon(records.map((cells) => cells.length));
}

function mostCommon(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = { width: 0, count: 0 };
  for (const [width, count] of counts) {
    if (count > best.count || (count === best.count && width > best.width)) best = { width, count };
  }
  return best.width;
}

const dataLike =
  /^(?:[-+]?\d[\d.,' ]*|\d{4}-\d{2}-\d{2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*|[^@\s]+@[^@\s]+\.\w+|true|false)$/i;

/** A first row with a number, date or e-mail address in a column whose other rows hold the same is no heading row. */
function looksLikeHeader(table: readonly string[][]): boolean {
  const [first, ...rest] = table;
  if (!first || first.every((cell) => cell.trim() === '')) return true;
  const below = rest.slice(0, 20);
  return !first.some((cell, column) => {
    if (!dataLike.test(cell.trim())) return false;
    const values = below.map((cells) => (cells[column] ?? '').trim()).filter((value) => value !== '');
    return values.length === 0 || values.filter((value) => dataLike.test(value)).length > values.length / 2;
  });
}

/** Headings as shown: trimmed, a blank one named by its place. */
function asHeadings(cells: readonly string[]): string[] {
  return cells.map((cell, index) => cell.trim().replaceAll(/\s+/g, ' ') || `Column ${index + 1}`);
}

const commaNumber = /^[^\d]*\d{1,3}(?:\.?\d{3})*,\d{1,2}\D*$/;
const pointNumber = /^[^\d]*\d{1,3}(?:,?\d{3})*\.\d{1,2}\D*$/;

function detectDecimals(rows: readonly string[][]): 'point' | 'comma' {
  let comma = 0;
  let point = 0;
  for (const cells of rows) {
    for (const cell of cells) {
      if (cell.length > 24) continue;
      if (commaNumber.test(cell)) comma += 1;
      else if (pointNumber.test(cell)) point += 1;
    }
  }
  return comma > point ? 'comma' : 'point';
}
