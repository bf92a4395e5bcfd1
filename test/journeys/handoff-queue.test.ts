import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { expectAccessible, openStage, type Stage, settled, signIn, type Visitor } from './browser.ts';
import { join, post as postAs } from './members.ts';

/** A seller works the queue by keyboard alone: an offer arrives, one is rejected, one accepted, worked on and shared. */
let stage: Stage;
let marketing: Visitor;
let sales: Visitor;
let svenId: string;

const made = z.object({ id: z.string() });
const named = ['Carla Brandt', 'Peter Vogt', 'Nadia Kern'] as const;
const leads = new Map<string, string>();

beforeAll(async () => {
  stage = await openStage();
  marketing = await stage.visit();
  await signIn(stage, marketing);
  sales = await join(stage, marketing);
  svenId = await teammateOf(sales, 'Sven Holt');
  for (const name of named) {
    const email = `${name.toLowerCase().replace(' ', '.')}@pumps-invented-works.com`;
    leads.set(name, made.parse(await post('/contacts', { name, email, title: 'Plant manager' })).id);
  }
});
afterAll(() => stage.close());

const post = (path: string, data: object, visitor = marketing) => postAs(stage, visitor, path, data);

async function get(path: string): Promise<unknown> {
  return (await marketing.context.request.get(`/api/v1${path}`)).json();
}

/** Who of ours the member is, who may own records from then on. */
async function teammateOf(visitor: Visitor, name: string): Promise<string> {
  const me = z.object({ person: made }).parse(await (await visitor.context.request.get('/api/v1/me')).json());
  const list = z.object({ items: z.array(made.extend({ memberUserId: z.string().nullable() })) });
  const found = list.parse(await get('/teammates?limit=200')).items;
  const known = found.find(({ memberUserId }) => memberUserId === me.person.id);
  if (known) return known.id;
  return made.parse(await post('/teammates', { name, side: 'sales', memberUserId: me.person.id })).id;
}

const offer = (name: (typeof named)[number]) =>
  post('/handoffs', { contactId: leads.get(name), ownerId: svenId, note: `${name} asked for a visit` });

const stateOf = async (name: (typeof named)[number]) => {
  const list = await get(`/handoffs?view=all&contactId=${leads.get(name)}`);
  const row = z.object({
    state: z.string(),
    attempts: z.number(),
    reasonKey: z.string().nullable(),
    wouldAcceptIf: z.string().nullable(),
  });
  return z.object({ items: z.array(row) }).parse(list).items[0];
};

const packetOf = (page: Page, name: string) => page.getByRole('article', { name: `Hand-off: ${name}` });
const rowOf = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });

test('the empty queue says how offers come; the first arrives without a reload', async () => {
  const { page } = sales;
  await page.goto('/handoffs');
  await page.getByRole('heading', { name: 'Nothing of yours waits' }).waitFor();
  await page.getByText('live', { exact: true }).waitFor();
  await expectAccessible(page, 'the empty queue');
  await offer('Carla Brandt');
  await packetOf(page, 'Carla Brandt').waitFor();
  await page.getByText('Carla Brandt asked for a visit').waitFor();
});

test('the keys walk from one to the next, and what is open stays so when another arrives', async () => {
  const { page } = sales;
  await offer('Peter Vogt');
  await offer('Nadia Kern');
  await rowOf(page, 'Nadia Kern').waitFor();
  await packetOf(page, 'Carla Brandt').waitFor();
  await settled(page);
  await expectAccessible(page, 'the queue');
  const order = await page
    .getByRole('list', { name: /what to do next first/ })
    .locator('strong')
    .allInnerTexts();
  const at = order.indexOf('Carla Brandt');
  const [key, next] = at < order.length - 1 ? ['j', order[at + 1]] : ['k', order[at - 1]];
  await page.keyboard.press(key ?? 'j');
  await packetOf(page, next ?? '').waitFor();
  await page.keyboard.press(key === 'j' ? 'ArrowUp' : 'ArrowDown');
  await packetOf(page, 'Carla Brandt').waitFor();
});

test('rejects with an agreed reason by its number; what was typed outlives a closed dialog and a lost network', async () => {
  const { page, context } = sales;
  await page.keyboard.press('r');
  await page.getByRole('radio', { name: /No part in the decision/ }).waitFor();
  await expectAccessible(page, 'the dialog of a rejection', { inside: '[role=dialog]' });
  await page.keyboard.press('2');
  await page.keyboard.type('somebody who signs');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  const words = page.getByRole('textbox', { name: 'What would have made it acceptable?' });
  await words.waitFor();
  expect(await words.inputValue()).toBe('somebody who signs');
  await context.setOffline(true);
  await words.press('Control+Enter');
  await page.getByRole('dialog').getByText('Liaison cannot be reached').waitFor();
  expect(await words.inputValue()).toBe('somebody who signs');
  await context.setOffline(false);
  await words.press('Control+Enter');
  await page.getByText(/^Rejected: Carla Brandt goes back/).waitFor();
  expect(await stateOf('Carla Brandt')).toMatchObject({
    state: 'rejected',
    reasonKey: 'person',
    wouldAcceptIf: 'somebody who signs',
  });
  await rowOf(page, 'Carla Brandt').waitFor({ state: 'detached' });
  // The browser says that the network was gone, in its own words.
  sales.errors.splice(0);
});

test('accepts by one key, logs a call and shares an asset with the person who is open', async () => {
  const { page } = sales;
  await page.goto('/handoffs');
  await rowOf(page, 'Peter Vogt').click();
  await packetOf(page, 'Peter Vogt').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Accepted: Peter Vogt is with Sven Holt now.').waitFor();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByText('Peter Vogt').waitFor();
  await page.getByRole('textbox', { name: 'What was said' }).fill('wants the offer by Friday');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Logged a call with Peter Vogt.').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Share with Peter Vogt' }).waitFor();
  const asset = page.getByRole('combobox', { name: /Which one|Or another one/ });
  await asset.fill('Retrofit guide');
  await page.getByRole('option', { name: /Retrofit guide/ }).click();
  await expectAccessible(page, 'sharing an asset', { inside: '[role=dialog]' });
  await page.getByRole('button', { name: /I sent it/ }).click();
  await page.getByText(/^Logged: Retrofit guide was sent to Peter Vogt/).waitFor();
  await expect.poll(async () => (await stateOf('Peter Vogt'))?.attempts).toBeGreaterThanOrEqual(1);
  expect(await stateOf('Peter Vogt')).toMatchObject({ state: 'accepted' });
});

test('Enter opens the person, where the hand-off stands with every move', async () => {
  const { page } = sales;
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await rowOf(page, 'Peter Vogt').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/people/contacts/${leads.get('Peter Vogt')}`);
  const part = page.getByRole('region', { name: 'Hand-off', exact: true });
  await part.getByText('Accepted', { exact: true }).waitFor();
  await part.getByText(/moves/).click();
  await part.getByText('Sven Holt accepted this lead').waitFor();
  await page.getByRole('region', { name: 'Who is on it' }).getByText('Sven Holt').waitFor();
  await settled(page);
  await expectAccessible(page, 'a person who was handed off');
});

test('on a phone: the list, then the packet, and the thumb accepts', async () => {
  const phone = await stage.visit({ phone: true, as: sales.context });
  const { page } = phone;
  await page.goto('/handoffs');
  await rowOf(page, 'Nadia Kern').waitFor();
  await settled(page);
  await expectAccessible(page, 'the queue on a phone');
  await rowOf(page, 'Nadia Kern').tap();
  await page.getByRole('heading', { level: 2, name: /Nadia Kern/ }).waitFor();
  await settled(page);
  await expectAccessible(page, 'a packet on a phone');
  await page.getByRole('button', { name: /^Accept/ }).tap();
  await page.getByText('Accepted: Nadia Kern is with Sven Holt now.').waitFor();
  await page.getByRole('button', { name: 'All hand-offs' }).tap();
  await rowOf(page, 'Peter Vogt').waitFor();
  expect(phone.errors).toEqual([]);
  await phone.context.close();
});

test('no page said anything in the console', () => {
  expect([...sales.errors, ...marketing.errors]).toEqual([]);
});
