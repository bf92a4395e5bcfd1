import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openStage, type Stage, settled, signIn, type Visitor } from './browser.ts';

/**
 * Why deals were lost, said by whoever sold them: three keys from the question to the next page, or three taps on a phone,
 * within ten seconds each; the page then says it of all.
 */
let stage: Stage;
let seller: Visitor;

const mostMs = 10_000;

beforeAll(async () => {
  stage = await openStage();
  seller = await stage.visit();
  await signIn(stage, seller);
  const me = { name: 'Mara Linde', email: 'mara@watteline-invented.com', side: 'sales' };
  const { id: ownerId } = await post('/api/v1/teammates', me);
  for (const name of ['Meters for line 1', 'Meters for line 2', 'Meters for line 3'])
    await post('/api/v1/opportunities', { name, ownerId, status: 'lost', amountMinor: 84_000_00 });
});
afterAll(() => stage.close());

async function post(path: string, data: unknown): Promise<{ id: string }> {
  const answer = await seller.context.request.post(path, { headers: { origin: stage.program.url }, data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

async function saidOf(name: string) {
  const answer = await seller.context.request.get('/api/v1/results/reasons?limit=200');
  const { items }: { items: { deal: { name: string }; tookMs: number; reasons: { key: string }[] }[] } =
    await answer.json();
  return items.find(({ deal }) => deal.name === name);
}

async function openPage(visitor: Visitor): Promise<Page> {
  await visitor.page.goto('/results/reasons');
  await settled(visitor.page);
  return visitor.page;
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^Why was/ });
const noted = (page: Page) => page.getByText(/^Noted: /).first();

test('with the keyboard: the deal, a digit, Enter', async () => {
  const page = await openPage(seller);
  const asked = page.getByRole('button', { name: /^Meters for line 3/ });
  await asked.focus();
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press('Enter');
  await dialogOf(page).getByText('No decision').waitFor();
  await press('2');
  await press('Enter');
  await noted(page).waitFor();
  expect(keys).toBe(3);
  const said = await saidOf('Meters for line 3');
  expect(said?.reasons.map(({ key }) => key)).toEqual(['no_decision']);
  expect(said?.tookMs).toBeLessThan(mostMs);
  await asked.waitFor({ state: 'detached' });
});

test('on a phone: three taps, and nobody is shut out', async () => {
  const visitor = await stage.visit({ phone: true, as: seller.context });
  const page = await openPage(visitor);
  await page.getByRole('button', { name: /^Meters for line 2/ }).tap();
  await dialogOf(page).getByText('Price', { exact: true }).tap();
  await dialogOf(page).getByRole('button', { name: 'Save', exact: true }).tap();
  await noted(page).waitFor();
  const said = await saidOf('Meters for line 2');
  expect(said?.reasons.map(({ key }) => key)).toEqual(['price']);
  expect(said?.tookMs).toBeLessThan(mostMs);
  await settled(page);
  await expectAccessible(page, 'reasons on a phone');
  expect(visitor.errors).toEqual([]);
  await visitor.context.close();
});

test('both views say what was said, and one deal still waits', async () => {
  const page = await openPage(seller);
  await page.getByText('1 closed deal of yours waits').waitFor();
  await page.getByRole('heading', { level: 1, name: /of deals that were lost/ }).waitFor();
  await page.getByRole('button', { name: /^Meters for line 1/ }).click();
  await dialogOf(page).getByText('Price').waitFor();
  await expectAccessible(page, 'the question why');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Beside the data' }).check();
  await page.getByRole('heading', { name: 'Reason by reason' }).waitFor();
  await settled(page);
  await expectAccessible(page, 'reasons beside the data');
  expect(seller.errors).toEqual([]);
});
