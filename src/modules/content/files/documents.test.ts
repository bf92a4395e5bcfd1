import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { makeShelf, type Shelf } from './files.test-support.ts';
import { forgetVersionFiles, pagePicture, pageText, processVersion, stampedPdf, thumbnail } from './index.ts';
import { pictureKey } from './keys.ts';
import { openVersion } from './open-version.ts';

let services: TestServices;
let shelf: Shelf;

beforeAll(async () => {
  services = await openTestServices();
  shelf = await makeShelf(services);
});
afterAll(() => services.close());

async function paper(pages: readonly string[], size: [number, number] = [595, 842]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const text of pages) document.addPage(size).drawText(text, { x: 72, y: 700, size: 24, font });
  return document.save();
}

test('a document can be read from its first page on, then all of it is drawn', async () => {
  const { versionId } = await shelf.upload(await paper(['Retrofit in nine days', 'What it costs']));
  await openVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', pageCount: 2, donePages: 0 });
  const place = { workspaceId: shelf.workspaceId, versionId };
  const first = await pagePicture(services, { ...place, page: 1, width: 1100 });
  expect(await sharp(first?.bytes).metadata()).toMatchObject({ format: 'webp', width: 1100, height: 1557 });
  expect(await sharp((await thumbnail(services, place))?.bytes).metadata()).toMatchObject({ width: 480 });

  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', donePages: 2, undrawnPages: 0 });
  expect((await shelf.pages(versionId)).map(({ text }) => text)).toEqual([
    'Retrofit in nine days',
    'What it costs',
  ]);
  for (const width of [1100, 2200] as const)
    for (const page of [1, 2])
      expect(await services.files.exists(pictureKey({ ...place, page, width }))).toBe(true);
  const text = await pageText(services, { ...place, page: 2 });
  expect(text).toMatchObject({ width: 595, height: 842 });
  expect(text?.runs).toEqual([expect.objectContaining({ x: expect.closeTo(72, -1), text: 'What it costs' })]);
});
