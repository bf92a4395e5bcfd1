import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { expect } from 'vitest';
import { type ProgramProcess, startProgramProcess } from '../faults/program-process.ts';

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Liaison as it is started by `npm start`, and a browser to use it with. */
export type Stage = {
  program: ProgramProcess;
  browser: Browser;
  /** A visitor of their own: own cookies, own screen. Fails the test on any error in the page. */
  visit(options?: VisitOptions): Promise<Visitor>;
  close(): Promise<void>;
};

export type VisitOptions = { dark?: boolean; phone?: boolean; as?: BrowserContext };
export type Visitor = { page: Page; context: BrowserContext; errors: string[] };

export async function openStage(
  options: { env?: Record<string, string>; withinMs?: number } = {},
): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-journey-'));
  const program = await startProgramProcess({ dataDir, withinMs: 60_000, ...options });
  const executablePath = process.env.LIAISON_TEST_BROWSER ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  return {
    program,
    browser,
    visit: (visit = {}) => openVisitor(browser, program.url, visit),
    close: async () => {
      await browser.close();
      await program.terminate();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** Long enough for a page beside two other journeys on a small machine; what never comes fails all the same. */
const waitMs = 45_000;

async function openVisitor(browser: Browser, baseURL: string, visit: VisitOptions): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL,
    viewport: visit.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: visit.phone ?? false,
    colorScheme: visit.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...(visit.as ? { storageState: await visit.as.storageState() } : {}),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  watchRequests(page);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, context, errors };
}

const me = { name: 'Mara Linde', email: 'mara@watteline-invented.com', password: 'correct horse battery' };

/** The first person and their workspace by the one-time link, signed in, without the pages of the set-up. */
export async function signIn(stage: Stage, { context }: Visitor): Promise<void> {
  // The link is printed right after the program began to serve.
  while (setUpLink(stage) === null) await delay(20);
  const answer = await context.request.post('/api/v1/set-up', {
    headers: { origin: stage.program.url },
    data: {
      key: setUpLink(stage)?.searchParams.get('key'),
      ...me,
      workspaceName: 'Watteline',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** The one-time link that the program printed. */
export function setUpLink(stage: Stage): URL | null {
  const found = /http\S+\/set-up\?key=\S+/.exec(stage.program.output());
  return found ? new URL(found[0]) : null;
}

/** Until the first part of one of our pages is drawn, there is nothing yet that could be loading. */
const notDrawnYet = '#root:not(:has(main))';

/** What a page has asked for and not been answered yet, streams left out. */
const unanswered = new WeakMap<Page, Set<Request>>();

function watchRequests(page: Page): void {
  const requests = new Set<Request>();
  unanswered.set(page, requests);
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
}

/** Waits until the page stands and nothing is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch((cause: unknown) => {
    const asked = [...(unanswered.get(page) ?? [])].map((request) => `${request.method()} ${request.url()}`);
    throw new Error(`${page.url()} waits for: ${asked.join(', ') || 'nothing, but asks again and again'}`, {
      cause,
    });
  });
  await expect
    .poll(
      () =>
        page
          .locator(
            `${notDrawnYet}, [aria-busy="true"], .mantine-Loader-root, .mantine-Skeleton-root[data-visible]`,
          )
          .count(),
      {
        timeout: waitMs,
        message: `still loading: ${page.url()}`,
      },
    )
    .toBe(0);
}

/** What a narrow screen changes of a page that was looked at as a whole already, and what the dark does. */
export const ofLayout = ['target-size', 'scrollable-region-focusable'] as const;
export const ofColour = ['color-contrast', 'link-in-text-block'] as const;

/** Nobody is shut out: axe finds nothing, and nothing scrolls sideways. */
export async function expectAccessible(
  page: Page,
  where: string,
  options: { only?: readonly string[]; inside?: string } = {},
): Promise<void> {
  // What passes is not gathered: on a page of a thousand elements that takes as long as looking.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  if (options.inside !== undefined) axe.include(options.inside);
  const asked = options.only
    ? axe.withRules([...options.only])
    : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await asked.analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  );
  expect(found, `axe on ${where}`).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways, `${where} scrolls sideways by`).toBeLessThanOrEqual(0);
}
