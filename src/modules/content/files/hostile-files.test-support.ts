/** Files as somebody makes them who wants more than to be read. Written by hand, byte by byte. */
import { deflateSync } from 'node:zlib';

type Part = { text: string; stream?: Buffer };

/** A PDF of these objects (the first is number 1) with a table of where they stand. */
function pdfOf(
  objects: readonly (string | Part)[],
  options: { root?: number; trailer?: string } = {},
): Buffer {
  const blocks: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let length = blocks[0]?.length ?? 0;
  const places: number[] = [];
  const add = (block: Buffer) => {
    blocks.push(block);
    length += block.length;
  };
  for (const [index, object] of objects.entries()) {
    const { text, stream } = typeof object === 'string' ? { text: object } : object;
    places.push(length);
    add(Buffer.from(`${index + 1} 0 obj\n${text}\n`));
    if (stream) {
      add(Buffer.from('stream\n'));
      add(stream);
      add(Buffer.from('\nendstream\n'));
    }
    add(Buffer.from('endobj\n'));
  }
  const table = length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const { root = 1, trailer = '' } = options;
  add(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R ${trailer} >>\nstartxref\n${table}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(blocks);
}

const stream = (content: string | Buffer, entries = ''): Part => {
  const bytes = Buffer.from(content);
  return { text: `<< /Length ${bytes.length} ${entries} >>`, stream: bytes };
};

/** One page with the words “Read me”, and whatever else is wanted. */
export function plainPdf(
  wanted: {
    catalog?: string;
    page?: string;
    mediaBox?: string;
    content?: Part;
    font?: string;
    more?: readonly (string | Part)[];
    pages?: string;
    trailer?: string;
  } = {},
): Buffer {
  const { catalog = '', page = '', mediaBox = '0 0 595 842', more = [], trailer = '' } = wanted;
  return pdfOf(
    [
      `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
      wanted.pages ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [${mediaBox}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
      wanted.content ?? stream('BT /F1 24 Tf 72 700 Td (Read me) Tj ET'),
      wanted.font ?? '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      ...more,
    ],
    { trailer },
  );
}

/**
 * CVE-2024-4367: pdf.js put the numbers of a font's matrix into a function it wrote itself; a text among them was run.
 * PDFium has no such function, and this document must show that nobody else in the house has one.
 */
export function fontMatrixPdf(script: string): Buffer {
  return plainPdf({
    font:
      '<< /Type /Font /Subtype /Type1 /FontDescriptor 6 0 R /BaseFont /SNCSTG+CMBX12 /FirstChar 65 /LastChar 90 /Widths [600 600 600] /FontMatrix [1 2 3 4 5 (0\\); ' +
      `${script.replaceAll(/[()\\]/g, (sign) => `\\${sign}`)}//)] >>`,
    more: [
      '<< /Type /FontDescriptor /FontName /SNCSTG+CMBX12 /Flags 4 /FontBBox [-53 -251 1139 750] /ItalicAngle 0 /Ascent 694 /Descent -194 /CapHeight 686 /StemV 109 /FontFile 7 0 R >>',
      stream(
        '%!PS-AdobeFont-1.1: CMBX12 1.0\n/FontName /CMBX12 def\n/PaintType 0 def\n/FontType 1 def\n/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 65 /A put\nreadonly def\n/FontBBox {-53 -251 1139 750} readonly def\ncurrentdict end\ncurrentfile eexec\n',
        '/Length1 300 /Length2 0 /Length3 0',
      ),
    ],
  });
}

/** Everything in a document that a reader's program might run, open or fetch. */
export function busyPdf(): Buffer {
  return plainPdf({
    catalog:
      '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\("http://127.0.0.1:9/"\\)) >> /AA << /WC << /S /JavaScript /JS (app.alert\\(2\\)) >> >> /Names << /EmbeddedFiles << /Names [(a.exe) 7 0 R] >> /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert\\(3\\)) >>] >> >>',
    page: '/Annots [6 0 R 9 0 R] /AA << /O << /S /Launch /F (/bin/sh) >> >>',
    more: [
      '<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>',
      '<< /Type /Filespec /F (a.exe) /EF << /F 8 0 R >> >>',
      stream('MZ this is no program', '/Type /EmbeddedFile'),
      '<< /Type /Annot /Subtype /Link /Rect [0 0 100 100] /A << /S /Launch /F (cmd.exe) >> >>',
    ],
  });
}

/** A picture or drawing that unfolds to `gigabytes`: pressed three times over, it is small. */
export function bombPdf(gigabytes: number): Buffer {
  // 1 MB of blanks is 1 kB; two layers of it a thousand times as much.
  const block = Buffer.alloc(64 * 1024 * 1024, ' ');
  const once = deflateSync(block, { level: 9 });
  const times = Math.ceil((gigabytes * 1024) / 64);
  // Deflate streams do not join, but the outer layer unfolds to all of the inner ones' bytes again and again.
  const inner = deflateSync(Buffer.concat(Array.from({ length: times }, () => once)), { level: 9 });
  return plainPdf({
    content: {
      text: `<< /Length ${inner.length} /Filter [/FlateDecode /FlateDecode] >>`,
      stream: inner,
    },
    more: [],
  });
}

/** A picture of 60,000 by 60,000 dots in a few bytes. */
export function hugeImagePdf(): Buffer {
  const side = 60_000;
  const rows = deflateSync(Buffer.alloc(32 * 1024 * 1024), { level: 9 });
  return plainPdf({
    content: stream('q 595 0 0 842 0 0 cm /Im Do Q'),
    page: '/Resources << /XObject << /Im 6 0 R >> >>',
    more: [
      {
        text: `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${rows.length} >>`,
        stream: rows,
      },
    ],
  });
}

/** Forms that draw each other: ten to the power of `depth`. */
export function nestedFormsPdf(depth: number): Buffer {
  const form = (index: number): Part => {
    const body = index === depth ? '0 0 m 100 100 l S' : Array.from({ length: 10 }, () => `/X Do`).join(' ');
    const next = index === depth ? '' : `/Resources << /XObject << /X ${7 + index} 0 R >> >>`;
    return stream(body, `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${next}`);
  };
  return plainPdf({
    content: stream('/X Do'),
    page: '/Resources << /XObject << /X 6 0 R >> >>',
    more: Array.from({ length: depth + 1 }, (_, index) => form(index)),
  });
}

/** Pages with these words; null: what should be a page is nothing. */
export function pagesWithGap(texts: readonly (string | null)[]): Buffer {
  const numbers = texts.map((_, index) => 4 + index * 2);
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${numbers.map((number) => `${number} 0 R`).join(' ')}] /Count ${texts.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...texts.flatMap((text, index) =>
      text === null
        ? ['null', 'null']
        : [
            `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
            stream(`BT /F1 24 Tf 20 200 Td (${text}) Tj ET`),
          ],
    ),
  ]);
}

export const pageLoopPdf = () =>
  plainPdf({ pages: '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>' });

export const manyPagesPdf = () => plainPdf({ pages: '<< /Type /Pages /Kids [3 0 R] /Count 100000 >>' });

export const hugePagePdf = () => plainPdf({ mediaBox: '0 0 10000000 10000000' });

/** Whose table says that what came before it is itself. */
export function tableLoopPdf(): Buffer {
  const plain = plainPdf().toString('latin1');
  const table = /startxref\n(\d+)/.exec(plain)?.[1] ?? '0';
  return Buffer.from(plain.replace('/Root', `/Prev ${table} /Root`), 'latin1');
}

/** Locked with a password that nobody here has. */
export const lockedPdf = () =>
  plainPdf({
    trailer: `/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >> /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]`,
  });

/** An archive with one file of zeros: no more than its name and its pressed bytes. */
export function zipOf(name: string, content: Buffer): Buffer {
  const pressed = deflateSync(content, { level: 9 }).subarray(2, -4);
  const title = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(pressed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(title.length, 26);
  const entry = Buffer.alloc(46);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(pressed.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(title.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + title.length, 12);
  end.writeUInt32LE(local.length + title.length + pressed.length, 16);
  return Buffer.concat([local, title, pressed, entry, title, end]);
}

export const zipBomb = () => zipOf('ppt/slides/slide1.xml', Buffer.alloc(200 * 1024 * 1024));
