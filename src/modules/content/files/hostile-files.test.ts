import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { makeShelf, type Shelf } from './files.test-support.ts';
import {
  bombPdf,
  busyPdf,
  fontMatrixPdf,
  hugeImagePdf,
  hugePagePdf,
  lockedPdf,
  manyPagesPdf,
  nestedFormsPdf,
  pageLoopPdf,
  plainPdf,
  tableLoopPdf,
  zipBomb,
  zipOf,
} from './hostile-files.test-support.ts';
import { pagePicture, processVersion } from './index.ts';
import { safeFileName } from './safe-file-name.ts';

let services: TestServices;
let shelf: Shelf;

beforeAll(async () => {
  services = await openTestServices();
  shelf = await makeShelf(services);
});
afterAll(() => services.close());

async function jpeg(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 120, sigma: 40 } as const;
  return sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal', noise } })
    .jpeg()
    .toBuffer();
}

const svg = (inner: string, before = '') =>
  Buffer.from(
    `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">${inner}</svg>`,
  );

test('CVE-2024-4367: the script in a font is not run, and the page is drawn', async () => {
  const mark = join(services.config.dataDir, 'it-ran');
  const script = `process.getBuiltinModule('fs').writeFileSync('${mark}','x');globalThis.itRan=1`;
  const { versionId } = await shelf.upload(fontMatrixPdf(script));
  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', pageCount: 1, donePages: 1 });
  expect(existsSync(mark)).toBe(false);
  expect('itRan' in globalThis).toBe(false);
  // Readers get pictures: nothing of the document itself.
  const picture = await pagePicture(services, {
    workspaceId: shelf.workspaceId,
    versionId,
    page: 1,
    width: 1100,
  });
  expect(await sharp(picture?.bytes).metadata()).toMatchObject({ format: 'webp' });
  expect(Buffer.from(picture?.bytes ?? []).includes('itRan')).toBe(false);
}, 180_000);

const pdfs: [string, () => Buffer, RegExp][] = [
  ['scripts, launches, addresses and a file inside', busyPdf, /^ready: 1 pages$/],
  ['a page that unfolds to gigabytes', () => bombPdf(4), /^ready: 1 pages$|^refused: This file unfolds/],
  ['a picture of 3.6 billion dots', hugeImagePdf, /^ready: 1 pages$|^refused: This file unfolds/],
  [
    'forms that draw each other a million million times',
    () => nestedFormsPdf(12),
    /^refused: This file unfolds/,
  ],
  ['a tree of pages that is its own child', pageLoopPdf, /^ready: \d pages$|^refused: /],
  ['100,000 pages', manyPagesPdf, /^refused: This PDF says that it has 100,000 pages; at most 2,000/],
  ['a page of ten million points', hugePagePdf, /^ready: 1 pages$/],
  [
    'half of a document',
    () => plainPdf().subarray(0, 500),
    /^refused at once: The end of this PDF is missing/,
  ],
  ['a table that is before itself', tableLoopPdf, /^ready: 1 pages$|^refused: This PDF is damaged/],
  ['a password', lockedPdf, /^refused: This PDF is locked with a password.*Save it without/],
  [
    'an end and nothing before it',
    () => Buffer.from('%PDF-1.7\n%%EOF'),
    /^refused: This PDF (is damaged|has no pages)/,
  ],
  [
    'something before its beginning',
    () => Buffer.concat([Buffer.from('/*hello*/ '), plainPdf()]),
    /^refused at once: Something stands before/,
  ],
  [
    'an archive behind its end',
    () => Buffer.concat([plainPdf(), zipOf('a.html', Buffer.from('<script>alert(1)</script>'))]),
    /^refused at once: .*archive hidden behind/,
  ],
  [
    'an archive before its beginning',
    () => Buffer.concat([zipOf('a.html', Buffer.from('x')), plainPdf()]),
    /^refused at once: This is an archive/,
  ],
  [
    'a web page at its beginning',
    () => Buffer.concat([Buffer.from('%PDF-1.7\n<script>alert(1)</script>\n'), plainPdf().subarray(9)]),
    /^refused at once: The beginning of this PDF is a web page too/,
  ],
  [
    'much behind its end',
    () => Buffer.concat([plainPdf(), Buffer.alloc(5_000, 'x')]),
    /^refused at once: Something stands behind the end/,
  ],
];

test.each(pdfs)(
  'a PDF with %s',
  async (_, make, outcome) => {
    const brought = await shelf.bring(make());
    expect(brought.outcome).toMatch(outcome);
    if (brought.outcome.startsWith('ready')) {
      await processVersion(services, brought);
      expect((await shelf.read(brought.versionId)).state).toBe('ready');
    }
  },
  120_000,
);

const drawings: [string, () => Buffer, RegExp][] = [
  [
    'a script, foreign content and addresses',
    () =>
      svg(
        '<script>fetch("http://127.0.0.1:9/")</script><foreignObject><iframe src="file:///etc/passwd"/></foreignObject><image xlink:href="file:///etc/passwd" width="9" height="9"/><image href="http://127.0.0.1:9/x.png" width="9" height="9"/><rect width="50" height="50" onload="alert(1)" fill="teal"/>',
        '<?xml version="1.0"?><!-- made by hand -->',
      ),
    /^ready: 1 pages$/,
  ],
  [
    'entities that unfold',
    () =>
      svg(
        '<text>&lol9;</text>',
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;">]>',
      ),
    /^refused at once: This drawing has parts that unfold/,
  ],
  [
    'an entity that names a file',
    () => svg('<text>&x;</text>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    /^refused at once: This drawing has parts that unfold/,
  ],
  [
    'a size that nothing has',
    () =>
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="999999" height="999999"><rect width="9" height="9"/></svg>',
      ),
    /^refused: This picture is (larger|damaged)/,
  ],
  [
    'another writing',
    () => Buffer.from(`\uFEFF${svg('')}`, 'utf16le'),
    /^refused at once: This drawing is not written in UTF-8/,
  ],
];

test.each(drawings)(
  'a drawing with %s',
  async (_, make, outcome) => {
    expect((await shelf.bring(make(), 'logo.svg')).outcome).toMatch(outcome);
  },
  180_000,
);

const others: [string, () => Buffer | Promise<Buffer>, string, RegExp][] = [
  ['a bomb that looks like slides', zipBomb, 'a.pptx', /^refused at once: This is a presentation.*PDF/],
  [
    'a Word document',
    () => zipOf('word/document.xml', Buffer.from('x')),
    'a.docx',
    /This is a Word document/,
  ],
  ['a table', () => zipOf('xl/workbook.xml', Buffer.from('x')), 'report.pdf', /This is a spreadsheet/],
  [
    'a text of LibreOffice',
    () => zipOf('mimetypeapplication/vnd.oasis.opendocument.text', Buffer.from('x')),
    'a.odt',
    /Word document|office/,
  ],
  [
    'an old office file',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
    'a.ppt',
    /old office program/,
  ],
  ['an archive', () => zipOf('a.txt', Buffer.from('x')), 'a.pdf', /This is an archive\. Unpack it/],
  [
    'a web page',
    () => Buffer.from('<!doctype html><title>x</title><script>alert(1)</script>'),
    'a.pdf',
    /This is a web page\. Give its address/,
  ],
  [
    'a web page without a head',
    () => Buffer.from('\n <!-- x --> <script>alert(1)</script>'),
    'a.svg',
    /This is a web page/,
  ],
  [
    'a program',
    () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]),
    'a.png',
    /a program or a script/,
  ],
  ['a script', () => Buffer.from('#!/bin/sh\nrm -rf /\n'), 'a.mp4', /a program or a script/],
  ['a text', () => Buffer.from('Dear reader'), 'a.pdf', /cannot be seen from its contents\. Taken are PDF/],
  ['nothing', () => Buffer.alloc(0), 'a.pdf', /empty/],
  [
    'a picture with an archive behind it',
    async () => Buffer.concat([await jpeg(), zipOf('a', Buffer.from('x'))]),
    'a.jpg',
    /archive hidden behind/,
  ],
  [
    'a picture that breaks off',
    async () => (await jpeg()).subarray(0, 300),
    'a.jpg',
    /^refused: This picture is damaged/,
  ],
];

test.each(others)(
  '%s is refused',
  async (_, make, name, reason) => {
    expect((await shelf.bring(await make(), name)).outcome).toMatch(reason);
  },
  180_000,
);

test('a picture with a web page inside is drawn anew: readers get nothing of it, nor of what the camera wrote', async () => {
  const page = '<html><script>alert(document.domain)</script></html>';
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Artist: page }, IFD3: { GPSLatitude: '50/1' } })
    .jpeg()
    .toBuffer();
  const gif = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .gif()
    .toBuffer();
  for (const bytes of [
    Buffer.concat([picture, Buffer.from(page)]),
    Buffer.concat([gif, Buffer.from(page)]),
  ]) {
    const { versionId, outcome } = await shelf.bring(bytes, 'photo.html');
    expect(outcome).toBe('ready: 1 pages');
    const shown = await pagePicture(services, {
      workspaceId: shelf.workspaceId,
      versionId,
      page: 1,
      width: 1100,
    });
    const meta = await sharp(shown?.bytes).metadata();
    expect(meta).toMatchObject({ format: 'webp', width: 60, height: 40 });
    expect(meta.exif).toBeUndefined();
    expect(Buffer.from(shown?.bytes ?? []).includes('<script')).toBe(false);
  }
}, 180_000);

test('a name is a name, and ends in what the file is', () => {
  const safe = (name: string) => safeFileName(name, 'pdf');
  expect(safe('../../etc/passwd')).toBe('passwd.pdf');
  expect(safe('C:\\Users\\ann\\Report 2026.PDF')).toBe('Report 2026.pdf');
  expect(safe('report\u202Efdp.exe')).toBe('reportfdp.pdf');
  expect(safe('a\0b\r\nc\u200B.pdf')).toBe('abc.pdf');
  expect(safe('<img src=x onerror=alert(1)>.pdf')).toBe('_img src=x onerror=alert(1)_.pdf');
  for (const nothing of ['', '...', '/', '\u202E']) expect(safe(nothing)).toBe('file.pdf');
  expect(safe('con.pdf')).toBe('file-con.pdf');
  expect(safe('Preisübersicht 報告.docx')).toBe('Preisübersicht 報告.pdf');
  expect([...safe('x'.repeat(5_000))].length).toBeLessThan(160);
});
