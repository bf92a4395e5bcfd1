import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';
import { guessEncoding } from './encoding.ts';
import { type FileRow, guardCell, type ReadPosition, readRows, unguardCell } from './read-rows.ts';

async function* inBlocks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(
  bytes: Buffer,
  options: { blockSize?: number; after?: ReadPosition } = {},
): Promise<FileRow[]> {
  const format = detectFormat(bytes.subarray(0, 262_144));
  const rows: FileRow[] = [];
  const open = (offset: number) => inBlocks(bytes.subarray(offset), options.blockSize ?? 65_536);
  for await (const block of readRows({ open, format, after: options.after ?? null })) rows.push(...block);
  return rows;
}

const told = (rows: FileRow[]) => rows.map((row) => row.refusal?.code ?? row.cells);
const text = (lines: string) => Buffer.from(lines, 'utf8');

function write(
  table: readonly (readonly string[])[],
  delimiter: string,
  quote: string,
  lineBreak: string,
): string {
  const cell = (value: string) =>
    value === '' || value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value)
      ? quote + value.replaceAll(quote, quote + quote) + quote
      : value;
  return table.map((row) => row.map(cell).join(delimiter) + lineBreak).join('');
}

const word = fc.string({ unit: fc.constantFrom(...'abcdefgh ÄÖüßéñ0123456789,;|\t"\n'), maxLength: 12 });
const plainWord = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 8 });
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) =>
    fc.tuple(
      fc.uniqueArray(plainWord, { minLength: width, maxLength: width }),
      fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    ),
  );

/** Cells whose lines would, by chance, be taken for rows, are told apart by a rule of its own, tested below. */
const looksSwallowed = (rows: readonly string[][], width: number, delimiter: string) =>
  rows.some((row) =>
    row.some((cell) => cell.split('\n').some((line) => line.split(delimiter).length >= width - 1)),
  );

describe('reading a table', () => {
  it('gives back what was written, whatever the delimiter, encoding, line break and block size', async () => {
    const delimiter = fc.constantFrom(',', ';', '\t', '|');
    const encoding = fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be');
    const lineBreak = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        table,
        delimiter,
        encoding,
        lineBreak,
        fc.integer({ min: 1, max: 40 }),
        async (made, d, e, nl, size) => {
          const [headings, rows] = made;
          fc.pre(!looksSwallowed(rows, headings.length, d));
          // Several heading-like rows decide the delimiter beyond doubt, as a real file's rows do.
          const sure = Array.from({ length: 30 }, (_, at) => headings.map((heading) => `${heading}x${at}y`));
          const written = write([headings, ...sure, ...rows], d, '"', nl);
          const bytes = encode(written, e);
          const read = await rowsOf(bytes, { blockSize: size * 2 });
          expect(read.slice(sure.length).map((row) => row.cells)).toEqual(rows);
          const oracle: unknown = parse(written, { delimiter: d, record_delimiter: nl });
          expect(read.map((row) => row.cells)).toEqual(Array.isArray(oracle) ? oracle.slice(1) : []);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('goes on exactly where any row ended', async () => {
    const delimiter = fc.constantFrom(',', ';');
    const encoding = fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be');
    await fc.assert(
      fc.asyncProperty(table, delimiter, encoding, fc.nat(), async (made, d, e, pick) => {
        const bytes = encode(write([made[0], ...made[1]], d, '"', '\r\n'), e);
        const all = await rowsOf(bytes);
        const last = all[pick % Math.max(all.length, 1)];
        if (!last) return;
        const rest = await rowsOf(bytes, { after: { offset: last.endOffset, rowNumber: last.rowNumber } });
        expect(rest).toEqual(all.filter((row) => row.rowNumber > last.rowNumber));
      }),
      { numRuns: 100 },
    );
  });

  it('never fails and never loses a line, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        async (noise, size) => {
          const bytes = Buffer.concat([text('a,b\n1,2\n'), Buffer.from(noise)]);
          const one = await rowsOf(bytes, { blockSize: size });
          const other = await rowsOf(bytes);
          expect(one).toEqual(other);
          for (let at = 1; at < one.length; at += 1) {
            expect(one[at]?.rowNumber).toBe((one[at - 1]?.rowNumber ?? 0) + 1);
            expect(one[at]?.endOffset).toBeGreaterThan(one[at - 1]?.endOffset ?? 0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads Windows-1252, which has no mark of its own', async () => {
    const bytes = iconv.encode(
      'name;city\nJürgen Müller;Köln\nRenée Lefèvre;Besançon\nJosé Nuñez;A Coruña\n',
      'windows-1252',
    );
    expect(told(await rowsOf(bytes))).toEqual([
      ['Jürgen Müller', 'Köln'],
      ['Renée Lefèvre', 'Besançon'],
      ['José Nuñez', 'A Coruña'],
    ]);
  });

  it('reads the line breaks of old Macs and blank lines between rows', async () => {
    expect(told(await rowsOf(text('a,b\r1,2\r\r3,4')))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

describe('a broken row harms no neighbour', () => {
  it('tells column counts and a wholly quoted row apart', async () => {
    const rows = await rowsOf(text('a,b,c\n1,2,3\n4,5\n6,7,8,9\n"10,11,12"\n13,14,15\n'));
    expect(told(rows)).toEqual([
      ['1', '2', '3'],
      'too_few_cells',
      'too_many_cells',
      'wholly_quoted',
      ['13', '14', '15'],
    ]);
    expect(rows[3]?.refusal?.words).toContain('Remove the outer quotes');
    expect(rows[3]?.rowNumber).toBe(5);
  });

  it('stops an unclosed quote at the end of its line', async () => {
    const file = 'a,b,c\n1,"never closed,3\n4,5,6\n7,"a ""good"" cell\nof two lines",9\n10,11,12\n';
    expect(told(await rowsOf(text(file)))).toEqual([
      'unclosed_quote',
      ['4', '5', '6'],
      ['7', 'a "good" cell\nof two lines', '9'],
      ['10', '11', '12'],
    ]);
    const last = 'a,b\n1,2\n3,"open to the end\n4,5\n6,7';
    expect(told(await rowsOf(text(last)))).toEqual([['1', '2'], 'unclosed_quote', ['4', '5'], ['6', '7']]);
  });

  it('does not let an unclosed quote take rows as text when a later quote closes it by chance', async () => {
    const file = 'a,b,c\n1,"open,3\n4,5,6\n7,8,9\n10,closing",12\n13,14,15\n';
    expect(told(await rowsOf(text(file)))).toEqual([
      'unclosed_quote',
      ['4', '5', '6'],
      ['7', '8', '9'],
      ['10', 'closing"', '12'],
      ['13', '14', '15'],
    ]);
  });

  it('refuses text after a closing quote, keeps a quote inside plain text', async () => {
    expect(told(await rowsOf(text('a,b\n"x"y,2\n5" pipe,4\n')))).toEqual(['stray_quote', ['5" pipe', '4']]);
  });

  it('refuses a row over 1 MB, however it comes, without keeping it', async () => {
    const long = 'x'.repeat(1_200_000);
    const rows = await rowsOf(text(`a,b\n1,2\n${long},2\n3,4\n"${long}",2\n5,6\n`));
    expect(told(rows)).toEqual([['1', '2'], 'row_too_long', ['3', '4'], 'row_too_long', ['5', '6']]);
    expect(rows[1]?.cells.join('').length).toBeLessThan(2_000);
    const endless = told(await rowsOf(text(`a,b\n${'1,2\n'.repeat(300)}"${'y\n'.repeat(600_000)}`)));
    expect(endless).toHaveLength(600_300);
    expect(endless.slice(299, 302)).toEqual([['1', '2'], 'unclosed_quote', 'too_few_cells']);
  });

  it('refuses NUL characters and bytes that are no text', async () => {
    const bytes = Buffer.concat([
      text('a,b\n1,2\u0000\n3,'),
      Buffer.from([0xff, 0xfe]),
      text('\né,4\n�,5\n'),
    ]);
    const format = { ...detectFormat(text('a,b\n1,2\n')), encoding: 'utf-8' };
    const rows: FileRow[] = [];
    for await (const block of readRows({ open: () => inBlocks(bytes, 7), format, after: null }))
      rows.push(...block);
    expect(told(rows)).toEqual(['nul_character', 'wrong_encoding', ['é', '4'], ['�', '5']]);
  });
});

describe('detection', () => {
  it('finds the delimiter, also where others stand in the text', () => {
    expect(detectFormat(text('name;note\nAnna;one, two, three\nBo;four, five\n')).delimiter).toBe(';');
    expect(detectFormat(text('a\tb\n1\t2\n')).delimiter).toBe('\t');
    expect(detectFormat(text('a|b|c\n1|2,5|3\n')).delimiter).toBe('|');
    expect(detectFormat(text('sep=;\na;b\n1;2\n'))).toMatchObject({
      delimiter: ';',
      headings: ['a', 'b'],
      leadingRecords: 1,
    });
    expect(detectFormat(text('only\nx\n')).headings).toEqual(['only']);
  });

  it('finds the heading row under a title, and its absence', () => {
    const titled = detectFormat(
      text('Contacts of March\n\nName,Email\nAnna,anna@acme.com\nBo,bo@acme.com\n'),
    );
    expect(titled).toMatchObject({ leadingRecords: 1, hasHeader: true, headings: ['Name', 'Email'] });
    const bare = detectFormat(text('Anna,anna@acme.com\nBo,bo@acme.com\n'));
    expect(bare).toMatchObject({ hasHeader: false, headings: ['Column 1', 'Column 2'] });
  });

  it('finds quotes and decimal commas', () => {
    expect(detectFormat(text("a,b\n'x, y',2\n'z','3'\n")).quote).toBe("'");
    expect(detectFormat(text('a;b\nx;1.234,56\ny;7,5\n')).decimals).toBe('comma');
    expect(detectFormat(text('a,b\nx,"1,234.56"\ny,7.5\n')).decimals).toBe('point');
  });

  it('tells encodings apart', () => {
    expect(guessEncoding(text('plain'))).toBe('utf-8');
    expect(guessEncoding(text('Zoë'))).toBe('utf-8');
    expect(guessEncoding(iconv.encode('name,city\nZoë,Köln\n', 'utf-16le'))).toBe('utf-16le');
    expect(guessEncoding(iconv.encode('name,city\nZoë,Köln\n', 'utf-16be'))).toBe('utf-16be');
    expect(guessEncoding(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]))).toBe('windows-1252');
  });
});

describe('cells in a file for a spreadsheet', () => {
  it('come back as they were', () => {
    const unit = fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a', '1');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), (cell) => unguardCell(guardCell(cell)) === cell),
    );
    expect(guardCell('=1+1')).toBe("'=1+1");
  });
});

function encode(written: string, encoding: string): Buffer {
  if (encoding === 'utf-8-bom') return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(written)]);
  if (encoding.startsWith('utf-16')) return iconv.encode(written, encoding, { addBOM: true });
  return Buffer.from(written);
}
