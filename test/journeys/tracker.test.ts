import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { snippetOf } from '../../src/modules/tracking/ui/snippet.ts';
import { adminToken, writeKey } from '../faults/program-process.ts';
import { openStage, type Stage } from './browser.ts';

/** Our own tracker on somebody's plain page, in a real browser. */
let stage: Stage;
let site: Server;
let siteUrl: string;

const person =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

beforeAll(async () => {
  stage = await openStage();
  site = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pageOf(url.pathname, url.searchParams));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
  site.close();
  await stage.close();
});

/** The choices of the snippet stand in the page's address, so that a test says them where it visits. */
function pageOf(path: string, query: URLSearchParams): string {
  const snippet = snippetOf({
    writeKey,
    origin: stage.program.url,
    cookieless: query.has('cookieless'),
    asksConsent: query.has('ask'),
    forms: '',
    calls: true,
  });
  return `<!doctype html><html lang="en"><head><title>Page ${path}</title>${snippet}
    <script>liaison.track('Said Early', { path: '${path}' });</script></head>
    <body><main><h1>${path}</h1><a href="/next">next</a>
    <form data-liaison-form="demo" data-liaison-fields="company, secret_word, note, card_number" onsubmit="event.preventDefault()">
      <input name="email" type="email" value="Ada@Holmwerk-Invented.com"><input name="company" value="Holmwerk">
      <input name="secret_word" type="password" value="open sesame"><input name="note" value="4111 1111 1111 1111">
      <input name="card_number" value="12"><input name="other" value="unasked"><button>Send</button>
    </form>
    <form id="unwatched" onsubmit="event.preventDefault()"><input name="email" type="email" value="no@body-invented.com"><button>Other</button></form>
    </main></body></html>`;
}

type Sent = { type: string; event?: string; messageId: string; anonymousId: string } & Record<
  'properties' | 'context' | 'traits',
  Record<string, unknown> | undefined
>;

/** A visitor, and everything their browser sends to us. */
async function openVisitor(
  options: BrowserContextOptions & { steered?: boolean; again?: boolean } = {},
): Promise<{ page: Page; context: BrowserContext; sent: Sent[] }> {
  const { steered = false, again = false, ...rest } = options;
  const context = await stage.browser.newContext({ userAgent: person, ...rest });
  if (!steered)
    await context.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }));
  const sent: Sent[] = [];
  context.on('request', (request) => {
    if (!request.url().endsWith('/v1/batch')) return;
    const { batch, context: shared } = JSON.parse(request.postData() ?? '{}');
    for (const event of batch) {
      // A request cut off by the next page is made again there, with the same ids.
      const isAgain = sent.some(({ messageId }) => messageId === event.messageId);
      if (!isAgain || again) sent.push({ ...event, context: { ...shared, ...event.context } });
    }
  });
  return { page: await context.newPage(), context, sent };
}

const interactions = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      subject: z.string().nullable(),
      url: z.string().nullable(),
      channel: z.string().nullable(),
      engagedSeconds: z.number().nullable(),
      verified: z.boolean(),
      flagReason: z.string().nullable(),
      externalId: z.string().nullable(),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** What the log holds, latest first. */
async function logged() {
  const answer = await fetch(`${stage.program.url}/api/v1/interactions?limit=200&unverified=true`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  return interactions.parse(await answer.json()).items;
}

const arrived = (externalId: string | undefined) =>
  expect.poll(async () => (await logged()).find((row) => row.externalId === externalId)).toBeDefined();

const pagesOf = (sent: Sent[]) => sent.filter(({ type }) => type === 'page');
const named = (sent: Sent[], event: string) => sent.filter((each) => each.event === event);
/** The script is there, and has taken the place of the list that calls wait in. */
const ready = (page: Page) => page.waitForFunction(() => !('q' in Object(window).liaison));
const call = (page: Page, name: string, ...said: unknown[]) =>
  page.evaluate(([called, what]) => Object(window).liaison[called](...what), [name, said] as const);
const stored = (page: Page) =>
  page.evaluate(() => ({ cookies: document.cookie, local: Object.keys(localStorage).join() }));

test('a page arrives with its campaign, its referrer and its channel, and counts', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/pricing?utm_source=LinkedIn&utm_medium=paid-social&utm_campaign=june`, {
    referer: 'https://www.linkedin.com/feed/',
  });
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  const [view] = pagesOf(sent);
  expect(view?.context).toMatchObject({
    campaign: { source: 'LinkedIn', medium: 'paid-social', name: 'june' },
    page: { path: '/pricing', title: 'Page /pricing', referrer: 'https://www.linkedin.com/feed/' },
    library: { name: 'liaison.js' },
    timezone: expect.any(String),
  });
  await arrived(view?.messageId);
  expect((await logged()).find((row) => row.externalId === view?.messageId)).toMatchObject({
    type: 'page_view',
    subject: 'Page /pricing',
    channel: 'Paid Social',
    verified: true,
  });
  await context.close();
});

test('a search engine is a channel, the next page of the site is none; both are the same visitor', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/`, { referer: 'https://www.google.com/' });
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  await page.getByRole('link', { name: 'next' }).click();
  await expect.poll(() => pagesOf(sent).length).toBe(2);
  const [first, second] = pagesOf(sent);
  expect(second?.anonymousId).toBe(first?.anonymousId);
  await arrived(second?.messageId);
  const rows = await logged();
  const channelOf = (event: Sent | undefined) =>
    rows.find((row) => row.externalId === event?.messageId)?.channel;
  expect([channelOf(first), channelOf(second)]).toEqual(['Organic Search', null]);
  await context.close();
});

test('pages that load nothing are pages too, each with the one before as its referrer', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/app?utm_source=news&utm_medium=email`);
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  await page.evaluate(() => {
    history.pushState({}, '', '/app/prices');
    document.title = 'Prices';
  });
  await expect.poll(() => pagesOf(sent).length).toBe(2);
  await page.evaluate(() => history.pushState({}, '', '#part'));
  await page.goBack();
  await page.goBack();
  await expect.poll(() => pagesOf(sent).length).toBe(3);
  expect(pagesOf(sent).map(({ context: said }) => said?.page)).toMatchObject([
    { path: '/app' },
    {
      path: '/app/prices',
      title: 'Prices',
      referrer: `${siteUrl}/app?utm_source=news&utm_medium=email`,
    },
    { path: '/app' },
  ]);
  expect(pagesOf(sent)[1]?.context).not.toHaveProperty('campaign');
  await context.close();
});

test('calls made before the script is there are done once it is', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/early`);
  await expect.poll(() => named(sent, 'Said Early').length).toBe(1);
  expect(named(sent, 'Said Early')[0]?.properties).toMatchObject({ path: '/early' });
  await context.close();
});

test.each([
  ['Do Not Track', () => Object.defineProperty(navigator, 'doNotTrack', { get: () => '1' })],
  [
    'Global Privacy Control',
    () => Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true }),
  ],
])('%s: nothing is sent and nothing stored, whatever is called', async (_, ask) => {
  const { page, sent, context } = await openVisitor();
  await context.addInitScript(ask);
  await page.goto(`${siteUrl}/private`);
  await ready(page);
  await call(page, 'consent', true);
  await call(page, 'track', 'Secret');
  await call(page, 'identify', 'u-1', { email: 'ada@holmwerk-invented.com' });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.goto('about:blank');
  await page.goto(`${siteUrl}/private`);
  expect(sent).toEqual([]);
  expect(await stored(page)).toEqual({ cookies: '', local: '' });
  await context.close();
});

test('consent: what happens waits, and is sent or forgotten as the visitor says', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/ask?ask`);
  await ready(page);
  await page.getByRole('button', { name: 'Send' }).click();
  expect(await stored(page)).toEqual({ cookies: '', local: '' });
  expect(sent).toEqual([]);
  await call(page, 'consent', true);
  await expect.poll(() => sent.length).toBe(3);
  expect(sent.map(({ type, event }) => event ?? type)).toEqual(['page', 'Said Early', 'Form Submitted']);
  // The answer holds for the pages to come.
  await page.goto(`${siteUrl}/next?ask`);
  await expect.poll(() => pagesOf(sent).length).toBe(2);
  await call(page, 'consent', false);
  const before = sent.length;
  await page.goto(`${siteUrl}/after?ask`);
  await ready(page);
  await page.getByRole('button', { name: 'Send' }).click();
  expect(sent.length).toBe(before);
  expect((await stored(page)).cookies).toBe('');
  await context.close();
});

test('cookieless: events arrive, and nothing is stored', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/one?cookieless`);
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  expect(await stored(page)).toEqual({ cookies: '', local: '' });
  await page.goto(`${siteUrl}/two?cookieless`);
  await expect.poll(() => pagesOf(sent).length).toBe(2);
  expect(await stored(page)).toEqual({ cookies: '', local: '' });
  expect(await context.cookies()).toEqual([]);
  await arrived(pagesOf(sent)[1]?.messageId);
  await context.close();
});

test('the last event of a tab that closes arrives', async () => {
  const { page, context } = await openVisitor();
  await page.goto(`${siteUrl}/opener`);
  const opened = page.waitForEvent('popup');
  await page.evaluate((url) => void window.open(url), `${siteUrl}/closing`);
  const tab = await opened;
  await ready(tab);
  const closed = tab.waitForEvent('close');
  await tab.evaluate(() => {
    Object(window).liaison.track('Last Word');
    window.close();
  });
  await closed;
  // Its tab is gone, and Chromium tells nobody of the request any more: the log does.
  await expect.poll(async () => (await logged()).filter((row) => row.type === 'last_word').length).toBe(1);
  await context.close();
});

test('a page that is left says how long it was read', async () => {
  const { page, sent, context } = await openVisitor();
  await page.clock.install();
  await page.goto(`${siteUrl}/long-read`);
  await page.clock.runFor(1_000);
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  await page.clock.runFor(20_000);
  await page.mouse.move(10, 10);
  // Two minutes without a sign: only the first 30 seconds of them count.
  await page.clock.runFor(120_000);
  await page.goto(`${siteUrl}/next`);
  const pageId = pagesOf(sent)[0]?.messageId;
  const leftRow = async () =>
    (await logged()).find(
      ({ type, properties }) => type === 'page_left' && properties.page_message_id === pageId,
    );
  await expect.poll(leftRow).toMatchObject({ url: `${siteUrl}/long-read`, verified: true });
  const seconds = (await leftRow())?.engagedSeconds;
  expect(seconds).toBeGreaterThanOrEqual(50);
  expect(seconds).toBeLessThanOrEqual(53);
  await context.close();
});

test('a watched form sends its e-mail and the fields it names, and never a secret', async () => {
  const { page, sent, context } = await openVisitor();
  await page.goto(`${siteUrl}/demo`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('button', { name: 'Other' }).click();
  await expect.poll(() => named(sent, 'Form Submitted').length).toBe(1);
  expect(named(sent, 'Form Submitted')[0]?.properties).toEqual({
    form: 'demo',
    email: 'Ada@Holmwerk-Invented.com',
    company: 'Holmwerk',
    page_message_id: pagesOf(sent)[0]?.messageId,
  });
  const everything = JSON.stringify(sent);
  for (const secret of ['open sesame', '4111', 'unasked', 'no@body-invented.com', 'card_number'])
    expect(everything).not.toContain(secret);
  await context.close();
});

test('what the server does not take is sent again with the same messageId, by the next page too', async () => {
  const { page, sent, context } = await openVisitor({ again: true });
  await context.route('**/v1/batch', (route) =>
    route.fulfill({ status: 503, headers: { 'retry-after': '60' } }),
  );
  await page.goto(`${siteUrl}/away`);
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  await expect.poll(async () => (await stored(page)).local).toContain('liaison_queue');
  await context.unroute('**/v1/batch');
  await page.goto(`${siteUrl}/back`);
  await expect.poll(() => pagesOf(sent).length).toBe(3);
  const [first, again] = pagesOf(sent);
  expect(again?.messageId).toBe(first?.messageId);
  await arrived(pagesOf(sent)[2]?.messageId);
  expect((await logged()).filter(({ externalId }) => externalId === first?.messageId)).toHaveLength(1);
  await expect.poll(async () => (await stored(page)).local).not.toContain('liaison_queue');
  await context.close();
});

test('a browser that a program steers is kept in the log and not counted', async () => {
  const { page, sent, context } = await openVisitor({ steered: true });
  await page.goto(`${siteUrl}/steered`);
  await expect.poll(() => pagesOf(sent).length).toBe(1);
  await arrived(pagesOf(sent)[0]?.messageId);
  const row = (await logged()).find(({ externalId }) => externalId === pagesOf(sent)[0]?.messageId);
  expect(row).toMatchObject({ verified: false, flagReason: 'headless_browser' });
  await context.close();
});
