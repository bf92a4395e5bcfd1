import { PDFDocument } from '@cantoo/pdf-lib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { adminToken } from '../faults/program-process.ts';
import { type Shelf, sharePieces, uploadPiece } from '../support/share-content.ts';
import { chromiumArguments, openStage, type Stage, signIn } from './browser.ts';

/** Programs that open a link in a real browser, and a person who does. */
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage;
let shelf: Shelf;
let path: string;
let unsteered: Browser;

beforeAll(async () => {
  stage = await openStage({ withinMs: 90_000 });
  await signIn(stage, await stage.visit());
  shelf = { url: stage.program.url, token: adminToken };
  const paper = await PDFDocument.create();
  for (let page = 0; page < 6; page += 1) paper.addPage([595, 842]).drawText(`Page ${page + 1}`);
  const assetId = await uploadPiece(shelf, {
    name: 'paper.pdf',
    title: 'Paper',
    bytes: await paper.save(),
  });
  path = await sharePieces(shelf, { assetIds: [assetId] });
  // A browser whose pages are not told that it is steered, as scanners hide it.
  unsteered = await chromium.launch({
    executablePath: process.env.LIAISON_TEST_BROWSER ?? '/usr/bin/chromium',
    args: [...chromiumArguments, '--disable-blink-features=AutomationControlled'],
  });
}, 240_000);
afterAll(async () => {
  await unsteered.close();
  await stage.close();
});

const plainAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const visits = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      verified: z.boolean(),
      flagReason: z.string().nullable(),
      pagesSeen: z.number(),
    }),
  ),
});

async function listVisits() {
  const answer = await fetch(`${shelf.url}/api/v1/content/visits?show=all`, {
    headers: { authorization: `Bearer ${shelf.token}` },
  });
  return visits.parse(await answer.json()).items;
}

/** Opens the link, does something, leaves, and answers what became of the visit once it is over. */
async function visitOf(browser: Browser, userAgent: string | undefined, act: (page: Page) => Promise<void>) {
  const before = new Set((await listVisits()).map(({ id }) => id));
  const context = await browser.newContext({
    baseURL: stage.program.url,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  const page = await context.newPage();
  const heard = page.waitForResponse((answer) => answer.url().endsWith('/beacon'));
  await page.goto(path);
  await heard;
  await act(page);
  await page.close({ runBeforeUnload: false });
  await context.close();
  const mine = async () => (await listVisits()).find(({ id }) => !before.has(id));
  await expect
    .poll(async () => {
      const visit = await mine();
      return visit !== undefined && (visit.verified || visit.flagReason !== null);
    })
    .toBe(true);
  return mine();
}

const stay = async () => undefined;

test('a steered browser is left out, under its own name and under another', async () => {
  expect(await visitOf(stage.browser, undefined, stay)).toMatchObject({ verified: false });
  expect(await visitOf(stage.browser, plainAgent, stay)).toMatchObject({
    verified: false,
    flagReason: 'headless_browser',
  });
});

test('a browser that hides that it is steered is left out where no hand moves', async () => {
  expect(await visitOf(unsteered, plainAgent, stay)).toMatchObject({
    verified: false,
    flagReason: 'no_hand',
  });
});

test('a person who moves and stays counts', async () => {
  const visit = await visitOf(unsteered, plainAgent, async (page) => {
    const nextBeacon = () => page.waitForResponse((answer) => answer.url().endsWith('/beacon'));
    await page.mouse.move(300, 300);
    await page.mouse.move(500, 420, { steps: 5 });
    await nextBeacon();
    await page.mouse.wheel(0, 200);
    await nextBeacon();
    await nextBeacon();
  });
  expect(visit).toMatchObject({ verified: true, flagReason: null });
  expect(visit?.pagesSeen).toBeGreaterThanOrEqual(1);
});

test('what fetches everything and runs nothing changes nothing', async () => {
  const before = await listVisits();
  const page = await (await fetch(shelf.url + path)).text();
  const base = /"base":"([^"]+)"/.exec(page)?.[1] ?? '';
  const assetId = /"assetId":"([^"]+)"/.exec(page)?.[1] ?? '';
  for (let number = 1; number <= 6; number += 1) {
    const picture = await fetch(`${shelf.url}${base}/p/${assetId}/${number}-1100.webp`);
    expect(picture.status).toBe(200);
    await picture.arrayBuffer();
  }
  expect(await listVisits()).toEqual(before);
});
