import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writeKey } from '../faults/program-process.ts';
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

/** The tracking pages: from the snippet to the first event, channels, what is not counted, dead letters. */
// Each page is looked at on three screens.
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  visitor = await stage.visit();
  await signIn(stage, visitor);
  page = visitor.page;
});
afterAll(() => stage.close());

const person =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** As a visitor's browser sends it. */
async function send(batch: object[], userAgent = person): Promise<void> {
  const answer = await fetch(`${stage.program.url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain',
      origin: 'https://site-invented.com',
      'user-agent': userAgent,
    },
    body: JSON.stringify({ writeKey, sentAt: new Date().toISOString(), batch }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const pageEvent = (messageId: string, anonymousId: string, url: string, title: string) => ({
  type: 'page',
  messageId,
  anonymousId,
  timestamp: new Date().toISOString(),
  context: { page: { url, title, referrer: '' }, library: { name: 'liaison.js' } },
});

const everyScreen = async (path: string, where: string) => {
  const other = await stage.visit({ dark: true, phone: true, as: visitor.context });
  await other.page.goto(path);
  await settled(other.page);
  await expectAccessible(other.page, `${where}, in the dark on a phone`, {
    only: [...ofColour, ...ofLayout],
  });
  await other.context.close();
};

test('the snippet changes with the choices, and the page notices the first event by itself', async () => {
  await page.goto('/settings/tracking');
  await page.getByText('Waiting for your first event…').waitFor();
  const snippet = page.getByRole('region', { name: 'snippet' });
  expect(await snippet.textContent()).toContain(`data-key="${writeKey}"`);
  await page.getByLabel('Cookieless').check();
  await expect.poll(() => snippet.textContent()).toContain('data-cookieless');
  await page.getByLabel('Wait for consent').check();
  await expect.poll(() => snippet.textContent()).toContain('data-consent="required"');
  expect(new URL(page.url()).searchParams.get('cookieless')).toBe('yes');
  // The loader turns until something arrives, so that "nothing is busy" is never true here.
  await expectAccessible(page, 'tracking, waiting');
  await send([
    pageEvent('first', 'v1', 'https://site-invented.com/pricing?utm_source=google&utm_medium=cpc', 'Pricing'),
  ]);
  await page.getByText('Your first event arrived:').waitFor();
  await page.getByText(/Pricing · site-invented\.com\/pricing/).waitFor();
  await page.getByText(/page_view from someone not known yet, Paid Search, sent by liaison\.js/).waitFor();
  await page
    .getByRole('heading', { level: 1, name: /1 event today: 1 accepted, 0 repeated, 0 refused/ })
    .waitFor();
  await everyScreen('/settings/tracking', 'tracking');
});

test('an address tried says which rule decides; a rule of one’s own is saved, and can be taken back', async () => {
  await page.goto('/settings/tracking/channels');
  await page.getByLabel('Try an address').fill('https://site-invented.com/?utm_source=fair&utm_medium=email');
  await page.getByText('Email, by rule 14.').waitFor();
  await page.getByRole('button', { name: 'Add a rule on top' }).click();
  await page.getByRole('combobox', { name: 'Channel' }).fill('Event');
  await page.getByRole('combobox', { name: 'With what' }).fill('fair');
  await page.getByRole('combobox', { name: 'With what' }).press('Enter');
  await page.getByText('Event, by rule 1.').waitFor();
  await settled(page);
  await expectAccessible(page, 'channels, editing');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: /19 channels, by a table of your own/ }).waitFor();
  await send([pageEvent('fair', 'v2', 'https://site-invented.com/?utm_source=fair', 'Home')]);
  await page.getByRole('link', { name: 'Connect' }).click();
  await page.getByText(/page_view from someone not known yet, Event/).waitFor();
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('button', { name: "Reset to GA4's defaults" }).click();
  await page.getByRole('button', { name: 'Take the defaults' }).click();
  await page.getByRole('heading', { level: 1, name: /by GA4's default channel groups/ }).waitFor();
  await everyScreen('/settings/tracking/channels', 'channels');
});

test('what is not counted is said by reason and opens to what it was; one’s own people are put on the list', async () => {
  await send([pageEvent('bot', 'v3', 'https://site-invented.com/', 'Home')], 'curl/8.5.0');
  await page.goto('/settings/tracking/not-counted');
  await page.getByRole('heading', { level: 1, name: /1 of 3 interactions .* not counted/ }).waitFor();
  await page.getByRole('link', { name: '1: a known bot or program' }).click();
  await page
    .getByRole('dialog', { name: /a known bot or program/ })
    .getByText('Home')
    .waitFor();
  await settled(page);
  await expectAccessible(page, 'not counted, opened');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Networks', exact: true }).fill('the office');
  await page.getByRole('combobox', { name: 'Networks', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/not an address or a network/).waitFor();
  await page.reload();
  await page.getByRole('combobox', { name: 'Domains of your addresses' }).fill('site-invented.com');
  await page.getByRole('combobox', { name: 'Domains of your addresses' }).press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/last changed .* by Mara Linde/).waitFor();
  await everyScreen('/settings/tracking/not-counted', 'not counted');
});

test('a dead letter says what is wrong, is corrected and taken', async () => {
  await send([{ type: 'track', messageId: 'nobody', event: 'Trial Started', properties: { plan: 'team' } }]);
  await page.goto('/settings/tracking/dead-letters');
  await page.getByRole('heading', { level: 1, name: /1 event waits to be put right/ }).waitFor();
  await page.getByLabel(/Search in the events/).fill('Trial Started');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('Trial Started');
  await settled(page);
  await page.getByText('The event names nobody').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Replay as it came' }).click();
  await drawer.getByText(/Still refused/).waitFor();
  const event = drawer.getByLabel(/The event/);
  await event.fill((await event.inputValue()).replace('{', '{ "anonymousId": "v1",'));
  await expectAccessible(page, 'dead letter');
  await drawer.getByRole('button', { name: 'Replay as corrected' }).click();
  await drawer.getByText('1 accepted.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: /Nothing waits here/ }).waitFor();
  await everyScreen('/settings/tracking/dead-letters?state=all', 'dead letters');
});

test('sessions are counted by week, channel and landing page', async () => {
  await page.goto('/settings/tracking/sessions');
  await page.getByRole('heading', { level: 1, name: /2 visitors came 2 times/ }).waitFor();
  await page.getByRole('row', { name: /Paid Search 1 1 1\.0/ }).waitFor();
  await page.getByRole('row', { name: /^\/pricing 1/ }).waitFor();
  await settled(page);
  await everyScreen('/settings/tracking/sessions', 'sessions');
  // What is refused on purpose, the browser says as well.
  expect(visitor.errors.filter((error) => !error.includes('400 (Bad Request)'))).toEqual([]);
});
