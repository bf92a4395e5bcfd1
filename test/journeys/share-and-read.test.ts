import { PDFDocument } from '@cantoo/pdf-lib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  chromiumArguments,
  expectAccessible,
  openStage,
  type Stage,
  settled,
  signIn,
  type Visitor,
} from './browser.ts';
import { join, post as postAs } from './members.ts';

/** Marketing uploads, a seller shares from the person they work, the buyer reads, and the seller sees it live. */
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage;
let marketing: Visitor;
let sales: Visitor;
/** A browser whose pages are not told that a program steers it: a buyer's is not. */
let buyers: Browser;
let anaId: string;
let address: string;
let linkId: string;

const made = z.object({ id: z.string() });
const title = 'Retrofit case study';
const pageCount = 5;
/** How long the first three pages are read, in seconds. */
const lengths = [4, 3, 2] as const;
const totalSeconds = lengths.reduce((sum, seconds) => sum + seconds, 0);

beforeAll(async () => {
  stage = await openStage();
  marketing = await stage.visit();
  await signIn(stage, marketing);
  sales = await join(stage, marketing);
  await sales.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  anaId = made.parse(
    await post('/contacts', {
      name: 'Ana Ruiz',
      email: 'ana.ruiz@pumps-invented-works.com',
      title: 'Plant manager',
    }),
  ).id;
  buyers = await chromium.launch({
    executablePath: process.env.LIAISON_TEST_BROWSER ?? '/usr/bin/chromium',
    args: [...chromiumArguments, '--disable-blink-features=AutomationControlled'],
  });
});
afterAll(async () => {
  await buyers?.close();
  await stage.close();
});

const post = (path: string, data: object, visitor = marketing) => postAs(stage, visitor, path, data);

async function get(path: string): Promise<unknown> {
  return (await sales.context.request.get(`/api/v1${path}`)).json();
}

async function paper(): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let number = 1; number <= pageCount; number += 1)
    document.addPage([595, 842]).drawText(`Page ${number} of the retrofit`, { x: 50, y: 700 });
  return Buffer.from(await document.save());
}

test('marketing adds a paper to the library', async () => {
  const { page } = marketing;
  await page.goto('/content/library?add=piece');
  const dialog = page.getByRole('dialog', { name: 'Add to the library' });
  await dialog
    .getByLabel('Files')
    .setInputFiles({ name: `${title}.pdf`, mimeType: 'application/pdf', buffer: await paper() });
  await dialog.getByRole('textbox', { name: /^Title of/ }).fill(title);
  await dialog.getByRole('button', { name: 'Add the piece' }).click();
  await dialog.waitFor({ state: 'detached' });
  const summary = z.object({
    items: z.array(z.object({ currentVersion: z.object({ state: z.string() }).nullable() })),
  });
  await expect
    .poll(async () => summary.parse(await get('/assets')).items[0]?.currentVersion?.state, {
      timeout: 60_000,
    })
    .toBe('ready');
});

test('a seller shares it in two presses from the page of the person', async () => {
  const { page } = sales;
  await page.goto(`/people/contacts/${anaId}`);
  await page
    .getByRole('button', { name: /^Share/ })
    .first()
    .waitFor();
  await settled(page);
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Share with Ana Ruiz' });
  const piece = dialog.getByRole('checkbox', { name: new RegExp(title) });
  await piece.waitFor();
  expect(await piece.isChecked(), 'what they need next is chosen already').toBe(true);
  await expectAccessible(page, 'the dialog of sharing', { inside: '[role=dialog]' });
  await dialog.getByRole('button', { name: /^More:/ }).click();
  await dialog.getByRole('combobox', { name: 'Before it opens' }).waitFor();
  await expectAccessible(page, 'the dialog of sharing with its gates', { inside: '[role=dialog]' });
  await dialog.getByRole('button', { name: /^Less/ }).click();
  await dialog.getByRole('button', { name: /^Copy link/ }).click();
  await dialog.getByText('The link is copied.').waitFor();
  address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/\/v\/[A-Za-z0-9_-]{22}$/);
  await expectAccessible(page, 'what was shared', { inside: '[role=dialog]' });
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const shared = page.getByRole('region', { name: 'Shared with them' });
  await shared.getByRole('link', { name: title }).waitFor();
  await shared.getByText('not read yet').waitFor();
  const list = z.object({ items: z.array(made.extend({ url: z.string() })) });
  const [link] = list.parse(await get(`/links?contactId=${anaId}`)).items;
  expect(link?.url).toBe(address);
  linkId = link?.id ?? '';
});

test('what was typed is there again when the dialog is opened again', async () => {
  const { page } = sales;
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Share with Ana Ruiz' });
  const words = dialog.getByRole('textbox', { name: /A few words/ });
  await words.fill('As promised on the phone');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await words.waitFor();
  expect(await words.inputValue()).toBe('As promised on the phone');
  await words.fill('');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

/** The program was given a free port, of which its configuration knows nothing. */
const onStage = (url: string): string => stage.program.url + new URL(url).pathname;

/** The page's own clock stands still but for what it is moved by, so that it is known how long each page is read. */
async function openAsBuyer(): Promise<{ page: Page; context: BrowserContext; openedAtMs: number }> {
  const context = await buyers.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  });
  const page = await context.newPage();
  const stoppedAtMs = Date.now();
  // It only stops at a time that is still to come.
  await page.clock.install({ time: stoppedAtMs - 60_000 });
  await page.clock.pauseAt(stoppedAtMs);
  await page.goto(onStage(address));
  await page.locator('.page img.picture').first().waitFor();
  return { page, context, openedAtMs: Date.now() };
}

/** Lets the page's clock go on by whole seconds, each told by a beacon. */
async function readFor(page: Page, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    const heard = page.waitForResponse((answer) => answer.url().endsWith('/beacon'));
    await page.clock.runFor(1_000);
    expect((await heard).ok()).toBe(true);
  }
}

test('the buyer reads three pages and shuts the tab; the seller sees it as it happens', async () => {
  const seller = sales.page;
  const pill = seller.getByRole('region', { name: 'Reading now' });
  const { page, context, openedAtMs } = await openAsBuyer();
  // No more is believed to be read than time went by outside of the page.
  await expect
    .poll(() => Date.now() - openedAtMs, { timeout: 20_000, interval: 250 })
    .toBeGreaterThan(totalSeconds * 1_000);
  for (const [at, seconds] of lengths.entries()) {
    if (at > 0) await page.keyboard.press('ArrowRight');
    await page.mouse.move(400 + at * 40, 300, { steps: 4 });
    await expect
      .poll(async () => {
        // What is drawn is drawn by the same clock.
        await page.clock.runFor(20);
        return page.getByLabel('Page', { exact: true }).inputValue();
      })
      .toBe(String(at + 1));
    await readFor(page, seconds);
    if (at === 1) {
      await pill.getByText(`Ana Ruiz reads ${title}, page 2 of ${pageCount}`).first().waitFor();
      await expectAccessible(seller, 'a page while somebody reads');
    }
  }
  await pill.getByText(`Ana Ruiz reads ${title}, page 3 of ${pageCount}`).waitFor();
  await page.close({ runBeforeUnload: false });
  await context.close();
});

const visits = z.object({
  items: z.array(
    z.object({
      verified: z.boolean(),
      activeMs: z.number(),
      completion: z.number(),
      pagesSeen: z.number(),
      forwardedReason: z.string().nullable(),
      contact: z.object({ name: z.string() }).nullable(),
      pages: z.array(z.object({ page: z.number(), activeMs: z.number() })),
    }),
  ),
});

test('the times are right within a second, the completion exactly', async () => {
  const { items } = visits.parse(await get(`/content/visits?linkId=${linkId}`));
  expect(items).toHaveLength(1);
  const [visit] = items;
  expect(visit).toMatchObject({
    verified: true,
    pagesSeen: 3,
    completion: 0.6,
    forwardedReason: null,
    contact: { name: 'Ana Ruiz' },
  });
  expect(visit?.pages.map(({ page }) => page)).toEqual([1, 2, 3]);
  for (const [at, seconds] of lengths.entries())
    expect(Math.abs((visit?.pages[at]?.activeMs ?? 0) - seconds * 1_000), `page ${at + 1}`).toBeLessThan(
      1_000,
    );
});

test('the link’s page, the list, the timeline and the page of the piece say the same', async () => {
  const { page } = sales;
  await page.goto(`/content/links/${linkId}`);
  await page.getByRole('heading', { level: 1, name: new RegExp(`Ana Ruiz was given ${title}`) }).waitFor();
  const visit = page.getByRole('region', { name: 'Visits' }).getByRole('article');
  await visit.getByText('3 of 5 pages (60 %)').waitFor();
  expect(await visit.getByRole('list', { name: 'Time on each page' }).getByRole('listitem').count()).toBe(
    pageCount,
  );
  await settled(page);
  await expectAccessible(page, 'the page of a link');

  await page.goto('/content/links');
  await page.getByRole('heading', { level: 1, name: /1 of your 1 link was read/ }).waitFor();
  await page.getByRole('table', { name: 'Links' }).getByText('1 person').waitFor();
  await settled(page);
  await expectAccessible(page, 'the list of links');

  await page.goto(`/people/contacts/${anaId}`);
  const story = page.getByRole('list', { name: 'What happened, latest first' });
  await story.getByText(/60 % read/).waitFor();
  await story.getByRole('button', { name: `Was given ${title}` }).waitFor();
  await page
    .getByRole('region', { name: 'Shared with them' })
    .getByText(/^read$/)
    .waitFor();

  const [asset] = z.object({ items: z.array(made) }).parse(await get('/assets')).items;
  await page.goto(`/content/assets/${asset?.id}`);
  await page.getByRole('heading', { level: 1, name: /is read by 1 person/ }).waitFor();
  for (const [at, seconds] of lengths.entries())
    await page.getByRole('link', { name: new RegExp(`^Page ${at + 1}: ${seconds} s`) }).waitFor();
});

test('a link that is taken back answers nobody, and can be let be read again', async () => {
  const { page } = sales;
  await page.goto(`/content/links/${linkId}`);
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('button', { name: 'Let it be read again' }).waitFor();
  const stranger = await buyers.newContext();
  const taken = await stranger.newPage();
  await taken.goto(onStage(address));
  expect(await taken.locator('.page').count()).toBe(0);
  await page.getByRole('button', { name: 'Let it be read again' }).click();
  await page.getByRole('button', { name: /^Copy link/ }).waitFor();
  await taken.reload();
  await taken.locator('.page img.picture').first().waitFor();
  await stranger.close();
});

test('on a phone: the dialog fills the screen, and what it can do is under the thumb', async () => {
  const phone = await stage.visit({ phone: true, as: sales.context });
  const { page } = phone;
  await page.goto(`/people/contacts/${anaId}`);
  await page
    .getByRole('button', { name: /^Share/ })
    .first()
    .tap();
  const dialog = page.getByRole('dialog', { name: 'Share with Ana Ruiz' });
  const copy = dialog.getByRole('button', { name: /^Copy link/ });
  await copy.waitFor();
  await settled(page);
  const box = await copy.boundingBox();
  expect(box?.y ?? 0).toBeGreaterThan(600);
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
  await expectAccessible(page, 'the dialog of sharing on a phone');
  await page.keyboard.press('Escape');
  await page.goto('/content/links');
  await page.getByText(title).first().waitFor();
  await settled(page);
  await expectAccessible(page, 'the list of links on a phone');
  await page.goto(`/content/links/${linkId}`);
  await page.getByText('3 of 5 pages (60 %)').waitFor();
  await settled(page);
  await expectAccessible(page, 'the page of a link on a phone');
  expect(phone.errors).toEqual([]);
  await phone.context.close();
});

test('no page said anything in the console', () => {
  expect([...sales.errors, ...marketing.errors]).toEqual([]);
});
