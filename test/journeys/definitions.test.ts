import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openStage, type Stage, settled, signIn, type Visitor } from './browser.ts';
import { join, mika, sven } from './members.ts';

/**
 * What MQL means: sales objects, marketing answers with another version, both look at what it would have done, both
 * sign from their own accounts, leads move by it, and an old cohort can be read both ways.
 */
let stage: Stage;
let admin: Visitor;
let marketer: Visitor;
let seller: Visitor;

beforeAll(async () => {
  stage = await openStage();
  admin = await stage.visit();
  await signIn(stage, admin);
  marketer = await join(stage, admin, mika);
  seller = await join(stage, admin, sven);
});
afterAll(() => stage.close());

/** A day some months ago: leads of the past, whenever this runs. */
function monthsAgo(months: number, day: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, day));
}
const dayOf = (months: number, day: number): string => monthsAgo(months, day).toISOString().slice(0, 10);
const monthOf = (months: number): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    monthsAgo(months, 1),
  );

const leads = [
  'Lead id;Full name;E-mail;Company;Job title;Became Inquiry;Became MQL',
  `L-1;Pia Holm;pia@holmwerk-invented.com;Holmwerk;Plant manager;${dayOf(2, 3)};`,
  `L-2;Bo Lund;bo@lundbau-invented.com;Lundbau;Buyer;${dayOf(2, 10)};${dayOf(2, 20)}`,
  `L-3;Cy Voss;cy@vossmetall-invented.com;Vossmetall;Plant manager;${dayOf(1, 1)};${dayOf(1, 4)}`,
  `L-4;Di Roth;di@roth-invented.com;Roth;Student;${dayOf(1, 2)};`,
].join('\n');

async function open(visitor: Visitor, path: string): Promise<Page> {
  await visitor.page.goto(path);
  await settled(visitor.page);
  return visitor.page;
}

const sentenceOf = (page: Page) => page.getByRole('heading', { level: 1 });

/** Signs what the page shows, by the key that is printed on the button. */
async function sign(visitor: Visitor, side: 'marketing' | 'sales'): Promise<void> {
  const { page } = visitor;
  await page.getByRole('button', { name: new RegExp(`^Sign version \\d+ for ${side}`) }).waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Your signature is for these words and no others').waitFor();
  await dialog.getByRole('button', { name: `Sign for ${side}` }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByLabel('Signatures').getByText(`signed for ${side}`).waitFor();
  await settled(page);
}

test('leads of autumn come in', async () => {
  const { page } = admin;
  await page.goto('/imports/new');
  await settled(page);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(leads) });
  await page.getByRole('button', { name: /^Try all rows/ }).click();
  await page.getByRole('button', { name: /^Import (all|the) / }).click();
  await sentenceOf(page)
    .filter({ hasText: /4 (rows )?were created|created/ })
    .waitFor();
});

test('a new workspace says that nobody has signed its words; both sign MQL as it stands', async () => {
  const page = await open(seller, '/language');
  await sentenceOf(page)
    .filter({ hasText: /None of our \d+ words is signed by both sides yet/ })
    .waitFor();
  await expectAccessible(page, 'all words');
  await page.getByRole('link', { name: 'MQL', exact: true }).click();
  await settled(page);
  await sign(seller, 'sales');
  const other = await open(marketer, '/language/mql');
  await sentenceOf(other).filter({ hasText: 'sales has signed the start as it stands' }).waitFor();
  await sign(marketer, 'marketing');
  await sentenceOf(other).filter({ hasText: 'means what both sides signed' }).waitFor();
});

test('sales objects, with a reason that stands in its colour', async () => {
  const page = await open(seller, '/language/mql');
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('Why?')
    .fill('One look at pricing is a price check. We called 60 of those, four talked.');
  await dialog.getByRole('button', { name: 'Object' }).click();
  await page.getByText('One look at pricing is a price check').first().waitFor();
  await sentenceOf(page).filter({ hasText: 'Sales objects to it' }).waitFor();
  await settled(page);
  await expectAccessible(page, 'a word with an objection');
});

test('marketing answers with a draft, tries it on the past, and proposes it', async () => {
  const page = await open(marketer, '/language/mql');
  await page.getByRole('link', { name: 'Propose a change' }).click();
  await sentenceOf(page).filter({ hasText: 'A new version of MQL answers version 1' }).waitFor();
  await writeRule(page);
  await page.getByLabel('What it means').fill('A plant manager. Marketing offers them to sales.');
  await page.getByText('Not saved yet', { exact: true }).waitFor();
  await page.getByText('Holds 2 of 4 leads now').waitFor();
  await page.getByRole('button', { name: 'Try it on the past' }).click();
  await settled(page);
  expect(await page.getByRole('region', { name: 'Backtest' }).textContent()).toMatch(
    /^On 4 leads of the past/,
  );
  await expectAccessible(page, 'a draft with its backtest');
  await page.getByRole('button', { name: 'Propose…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel(/^Why/)
    .fill('Agreed for pricing. But plant managers with no role set are real buyers.');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await sentenceOf(page)
    .filter({ hasText: 'sales objects to version 1; marketing answers with version 2' })
    .waitFor();
  await settled(page);
  await sign(marketer, 'marketing');
  await expectAccessible(page, 'a proposal');
});

/** Takes out what the gate asked, and asks for plant managers instead. */
async function writeRule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take out: Lead score: engagement points' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill('job title');
  await page.getByRole('option', { name: 'Job title' }).click();
  await page.getByRole('combobox', { name: 'Job title: how' }).click();
  await page.getByRole('option', { name: 'contains', exact: true }).click();
  await page.getByRole('combobox', { name: 'Job title: values' }).fill('plant manager');
  await page.keyboard.press('Enter');
}

test('sales sees what changes and what it would have done, asks, and marketing answers in place', async () => {
  const page = await open(seller, '/language/mql');
  await page.locator('ins').first().waitFor();
  await page.getByRole('heading', { name: 'On 4 leads of the past' }).waitFor();
  await page.keyboard.press('q');
  await page.getByRole('textbox', { name: 'What do you mean by that?' }).fill('Also those of dealers?');
  await page.getByRole('button', { name: 'Ask the other side' }).click();
  await page.getByText('Also those of dealers?').first().waitFor();
  const other = await open(marketer, '/language/mql');
  await other.getByRole('button', { name: /^Answer ?: ?Also those of dealers/ }).click();
  await other.getByRole('textbox', { name: /^The answer to/ }).fill('No: a dealer does not run the plant.');
  await other.keyboard.press('Control+Enter');
  await other.getByText('One question was answered').waitFor();
});

test('with the signature of sales it is in force, and leads move by it', async () => {
  const page = await open(seller, '/language/mql');
  await sign(seller, 'sales');
  await sentenceOf(page)
    .filter({ hasText: /means what both sides signed on .*: version 2/ })
    .waitFor();
  const stageOf = async () => {
    const found = await seller.context.request.get('/api/v1/contacts?q=Pia%20Holm');
    const { items }: { items: { name: string; lifecycleStage: string | null }[] } = await found.json();
    return items.find((item) => item.name === 'Pia Holm')?.lifecycleStage;
  };
  await expect.poll(stageOf, { message: 'the plant manager has not moved' }).toBe('mql');
});

test('an old cohort is read as it was judged, and under another version', async () => {
  const page = await open(seller, '/language/mql');
  await page.getByRole('heading', { name: 'By the month people came in' }).waitFor();
  await settled(page);
  const cohorts = page.getByRole('region', { name: 'Cohorts', exact: true });
  const cellsOf = (month: string) =>
    cohorts
      .getByRole('row', { name: new RegExp(`^${month}`) })
      .getByRole('cell')
      .allInnerTexts();
  const read = async (how: string) => {
    await cohorts.getByLabel('How the cohorts are read').selectOption(how);
    await settled(page);
    return [await cellsOf(monthOf(2)), await cellsOf(monthOf(1))];
  };
  // People, as they were, under which version, won.
  const asItWas = [
    ['2', '2 100%', '–', '0'],
    ['2', '1 50%', '–', '0'],
  ];
  expect(await read('as it was')).toEqual(asItWas);
  await cohorts.getByText('Of 4 who came in, 3 reached this stage').waitFor();
  // And then under version 2: plant managers, of whom each month had one; under version 1: nobody did enough.
  expect(await read('recast under version 2')).toEqual(
    asItWas.map((cells) => [...cells.slice(0, 3), '1 50%', '0', '0']),
  );
  await cohorts.getByText('under version 2 it would have let in 2').waitFor();
  await expectAccessible(page, 'a word with its cohorts recast');
  expect(await read('recast under version 1')).toEqual(
    asItWas.map((cells) => [...cells.slice(0, 3), '0 0%', '0', '0']),
  );
});

test('every page of it in the dark on a phone', async () => {
  const guest = await stage.visit({ dark: true, phone: true, as: seller.context });
  for (const path of [
    '/language',
    '/language/mql',
    '/language/mql?version=1&from=1&to=2',
    '/settings/signing',
  ]) {
    await open(guest, path);
    await expectAccessible(guest.page, `${path} in the dark on a phone`);
  }
  expect(guest.errors).toEqual([]);
  await guest.context.close();
  expect([...admin.errors, ...marketer.errors, ...seller.errors]).toEqual([]);
});
