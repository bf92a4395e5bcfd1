import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openStage, type Stage, settled, setUpLink, type Visitor } from './browser.ts';

/** A stranger's first ten minutes: set-up, the sample company, the funnel through both lenses, a person, a move. */
let stage: Stage;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  visitor = await stage.visit();
});
afterAll(() => stage.close());

const linkPath = () => `/set-up${setUpLink(stage)?.search}`;

test('the one-time link makes the first person and the workspace', async () => {
  const { page } = visitor;
  await expect.poll(() => setUpLink(stage)).not.toBeNull();
  await page.goto(linkPath());
  await settled(page);
  await expectAccessible(page, 'set-up');
  await page.getByLabel('Your name').fill('Mara Linde');
  await page.getByLabel('Your e-mail').fill('mara@watteline-invented.com');
  await page.getByLabel('Workspace name').fill('Watteline');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText(/at least \d+ characters;/i).waitFor();
  expect(await page.getByLabel('Your name').inputValue(), 'nothing typed is lost').toBe('Mara Linde');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.waitForURL('**/welcome');
  await page.getByRole('heading', { name: 'Explore the sample company' }).waitFor();
  await expectAccessible(page, 'welcome');
});

test('the link works once', async () => {
  const other = await stage.visit();
  await other.page.goto(linkPath());
  await other.page.getByRole('heading', { level: 1 }).waitFor();
  expect(await other.page.getByRole('button', { name: 'Set up' }).count()).toBe(0);
  await other.context.close();
});

test('the sample company fills the funnel', async () => {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Load the sample company' }).click();
  await page.getByText(/^Loaded:/).waitFor({ timeout: 150_000 });
  await page.getByRole('link', { name: 'Open the funnel' }).click();
  await page.getByRole('heading', { level: 1, name: /people came in/ }).waitFor();
  await settled(page);
  await expectAccessible(page, 'funnel, both lenses');
});

test('every lens shows the very same people, and a pick stays when the lens is switched', async () => {
  const { page } = visitor;
  const counts = () =>
    page
      .getByRole('button', { name: /: pick them$/ })
      .first()
      .getAttribute('aria-label');
  const inBoth = await counts();
  expect(inBoth).toMatch(/^\d/);
  await page
    .getByRole('button', { name: /reached MQL: pick them$/ })
    .first()
    .click();
  await expect.poll(() => new URL(page.url()).searchParams.get('pick')).toBe('mql.reached');
  for (const lens of ['Filter', 'Gates'] as const) {
    await page.getByRole('radio', { name: lens }).check({ force: true });
    await expect.poll(() => new URL(page.url()).searchParams.get('lens')).toBe(lens.toLowerCase());
    await settled(page);
    expect(new URL(page.url()).searchParams.get('pick')).toBe('mql.reached');
    await expectAccessible(page, `funnel, ${lens}`);
  }
  await page.getByRole('radio', { name: 'Both' }).check({ force: true });
  await settled(page);
  expect(await counts()).toBe(inBoth);
});

test('a number opens the people behind it, as many as it says', async () => {
  const { page } = visitor;
  await page.goto('/funnel');
  await settled(page);
  const figure = page
    .getByRole('heading', { level: 1 })
    .getByRole('link')
    .or(page.getByRole('heading', { level: 1 }).getByRole('button'))
    .first();
  const said = Number(((await figure.textContent()) ?? '').replace(/\D/g, ''));
  await figure.click();
  const drawer = page.getByRole('dialog');
  await drawer.waitFor();
  await settled(page);
  expect(await drawer.textContent()).toContain(new Intl.NumberFormat('en-GB').format(said));
  await expectAccessible(page, 'evidence');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
});

test('in the dark on a phone: readable, reachable, nothing sideways', async () => {
  const guest = await stage.visit({ dark: true, phone: true, as: visitor.context });
  for (const path of [
    '/funnel',
    '/funnel?lens=gates',
    '/timeline',
    '/timeline?verified=all&kind=person',
    '/people/contacts',
    '/people/accounts',
    '/people/deals',
    '/content',
    '/content/library',
    '/imports',
    '/imports/new',
    '/quality',
    '/status',
    '/settings/members',
    '/settings/tracking',
    '/settings/audit',
    '/api-reference',
  ]) {
    await guest.page.goto(path);
    await settled(guest.page);
    await expectAccessible(guest.page, `${path} in the dark on a phone`);
  }
  expect(guest.errors).toEqual([]);
  await guest.context.close();
}, 240_000);

test('nothing went wrong in the pages', () => {
  expect(visitor.errors).toEqual([]);
});
