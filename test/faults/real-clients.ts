import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { type Browser, chromium } from 'playwright-core';
import { writeKey } from './program-process.ts';

/**
 * The clients people use, unchanged and set up as their documentation says: where to send, how many events make a
 * batch, how often to come again. Each sends the numbers from 0 on, every number in one event.
 */
export type Sent = { client: string; count: number };

const eventsATurn = 10;
const turnMs = 25;

/** What number n is. */
function kindOf(number: number): 'identify' | 'group' | 'alias' | 'track' | 'page' {
  if (number % 100 === 50) return 'identify';
  if (number % 100 === 70) return 'group';
  if (number % 100 === 90) return 'alias';
  return number % 2 === 0 ? 'track' : 'page';
}

/** How many of the first `count` numbers are rows of the log; the others say who somebody is. */
export function rowsAmong({ client, count }: Sent): number {
  const numbers = Array.from({ length: count }, (_, number) => kindOf(number));
  // The browser's page sends no alias.
  const isRow = (kind: string) =>
    kind === 'track' || kind === 'page' || (kind === 'alias' && client.startsWith('browser'));
  return numbers.filter(isRow).length;
}

export async function sendWithSegmentNode(url: string, { client, count }: Sent): Promise<void> {
  const analytics = new Analytics({ writeKey, host: url, flushAt: 50, flushInterval: 500, maxRetries: 30 });
  const failures: unknown[] = [];
  analytics.on('error', (error) => failures.push(error));
  for (let number = 0; number < count; number += 1) {
    const kind = kindOf(number);
    const who = { anonymousId: `${client}-visitor-${number % 20}` };
    const properties = { client, number };
    const traits = { ...properties, email: `reader${number}@${client}.example` };
    if (kind === 'identify') analytics.identify({ ...who, userId: `${client}-user-${number}`, traits });
    else if (kind === 'group') analytics.group({ ...who, groupId: `${client}-company`, traits: properties });
    else if (kind === 'alias')
      analytics.alias({ userId: `${client}-user-${number}`, previousId: `${client}-before-${number}` });
    else if (kind === 'track') analytics.track({ ...who, event: 'Price Seen', properties });
    else analytics.page({ ...who, name: 'Prices', properties });
    if (number % eventsATurn === 0) await delay(turnMs);
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
  if (failures.length > 0) throw new Error(`${client} gave up: ${JSON.stringify(failures[0])}`);
}

export async function sendWithRudderNode(url: string, { client, count }: Sent): Promise<void> {
  const failures: unknown[] = [];
  const analytics = new RudderAnalytics(writeKey, {
    dataPlaneUrl: url,
    flushAt: 50,
    flushInterval: 500,
    retryCount: 30,
    logLevel: 'none',
    errorHandler: (error) => failures.push(error),
  });
  let delivered = 0;
  const done = () => {
    delivered += 1;
  };
  for (let number = 0; number < count; number += 1) {
    const kind = kindOf(number);
    const who = { anonymousId: `${client}-visitor-${number % 20}` };
    const properties = { client, number };
    const traits = { ...properties, email: `reader${number}@${client}.example` };
    if (kind === 'identify') analytics.identify({ ...who, userId: `${client}-user-${number}`, traits }, done);
    else if (kind === 'group')
      analytics.group({ ...who, groupId: `${client}-company`, traits: properties }, done);
    else if (kind === 'alias')
      analytics.alias({ userId: `${client}-user-${number}`, previousId: `${client}-before-${number}` }, done);
    else if (kind === 'track') analytics.track({ ...who, event: 'Price Seen', properties }, done);
    else analytics.page({ ...who, name: 'Prices', properties }, done);
    if (number % eventsATurn === 0) await delay(turnMs);
  }
  while (delivered < count && failures.length === 0) await delay(turnMs);
  if (failures.length > 0) throw new Error(`${client} gave up: ${String(failures[0])}`);
}

export type BrowserClients = {
  open(of: Sent & { batching: boolean; apiHost: string }): Promise<void>;
  close(): Promise<void>;
};

/** Segment's browser library on a site of its own. */
export async function openBrowserClients(): Promise<BrowserClients> {
  const site = await serveSite();
  const browser: Browser = await chromium.launch({
    executablePath: process.env.LIAISON_TEST_BROWSER ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  return {
    open: async ({ client, count, batching, apiHost }) => {
      const page = await (await browser.newContext()).newPage();
      const query = new URLSearchParams({ client, writeKey, apiHost, count: String(count), everyMs: '5' });
      if (batching) query.set('batching', '');
      await page.goto(`${site.origin}/?${query.toString()}`);
    },
    close: async () => {
      await browser.close();
      site.server.closeAllConnections();
      site.server.close();
    },
  };
}

const library = fileURLToPath(import.meta.resolve('@segment/analytics-next')).replace(
  /dist\/.*$/,
  'dist/umd',
);

async function serveSite(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://site').pathname).then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no address');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

async function answer(path: string): Promise<{ type: string; body: string | Buffer }> {
  if (path === '/')
    return { type: 'text/html', body: await readFile(new URL('browser-client.html', import.meta.url)) };
  // What Segment's own settings service says of a source that has no destinations in the browser.
  if (path.startsWith('/v1/projects/'))
    return {
      type: 'application/json',
      body: JSON.stringify({ integrations: { 'Segment.io': { apiKey: writeKey } } }),
    };
  return { type: 'text/javascript', body: await readFile(`${library}/${basename(path)}`) };
}
