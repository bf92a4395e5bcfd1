import { isUtf8 } from 'node:buffer';
import { type Encoding, isWide, textDecoderOf } from './encoding.ts';

/** One record as it stands in the file: its cells, or why it cannot be told apart into cells. */
export type RawRecord = {
  cells: string[];
  /** What is wrong with the record's shape; its text then stands in `cells` as one cell. */
  problem: 'unclosed_quote' | 'stray_quote' | 'row_too_long' | null;
  /** The record is nothing but one quoted cell. */
  whollyQuoted: boolean;
  /** Some bytes are no text in the file's encoding. */
  notText: boolean;
  /** Position in the file right after the record: reading can begin again here. */
  endOffset: number;
};

export type FrameFormat = { encoding: Encoding; delimiter: string; quote: string; lineBreak: '\n' | '\r' };

/** A record larger than this is refused: no row of a table is, and memory must stay flat. */
const maxRecordBytes = 1_048_576;
/** Of a record that is too large, this much is kept to recognise it by. */
const keptCharacters = 1_000;
const carriageReturn = 0x0d;

type Scan =
  | { status: 'complete'; cells: string[]; next: number; whollyQuoted: boolean }
  | { status: 'incomplete' }
  | { status: 'broken'; problem: 'unclosed_quote' | 'stray_quote' };

/**
 * Cuts bytes into records. A broken record costs itself only: its first line is given back with its problem, and
 * cutting goes on at the next line. CSV parsers stop at, or swallow past, such a line, hence this one. `push` bytes,
 * then take records with `next` until it answers null; after the last bytes call `finish` and take the rest.
 */
export class RecordFramer {
  readonly #delimiter: number;
  readonly #delimiterText: string;
  readonly #quote: number;
  readonly #quoteText: string;
  readonly #lineBreak: number;
  readonly #decode: (bytes: Buffer, start: number, end: number) => string;
  readonly #wide: boolean;
  readonly #checked: boolean;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #offset: number;
  #finished = false;
  #discarded: RawRecord | null = null;
  #nextQuote = -1;
  /** Where known, a record over several lines that would swallow whole rows is told from one with a long text. */
  expectedColumns = 0;

  constructor(format: FrameFormat, startOffset: number) {
    this.#delimiterText = format.delimiter;
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#quoteText = format.quote;
    this.#quote = format.quote.charCodeAt(0);
    this.#lineBreak = format.lineBreak.charCodeAt(0);
    this.#decode = textDecoderOf(format.encoding);
    this.#wide = isWide(format.encoding);
    this.#checked = format.encoding === 'utf-8';
    this.#offset = startOffset;
  }

  push(block: Buffer): void {
    this.#bytes =
      this.#at < this.#bytes.length ? Buffer.concat([this.#bytes.subarray(this.#at), block]) : block;
    this.#at = 0;
    this.#nextQuote = -1;
  }

  finish(): void {
    this.#finished = true;
  }

  next(): RawRecord | null {
    for (;;) {
      if (this.#discarded) return this.#endDiscarding(this.#discarded);
      if (this.#at >= this.#bytes.length) return null;
      const lineBreakAt = this.#bytes.indexOf(this.#lineBreak, this.#at);
      if (lineBreakAt < 0 && !this.#finished) {
        if (this.#bytes.length - this.#at <= maxRecordBytes) return null;
        this.#discarded = this.#tooLong(this.#at);
        continue;
      }
      const lineEnd = lineBreakAt < 0 ? this.#bytes.length : lineBreakAt;
      const record = this.#hasQuote(lineEnd) ? this.#quotedRecord(lineEnd) : this.#plainRecord(lineEnd);
      if (record === 'incomplete') return null;
      if (record !== 'blank') return record;
    }
  }

  /** Whether a quote stands before `end`; the next one's place is remembered, so that bytes are looked at once. */
  #hasQuote(end: number): boolean {
    if (this.#nextQuote < this.#at) {
      const found = this.#bytes.indexOf(this.#quote, this.#at);
      this.#nextQuote = found < 0 ? this.#bytes.length : found;
    }
    return this.#nextQuote < end;
  }

  #plainRecord(lineEnd: number): RawRecord | 'blank' {
    const start = this.#at;
    if (lineEnd - start > maxRecordBytes) {
      const record = this.#tooLong(start);
      this.#moveTo(lineEnd + 1);
      return { ...record, endOffset: this.#offset };
    }
    const line = this.#decode(this.#bytes, start, this.#withoutReturn(start, lineEnd));
    this.#moveTo(lineEnd + 1);
    if (line.trim() === '' && !line.includes(this.#delimiterText)) return 'blank';
    const cells = line.split(this.#delimiterText);
    const notText = this.#isNotText(line, start, lineEnd);
    return { cells, problem: null, whollyQuoted: false, notText, endOffset: this.#offset };
  }

  #quotedRecord(lineEnd: number): RawRecord | 'incomplete' {
    const start = this.#at;
    const scan = this.#scan(start, this.#bytes.length);
    if (scan.status === 'incomplete' && !this.#finished && this.#bytes.length - start <= maxRecordBytes)
      return 'incomplete';
    if (scan.status === 'complete' && !this.#swallowsRows(scan, lineEnd)) {
      const record = scan.next - start > maxRecordBytes ? this.#tooLong(start) : null;
      this.#moveTo(scan.next);
      if (record) return { ...record, endOffset: this.#offset };
      const { cells, whollyQuoted } = scan;
      const notText = cells.some((cell) => this.#isNotText(cell, start, scan.next));
      return { cells, problem: null, whollyQuoted, notText, endOffset: this.#offset };
    }
    const problem = scan.status === 'broken' ? scan.problem : 'unclosed_quote';
    const tooLong = lineEnd - start > maxRecordBytes;
    const text = tooLong
      ? this.#beginning(start)
      : this.#decode(this.#bytes, start, this.#withoutReturn(start, lineEnd));
    this.#moveTo(lineEnd + 1);
    return broken(text, tooLong ? 'row_too_long' : problem, this.#offset);
  }

  /** Reads cells from `start` on, by the rules of RFC 4180: a quote opens only at the start of a cell. */
  #scan(start: number, limit: number): Scan {
    const cells: string[] = [];
    let at = start;
    let quotedCells = 0;
    for (;;) {
      const cell = this.#bytes[at] === this.#quote ? this.#quotedCell(at, limit) : this.#plainCell(at, limit);
      if (typeof cell === 'string')
        return cell === 'incomplete' ? { status: cell } : { status: 'broken', problem: cell };
      cells.push(cell.text);
      if (cell.quoted) quotedCells += 1;
      if (!cell.last) at = cell.next;
      else
        return {
          status: 'complete',
          cells,
          next: cell.next,
          whollyQuoted: cells.length === 1 && quotedCells === 1,
        };
    }
  }

  #plainCell(
    at: number,
    limit: number,
  ): { text: string; quoted: false; next: number; last: boolean } | 'incomplete' {
    for (let index = at; index < limit; index += 1) {
      const byte = this.#bytes[index];
      if (byte === this.#delimiter) {
        return { text: this.#decode(this.#bytes, at, index), quoted: false, next: index + 1, last: false };
      }
      if (byte === this.#lineBreak) {
        const end = this.#withoutReturn(at, index);
        return { text: this.#decode(this.#bytes, at, end), quoted: false, next: index + 1, last: true };
      }
    }
    if (!this.#finished && limit === this.#bytes.length) return 'incomplete';
    return {
      text: this.#decode(this.#bytes, at, this.#withoutReturn(at, limit)),
      quoted: false,
      next: limit,
      last: true,
    };
  }

  #quotedCell(
    at: number,
    limit: number,
  ):
    | { text: string; quoted: true; next: number; last: boolean }
    | 'incomplete'
    | 'unclosed_quote'
    | 'stray_quote' {
    const bytes = this.#bytes;
    const more = !this.#finished && limit === bytes.length;
    let escaped = false;
    let close = bytes.indexOf(this.#quote, at + 1);
    while (close >= 0 && close + 1 < limit && bytes[close + 1] === this.#quote) {
      escaped = true;
      close = bytes.indexOf(this.#quote, close + 2);
    }
    if (close < 0 || close >= limit) return more ? 'incomplete' : 'unclosed_quote';
    let after = close + 1;
    if (after < limit && bytes[after] === carriageReturn && this.#lineBreak !== carriageReturn) after += 1;
    if (after >= limit && more) return 'incomplete';
    const follows = bytes[after];
    const closed =
      after >= limit || follows === this.#lineBreak || (after === close + 1 && follows === this.#delimiter);
    const raw = this.#decode(bytes, at + 1, close);
    if (!closed)
      return bytes.subarray(at, close).includes(this.#lineBreak) ? 'unclosed_quote' : 'stray_quote';
    const text = escaped ? raw.replaceAll(this.#quoteText + this.#quoteText, this.#quoteText) : raw;
    return {
      text,
      quoted: true,
      next: Math.min(after + 1, bytes.length),
      last: after >= limit || follows !== this.#delimiter,
    };
  }

  /**
   * Whether a record over several lines is really a row whose quote was never closed: either it has the wrong number
   * of cells and its second line alone is a whole row, or it has the right number by chance and two or more lines
   * inside it are each a whole row.
   */
  #swallowsRows(scan: { cells: string[]; next: number }, lineEnd: number): boolean {
    if (this.expectedColumns < 2 || scan.next <= lineEnd + 1) return false;
    if (scan.cells.length !== this.expectedColumns) {
      const end = this.#bytes.indexOf(this.#lineBreak, lineEnd + 1);
      const second = this.#scan(lineEnd + 1, end < 0 ? this.#bytes.length : end);
      return second.status === 'complete' && second.cells.length === this.expectedColumns;
    }
    if (this.expectedColumns < 3) return false;
    const inner = this.#decode(this.#bytes, lineEnd + 1, scan.next - 1).split(
      this.#lineBreak === carriageReturn ? '\r' : '\n',
    );
    const whole = inner.slice(0, -1);
    return (
      whole.length >= 2 &&
      whole.every((line) => line.split(this.#delimiterText).length === this.expectedColumns)
    );
  }

  #tooLong(start: number): RawRecord {
    return broken(this.#beginning(start), 'row_too_long', 0);
  }

  /** U+FFFD may stand in a file of its own right; only where the bytes are wrong did decoding put it there. */
  #isNotText(text: string, start: number, end: number): boolean {
    return this.#checked && text.includes('\ufffd') && !isUtf8(this.#bytes.subarray(start, end));
  }

  #beginning(start: number): string {
    return this.#decode(this.#bytes, start, Math.min(start + keptCharacters, this.#bytes.length));
  }

  #endDiscarding(record: RawRecord): RawRecord | null {
    const lineBreakAt = this.#bytes.indexOf(this.#lineBreak, this.#at);
    if (lineBreakAt < 0 && !this.#finished) {
      this.#moveTo(this.#bytes.length);
      return null;
    }
    this.#moveTo(lineBreakAt < 0 ? this.#bytes.length : lineBreakAt + 1);
    this.#discarded = null;
    return { ...record, endOffset: this.#offset };
  }

  #withoutReturn(start: number, end: number): number {
    const strip =
      this.#lineBreak !== carriageReturn && end > start && this.#bytes[end - 1] === carriageReturn;
    return strip ? end - 1 : end;
  }

  #moveTo(position: number): void {
    const to = Math.min(position, this.#bytes.length);
    // UTF-16 was turned into UTF-8: a unit of its text is two bytes of the file.
    this.#offset += this.#wide ? this.#bytes.toString('utf8', this.#at, to).length * 2 : to - this.#at;
    this.#at = to;
  }
}

function broken(text: string, problem: RawRecord['problem'], endOffset: number): RawRecord {
  return { cells: [text], problem, whollyQuoted: false, notText: false, endOffset };
}
