import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { ChildLost, FileChild } from './child/file-child.ts';
import { drawVersionPages } from './draw-version-pages.ts';
import { makeShelf, type Shelf } from './files.test-support.ts';
import { filmOf } from './films.test-support.ts';
import { pagesWithGap, plainPdf } from './hostile-files.test-support.ts';
import { forgetVersionFiles, pagePicture, pageText, processVersion, stampedPdf, thumbnail } from './index.ts';
import { drawnWidths, pictureKey, textKey } from './keys.ts';
import { openVersion, partsOf } from './open-version.ts';

let services: TestServices;
let shelf: Shelf;

beforeAll(async () => {
  services = await openTestServices();
  shelf = await makeShelf(services);
});
afterAll(() => services.close());

async function paper(pages: readonly string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const text of pages) document.addPage([595, 842]).drawText(text, { x: 72, y: 700, size: 24, font });
  return document.save();
}

const placeOf = (versionId: string) => ({ workspaceId: shelf.workspaceId, versionId });

test('a document can be read from its first page on, then all of it is drawn', async () => {
  const { versionId } = await shelf.upload(await paper(['Retrofit in nine days', 'What it costs']));
  const place = placeOf(versionId);
  await openVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', pageCount: 2, donePages: 0 });
  const first = await pagePicture(services, { ...place, page: 1, width: 1100 });
  expect(await sharp(first?.bytes).metadata()).toMatchObject({ format: 'webp', width: 1100, height: 1557 });
  expect(await sharp((await thumbnail(services, place))?.bytes).metadata()).toMatchObject({ width: 480 });

  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', donePages: 2, undrawnPages: 0 });
  expect((await shelf.pages(versionId)).map(({ text }) => text)).toEqual([
    'Retrofit in nine days',
    'What it costs',
  ]);
  for (const width of drawnWidths)
    for (const page of [1, 2])
      expect(await services.files.exists(pictureKey({ ...place, page, width }))).toBe(true);
  const text = await pageText(services, { ...place, page: 2 });
  expect(text).toMatchObject({ width: 595, height: 842 });
  const [run] = text?.runs ?? [];
  expect(run?.text).toBe('What it costs');
  expect(run?.x).toBeCloseTo(72, -1);
  // From the top: 842 − 700, less the height of the letters.
  expect(run && run.y < 142 && run.y + run.h > 142 && run.h < 40).toBe(true);
}, 120_000);

test('a page ahead of the background is drawn on demand, once for all who wait; there is none beyond the last', async () => {
  const { versionId } = await shelf.upload(await paper(['one', 'two', 'three']));
  const place = placeOf(versionId);
  expect(await pagePicture(services, { ...place, page: 1, width: 1100 })).toBeNull();
  await openVersion(services, { versionId });
  const third = { ...place, page: 3, width: 2200 as const };
  const [one, other] = await Promise.all([pagePicture(services, third), pagePicture(services, third)]);
  expect(await sharp(one?.bytes).metadata()).toMatchObject({ width: 2200 });
  expect(other?.etag).toBe(one?.etag);
  expect(await services.files.exists(pictureKey(third))).toBe(true);
  expect((await pageText(services, { ...place, page: 2 }))?.runs[0]?.text).toBe('two');
  for (const page of [0, 4, 1.5, -1])
    expect(await pagePicture(services, { ...place, page, width: 1100 })).toBeNull();
  const elsewhere = await makeShelf(services);
  expect(
    await pagePicture(services, { ...place, workspaceId: elsewhere.workspaceId, page: 2, width: 1100 }),
  ).toBeNull();
}, 120_000);

test('stopped, the background goes on where it stood and makes nothing twice', async () => {
  const { versionId } = await shelf.upload(await paper(['one', 'two', 'three']));
  const place = placeOf(versionId);
  await openVersion(services, { versionId });
  const stop = new AbortController();
  stop.abort();
  await drawVersionPages(services, { versionId, signal: stop.signal });
  expect(await shelf.read(versionId)).toMatchObject({ donePages: 0 });
  await shelf.within((tx) => tx.run(sql`update asset_version set done_pages = 2 where id = ${versionId}`));
  await Promise.all([1, 2].map(() => drawVersionPages(services, { versionId })));
  expect(await shelf.read(versionId)).toMatchObject({ donePages: 3 });
  expect(await services.files.exists(textKey({ ...place, page: 2 }))).toBe(false);
  expect(await services.files.exists(textKey({ ...place, page: 3 }))).toBe(true);
}, 120_000);

test('a page that cannot be drawn says so, is counted, and does not stop the others', async () => {
  const { versionId } = await shelf.upload(pagesWithGap(['First', null, 'Third']));
  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({
    state: 'ready',
    pageCount: 3,
    donePages: 3,
    undrawnPages: 1,
  });
  expect((await shelf.pages(versionId)).map(({ text }) => text)).toEqual(['First', '', 'Third']);
  const shown = await pageText(services, { ...placeOf(versionId), page: 2 });
  expect(shown?.runs.map(({ text }) => text).join(' ')).toBe('This page could not be drawn');
  expect(await pagePicture(services, { ...placeOf(versionId), page: 2, width: 1100 })).not.toBeNull();
}, 180_000);

test('a child beyond its time or its memory is ended, and says which', async () => {
  const { versionId } = await shelf.upload(plainPdf());
  const path = `${services.config.dataDir}/files/content/${shelf.workspaceId}/${versionId}/original`;
  const late = await FileChild.start({ path, niceness: 0 });
  await expect(late.ask({ kind: 'document', path }, 1)).rejects.toMatchObject({ why: 'time' });
  await expect(late.ask({ kind: 'document', path }, 1_000)).rejects.toThrow(ChildLost);
  const ask = async () => {
    const small = await FileChild.start({ path, niceness: 0, mostBytes: 1_000_000 });
    for (;;) await small.ask({ kind: 'document', path }, 10_000);
  };
  await expect(ask()).rejects.toMatchObject({ why: 'memory' });
}, 120_000);

test('a file that ends its reader again and again is refused with the reason', async () => {
  const { versionId, outcome } = await shelf.bring(pagesWithGap([null, 'Second']));
  expect(outcome).toMatch(/^refused: The program that draws files broke down on this one.*Export it anew/);
  expect(await shelf.read(versionId)).toMatchObject({ state: 'refused', attempts: 3 });
  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ attempts: 3 });
}, 180_000);

test('a copy for one reader bears their address on each page', async () => {
  const { versionId } = await shelf.upload(await paper(['one', 'two']));
  await openVersion(services, { versionId });
  const blocks: Buffer[] = [];
  for await (const block of await stampedPdf(services, { versionId, words: 'Ann <ann@acme.com> ✓' }))
    blocks.push(block);
  const copy = await shelf.upload(Buffer.concat(blocks));
  await processVersion(services, { versionId: copy.versionId });
  for (const { text } of await shelf.pages(copy.versionId)) expect(text).toContain('ann@acme.com');
  const picture = await shelf.upload(
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  await expect(stampedPdf(services, { versionId: picture.versionId, words: 'x' })).rejects.toMatchObject({
    code: 'not_found',
  });
}, 120_000);

test('films are measured and read in parts of ten seconds; what browsers do not play is refused', async () => {
  const { versionId, outcome } = await shelf.bring(filmOf({ seconds: 95 }), 'demo.mp4');
  expect(outcome).toBe('ready: 10 pages');
  expect(await shelf.read(versionId)).toMatchObject({ durationMs: 95_000, donePages: 10 });
  expect((await shelf.pages(versionId)).at(-1)).toMatchObject({ from_ms: 85_500, to_ms: 95_000 });
  const results = await Promise.all([
    shelf.bring(filmOf({ seconds: 9, brand: 'qt  ' }), 'phone.mov'),
    shelf.bring(filmOf({ seconds: 9, brand: 'qt  ', codec: 'apch' }), 'studio.mov'),
    shelf.bring(filmOf({ seconds: 8, codec: 'hvc1' }), 'phone.mp4'),
    shelf.bring(filmOf({ seconds: 8, codec: null }), 'song.mp4'),
    shelf.bring(filmOf({ seconds: 8 }).subarray(0, 60), 'half.mp4'),
  ]);
  const outcomes = results.map((each) => each.outcome);
  expect(outcomes[0]).toBe('ready: 1 pages');
  expect(outcomes[1]).toMatch(
    /made with ProRes, which not every browser plays\. Export it as MP4 with H\.264/,
  );
  expect(outcomes[2]).toMatch(/made with HEVC/);
  expect(outcomes[3]).toMatch(/no moving picture/);
  expect(outcomes[4]).toMatch(/^refused: /);
}, 180_000);

test('a film of any length has 1 to 120 parts that meet', () => {
  for (const ms of [1, 9_999, 10_000, 10_001, 1_200_000, 1_200_001, 86_400_000]) {
    const parts = partsOf(ms);
    expect(parts.length).toBe(Math.min(120, Math.max(1, Math.ceil(ms / 10_000))));
    expect(parts[0]?.from_ms).toBe(0);
    expect(parts.at(-1)?.to_ms).toBe(ms);
    for (const [index, part] of parts.entries())
      expect(part.from_ms).toBe(index ? parts[index - 1]?.to_ms : 0);
  }
});

test('nothing is left of a version that is forgotten', async () => {
  const { versionId } = await shelf.upload(await paper(['one']));
  await processVersion(services, { versionId });
  await forgetVersionFiles(services.files, placeOf(versionId));
  expect(await services.files.exists(pictureKey({ ...placeOf(versionId), page: 1, width: 1100 }))).toBe(
    false,
  );
}, 120_000);
