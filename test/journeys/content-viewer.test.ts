import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adminToken } from '../faults/program-process.ts';
import { addAddress, type Shelf, sharePieces, uploadPiece } from '../support/share-content.ts';
import { expectAccessible, openStage, type Stage, signIn } from './browser.ts';

/** What a reader does with the reading page: by keyboard, by hand, on a phone, in the dark, without sight. */
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage;
let shelf: Shelf;
let guideId: string;

beforeAll(async () => {
  stage = await openStage();
  await signIn(stage, await stage.visit());
  shelf = { url: stage.program.url, token: adminToken };
  guideId = await uploadPiece(shelf, {
    name: 'guide.pdf',
    title: 'Retrofit guide',
    bytes: await fivePages(),
  });
});
afterAll(() => stage.close());

async function fivePages(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= 5; number += 1) {
    const page = document.addPage(number === 4 ? [842, 595] : [595, 842]);
    const top = page.getHeight();
    page.drawText(`Chapter ${number}`, { x: 50, y: top - 80, size: 24, font });
    for (let line = 1; line <= 20; line += 1)
      page.drawText(`Line ${line} of page ${number}: pumps that stand still cost money.`, {
        x: 50,
        y: top - 100 - line * 20,
        size: 11,
        font,
      });
    if (number === 3) page.drawText('The café of page three', { x: 50, y: 60, size: 11, font });
  }
  return document.save();
}

/** A visitor on the reading page, who fails the test for whatever goes wrong on it, also against its own rules. */
async function readerOf(path: string, as: Parameters<Stage['visit']>[0] = {}) {
  const visitor = await stage.visit(as);
  const { page } = visitor;
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      reportError(new Error(`against the policy: ${violatedDirective} ${blockedURI}`)),
    );
  });
  await page.goto(path);
  await drawn(page, 1);
  return visitor;
}

const drawn = (page: Page, number: number) =>
  page.waitForFunction((at) => {
    const picture = document
      .querySelectorAll('.page')
      [at - 1]?.querySelector<HTMLImageElement>('img.picture');
    return picture?.complete && picture.naturalWidth > 0;
  }, number);
const pageNumber = (page: Page) => page.getByLabel('Page', { exact: true });
const onPage = (page: Page, number: number) =>
  expect.poll(() => pageNumber(page).inputValue()).toBe(String(number));

test('a document is read by keyboard: page by page, to its end, larger and smaller, and searched', async () => {
  const path = await sharePieces(shelf, { assetIds: [guideId], title: 'For Acme', message: 'As promised.' });
  const { page, errors, context } = await readerOf(path);
  await page.getByText('As promised.').waitFor();
  await page.getByRole('heading', { level: 1, name: 'For Acme' }).waitFor();
  await onPage(page, 1);
  await page.keyboard.press('ArrowRight');
  await onPage(page, 2);
  await drawn(page, 2);
  await page.keyboard.press('End');
  await onPage(page, 5);
  await page.getByRole('status').getByText('Page 5 of 5').waitFor({ state: 'attached' });
  await page.keyboard.press('Home');
  await onPage(page, 1);
  await page.keyboard.press('PageDown');
  await onPage(page, 2);

  const percent = async () => Number.parseInt((await page.locator('.percent').textContent()) ?? '', 10);
  const before = await percent();
  await page.keyboard.press('+');
  await expect.poll(percent).toBeGreaterThan(before);
  await onPage(page, 2);
  await page.keyboard.press('0');
  await expect.poll(percent).toBe(before);

  await page.keyboard.press('/');
  await page.keyboard.type('CAFE of page');
  await page.getByText('1 of 1, on page 3.').waitFor();
  // Every letter searches; what is marked is that of the last one in the end.
  await expect.poll(() => page.locator('mark.at').textContent()).toBe('café of page');
  await onPage(page, 3);
  await page.getByRole('searchbox').fill('chapter');
  await page.getByText(/of 5, on page 3/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('4 of 5, on page 4.').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('mark').count()).toBe(0);

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByLabel('Listen to single keys').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('/');
  expect(await page.getByRole('searchbox').isVisible()).toBe(false);

  await pageNumber(page).fill('5');
  await pageNumber(page).press('Enter');
  await onPage(page, 5);
  await expect.poll(() => new URL(page.url()).hash).toBe('#1/5');
  await page.reload();
  await onPage(page, 5);
  expect(errors).toEqual([]);
  await context.close();
});

test('words stand over the picture where they are printed, and can be selected', async () => {
  const { page, errors, context } = await readerOf(
    await sharePieces(shelf, { assetIds: [guideId], title: 'For Acme' }),
  );
  const line = page.locator('#p1 .words span', { hasText: 'Line 20 of page 1' });
  await line.waitFor();
  const [box, frame] = [await line.boundingBox(), await page.locator('#p1').boundingBox()];
  if (!box || !frame) throw new Error('not shown');
  const perPoint = frame.width / 595;
  // Its foot stands at 100 + 20 × 20 points from the top.
  expect(Math.abs(box.x - frame.x - 50 * perPoint)).toBeLessThan(4);
  expect(box.y + box.height - frame.y).toBeGreaterThan(492 * perPoint);
  expect(box.y - frame.y).toBeLessThan(500 * perPoint);
  await line.dblclick({ position: { x: 5, y: box.height / 2 } });
  expect((await page.evaluate(() => getSelection()?.toString()))?.trim()).toBe('Line');
  expect(await page.getByRole('article', { name: 'Page 1 of 5' }).textContent()).toContain('Chapter 1');
  expect(errors).toEqual([]);
  await context.close();
});

test('nothing moves while the page comes up, and the sandbox leaves no way to the app', async () => {
  const visitor = await stage.visit();
  await visitor.page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) reportError(new Error(`moved: ${JSON.stringify(entry)}`));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await visitor.page.goto(await sharePieces(shelf, { assetIds: [guideId], title: 'For Acme' }));
  await drawn(visitor.page, 3);
  expect(await visitor.page.evaluate(() => origin)).toBe('null');
  expect(visitor.errors).toEqual([]);
  await visitor.context.close();
});

test.each([
  ['in the light', {}],
  ['on a phone in the dark', { phone: true, dark: true }],
] as const)('nobody is shut out %s', async (where, as) => {
  const other = await uploadPiece(shelf, {
    name: 'picture.pdf',
    title: `Another paper, read ${where}`,
    bytes: await fivePages(),
  });
  const pricesId = await addAddress(shelf, {
    title: `Prices ${where}`,
    url: `https://prices.invented.com/${encodeURIComponent(where)}`,
  });
  const path = await sharePieces(shelf, {
    assetIds: [guideId, other, pricesId],
    title: 'Three pieces for you, with a title that is longer than a phone is wide',
    message: 'Have a look at page 3.',
    mayDownload: true,
    watermark: true,
  });
  const { page, errors, context } = await readerOf(path, as);
  await page.locator('#p1 .words').waitFor();
  await expectAccessible(page, `the reading page ${where}`);
  for (const name of ['Next page', 'Larger', 'Search', 'Download'])
    expect(await page.getByRole('button', { name }).filter({ visible: true }).count(), name).toBe(1);
  await page.getByRole('button', { name: 'Next page' }).click();
  await onPage(page, 2);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('chapter');
  await page.getByText(/of 5, on page/).waitFor();
  await expectAccessible(page, `searching ${where}`);
  await page.getByRole('button', { name: 'Close the search' }).click();
  await page.getByRole('link', { name: 'Prices' }).click();
  await page.getByText('This is a page on prices.invented.com.').waitFor();
  await expectAccessible(page, `the card ${where}`);
  await page.getByRole('link', { name: 'Another paper' }).click();
  await drawn(page, 1);
  await onPage(page, 1);
  expect(errors).toEqual([]);
  await context.close();
});

test('what stands before a link needs no script, and lets in by a passcode', async () => {
  const path = await sharePieces(shelf, { assetIds: [guideId], title: 'For Acme', passcode: 'open sesame' });
  for (const as of [{}, { dark: true }, { phone: true }]) {
    const { page, errors, context } = await stage.visit(as);
    await page.goto(path);
    await expectAccessible(page, `the passcode, ${JSON.stringify(as)}`);
    await page.getByLabel('Passcode').fill('open barley');
    await page.getByRole('button', { name: 'Open' }).click();
    await page
      .getByRole('alert')
      .getByText(/This is not the passcode/)
      .waitFor();
    await expectAccessible(page, `the wrong passcode, ${JSON.stringify(as)}`);
    await page.getByLabel('Passcode').fill('open sesame');
    await page.getByRole('button', { name: 'Open' }).click();
    await drawn(page, 1);
    await page.goto('/v/there-never-was-such-a-link');
    await expectAccessible(page, `nothing there, ${JSON.stringify(as)}`);
    // What is refused on purpose, the browser says as well.
    expect(errors.filter((error) => !/status of (404|422)/.test(error))).toEqual([]);
    await context.close();
  }
});

test('a document that may be taken along is taken by its button', async () => {
  const path = await sharePieces(shelf, { assetIds: [guideId], title: 'For Acme', mayDownload: true });
  const { page, errors, context } = await readerOf(path);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await coming).suggestedFilename()).toBe('guide.pdf');
  expect(errors).toEqual([]);
  await context.close();
});
