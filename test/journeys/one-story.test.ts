import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  expectAccessible,
  ofColour,
  ofLayout,
  openStage,
  type Stage,
  settled,
  signIn,
  type Visitor,
} from './browser.ts';
import { join } from './members.ts';

/**
 * One buyer, both teams: a visitor reads three pages and fills in a form, a rep logs the call, and marketing and sales
 * see the very same story.
 */
let stage: Stage;
let site: Server;
let siteUrl = '';
let marketer: Visitor;
let seller: Visitor;
let contactPath = '';

const writeKey = 'one-story-write-key';

beforeAll(async () => {
  stage = await openStage({ env: { LIAISON_WRITE_KEY: writeKey } });
  marketer = await stage.visit();
  await signIn(stage, marketer);
  seller = await join(stage, marketer);
  site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pageOf(new URL(request.url ?? '/', 'http://site').pathname));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', () => resolve()));
  const address = site.address();
  siteUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  site.close();
  await stage.close();
});

/** The company's own web site, with the snippet in its head. */
function pageOf(path: string): string {
  const titles: Record<string, string> = { '/': 'Home', '/pricing': 'Pricing', '/case-study': 'Case study' };
  return `<!doctype html><html lang="en"><head><title>${titles[path] ?? 'Contact'}</title>
    <script async src="${stage.program.url}/t.js" data-key="${writeKey}"></script></head>
    <body><a href="/">Home</a> <a href="/pricing">Pricing</a> <a href="/case-study">Case study</a> <a href="/contact">Contact</a>
    ${path === '/contact' ? form : ''}</body></html>`;
}

const form = `<form data-liaison-form="Ask for a demo" data-liaison-fields="name, question, password" onsubmit="event.preventDefault(); document.title = 'Thank you'">
  <label>Name <input name="name"></label> <label>E-mail <input name="email" type="email"></label>
  <label>Question <input name="question"></label> <label>Password <input name="password" type="password"></label>
  <button>Send</button></form>`;

const storyOn = (page: Page) => page.getByRole('list', { name: 'What happened, latest first' });

/** The visit stands as one line until somebody asks what was read in it. */
async function unfoldVisit(page: Page): Promise<void> {
  await storyOn(page)
    .getByRole('button', { name: /4 pages and a form/ })
    .click();
  await storyOn(page).getByText('Pricing').first().waitFor();
}

test('a visitor reads three pages and asks for a demo', async () => {
  const context = await stage.browser.newContext({
    locale: 'en-GB',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  });
  // This browser is steered by a program, and says so; a buyer's is not.
  await context.addInitScript(
    'Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false })',
  );
  const page = await context.newPage();
  await page.goto(`${siteUrl}/?utm_source=linkedin&utm_medium=paid-social&utm_campaign=autumn`);
  for (const name of ['Pricing', 'Case study', 'Contact']) {
    await page.waitForFunction('"liaison" in window && typeof window.liaison.page === "function"');
    await page.getByRole('link', { name }).click();
    await page.waitForLoadState('load');
  }
  await page.waitForFunction('"liaison" in window && typeof window.liaison.page === "function"');
  await page.getByLabel('Name').fill('Clara Finke');
  await page.getByLabel('E-mail').fill('clara.finke@finke-invented-works.com');
  await page.getByLabel('Question').fill('Does it run on our own servers?');
  await page.getByLabel('Password').fill('never-to-be-sent');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForFunction('document.title === "Thank you"');
  await page.close({ runBeforeUnload: false });
  await context.close();
});

test('marketing sees her by name, with what she read before she gave it', async () => {
  const { page } = marketer;
  await expect
    .poll(async () => {
      const answer = await marketer.context.request.get('/api/v1/contacts?q=Finke');
      const { items }: { items: { id: string }[] } = await answer.json();
      contactPath = items[0] ? `/people/contacts/${items[0].id}` : '';
      return contactPath;
    })
    .not.toBe('');
  await page.goto(contactPath);
  await settled(page);
  const story = storyOn(page);
  await unfoldVisit(page);
  for (const read of ['Pricing', 'Case study', 'Ask for a demo'])
    await story.getByText(read).first().waitFor();
  const text = await page.locator('main').textContent();
  expect(text).toContain('Does it run on our own servers?');
  expect(text).not.toContain('never-to-be-sent');
  await expectAccessible(page, 'contact with tracked pages');
});

test('the seller logs the call from her page with the keyboard, and marketing sees it come in', async () => {
  const { page } = seller;
  await page.goto(contactPath);
  await settled(page);
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await settled(page);
  await expectAccessible(page, 'log form', { inside: '[role=dialog]' });
  await dialog
    .getByLabel(/what was said/i)
    .fill('Wants it on her own servers; budget is there from January.');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Sven Holt').first().waitFor();
  // Nobody reloads marketing's page.
  await marketer.page.getByText('Sven Holt').first().waitFor({ timeout: 10_000 });
});

test('both teams read the same story', async () => {
  const storyOf = async ({ page }: Visitor) => {
    await page.goto(contactPath);
    await settled(page);
    await unfoldVisit(page);
    return storyOn(page).textContent();
  };
  const [marketing, sales] = [await storyOf(marketer), await storyOf(seller)];
  expect(sales).toBe(marketing);
  expect(sales).toMatch(/Call[\s\S]*Ask for a demo[\s\S]*Pricing/);
  for (const path of ['/timeline', contactPath]) {
    for (const look of [{}, { dark: true, phone: true }]) {
      const guest = await stage.visit({ ...look, as: seller.context });
      await guest.page.goto(path);
      await settled(guest.page);
      await storyOn(guest.page).getByText('Wants it on her own servers').first().waitFor();
      const only = 'dark' in look ? { only: [...ofColour, ...ofLayout] } : {};
      await expectAccessible(guest.page, `${path} ${JSON.stringify(look)}`, only);
      expect(guest.errors).toEqual([]);
      await guest.context.close();
    }
  }
  expect([...marketer.errors, ...seller.errors]).toEqual([]);
});
