import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openStage, type Stage, settled, signIn, type Visitor } from './browser.ts';

/** A marketer imports a file with everything wrong that files have, corrects it, and a salesperson finds the people. */
let stage: Stage;
let marketer: Visitor;

beforeAll(async () => {
  stage = await openStage();
  marketer = await stage.visit();
  await signIn(stage, marketer);
});
afterAll(() => stage.close());

const heading = 'Lead id;Full name;E-mail;Company;Job title;Became MQL;City';
const brokenFile = [
  heading,
  'L-1;Ada Holm;ada@holmwerk-invented.com;Holmwerk;CFO;2026-09-03;Lund',
  'L-2;Bo Lund;bo@lundbau-invented.com;Lundbau;Buyer;2026-02-30;Ulm',
  'L-3;Cy Voss;not an address;Vossmetall;CIO;2026-10-01;Bern',
  '"L-4;Di Roth;di@roth-invented.com;Roth;COO;2026-10-02;Graz"',
  'L-5;Eva Sand;eva@sandguss-invented.com;Sandguss;Plant manager;2026-10-05;Kiel;extra',
  'L-6;Finn Öst;finn@oestwerke-invented.com;Östwerke;CFO;2026-10-06;Malmö',
].join('\n');
const correctedFile = [heading, 'L-2;Bo Lund;bo@lundbau-invented.com;Lundbau;Buyer;2026-02-27;Ulm'].join(
  '\n',
);

const asUpload = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function chooseFile(file: ReturnType<typeof asUpload>): Promise<void> {
  const { page } = marketer;
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByRole('button', { name: /^Try all rows/ }).waitFor();
  await settled(page);
}

test('what each column means is suggested, and nothing goes in before it was tried', async () => {
  const { page } = marketer;
  await page.goto('/imports/new');
  await settled(page);
  await chooseFile(asUpload('leads.csv', brokenFile));
  for (const meaning of ['Contact · E-mail', 'Contact · Name', 'Account · Name', 'Contact · Job title']) {
    await page.getByText(meaning, { exact: true }).first().waitFor();
  }
  await expectAccessible(page, 'the columns of an import');
  await page.getByRole('button', { name: /^Try all rows/ }).click();
  await page
    .getByRole('heading', { level: 1, name: /Of 6 rows, 2 would be created and 4 refused/ })
    .waitFor();
  await expectAccessible(page, 'a trial run');
});

test('the good rows go in; each refused row says why and comes back as a file', async () => {
  const { page } = marketer;
  await page.getByRole('button', { name: 'Import the 2 good rows' }).click();
  await page.getByRole('heading', { level: 1, name: /Of 6 rows, 2 were created and 4 refused/ }).waitFor();
  await settled(page);
  for (const reason of [
    /a date that does not exist/,
    /is not an e-mail address/,
    /whole row stands in quotes/i,
    /More cells than/,
  ]) {
    await page.getByText(reason).first().waitFor();
  }
  await expectAccessible(page, 'an import with refused rows');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('Download the refused rows').click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  expect(text.replace('\ufeff', '').split('\n')[0]).toBe(`${heading};refused_because`);
  expect(text.trim().split('\n')).toHaveLength(5);
  const phone = await stage.visit({ phone: true, dark: true, as: marketer.context });
  await phone.page.goto(page.url());
  await settled(phone.page);
  await expectAccessible(phone.page, 'an import on a phone, dark');
  await phone.context.close();
});

test('the corrected file goes in with the same mapping, and the people are there for sales', async () => {
  const { page } = marketer;
  await page
    .getByRole('link', { name: 'Import the corrected file' })
    .or(page.getByRole('button', { name: 'Import the corrected file' }))
    .click();
  await settled(page);
  await chooseFile(asUpload('corrected.csv', correctedFile));
  await page.getByRole('button', { name: /^Try all rows/ }).click();
  await page.getByRole('button', { name: /^Import/ }).click();
  await page.getByRole('heading', { level: 1, name: /^corrected\.csv is in\./ }).waitFor();
  await page.goto('/people/contacts?search=lund');
  await settled(page);
  await page.getByText('Bo Lund').first().waitFor();
  await page.getByText('Bo Lund').first().click();
  await page.getByRole('heading', { level: 1, name: /Bo Lund/ }).waitFor();
  await settled(page);
  await page.getByText('Lundbau').first().waitFor();
  await expectAccessible(page, 'a contact');
  expect(marketer.errors).toEqual([]);
});
