import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openStage, type Stage, settled, signIn, type Visitor } from './browser.ts';
import { join, mika, sven } from './members.ts';

/**
 * One lead between two people in two sessions: the offer arrives at sales' page by itself, is rejected with a reason,
 * comes back to marketing's tray, is mended and offered again, is answered in time and accepted, becomes a deal and is
 * won: its seller says why, and what it is worth is shared out. Both see the same figures throughout.
 */
let stage: Stage;
let admin: Visitor;
let marketer: Visitor;
let seller: Visitor;
let leadId = '';
let sellerId = '';
let dealId = '';

beforeAll(async () => {
  stage = await openStage();
  admin = await stage.visit();
  await signIn(stage, admin);
  marketer = await join(stage, admin, mika);
  seller = await join(stage, admin, sven);
});
afterAll(() => stage.close());

/** Asks the API as a signed-in person, and fails with its answer where it refuses. */
async function answerOf<Answer>(
  { context }: Visitor,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  data?: unknown,
): Promise<Answer> {
  const answer = await context.request.fetch(path, {
    method,
    headers: { origin: stage.program.url },
    ...(data === undefined ? {} : { data }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

async function open(visitor: Visitor, path: string): Promise<Page> {
  await visitor.page.goto(path);
  await settled(visitor.page);
  return visitor.page;
}

const sentenceOf = (page: Page) => page.getByRole('heading', { level: 1 });

/** What the SLA page says to one of them: its first line and each commitment with its figure. */
async function readSla(visitor: Visitor): Promise<(string | null)[]> {
  const page = await visitor.context.newPage();
  await page.goto('/handoffs/sla');
  // Its figures come after the page itself; a busy machine makes a pause of it that looks like the end.
  await page.getByRole('article').first().waitFor();
  await settled(page);
  const said = [await sentenceOf(page).textContent(), ...(await page.getByRole('article').allTextContents())];
  await page.close();
  return said;
}

async function expectSameFigures(): Promise<void> {
  const [ours, theirs] = [await readSla(marketer), await readSla(seller)];
  expect(theirs.length).toBeGreaterThan(3);
  expect(ours).toEqual(theirs);
}

test('both sign the agreement; sales says how many leads it can hold', async () => {
  const { id } = await answerOf<{ id: string }>(admin, 'GET', '/api/v1/definitions/sla');
  for (const [visitor, side] of [
    [marketer, 'marketing'],
    [seller, 'sales'],
  ] as const) {
    const { versions } = await answerOf<{ versions: { id: string; hash: string }[] }>(
      visitor,
      'GET',
      `/api/v1/definitions/${id}`,
    );
    const [version] = versions;
    await answerOf(visitor, 'POST', `/api/v1/definitions/${id}/versions/${version?.id}/signatures`, {
      side,
      hash: version?.hash,
    });
  }
  const { items } = await answerOf<{ items: { id: string; name: string }[] }>(
    admin,
    'GET',
    '/api/v1/teammates?search=Sven',
  );
  const teammate =
    items[0] ??
    (await answerOf<{ id: string }>(admin, 'POST', '/api/v1/teammates', {
      name: 'Sven Holt',
      email: 'sven@watteline-invented.com',
      side: 'sales',
    }));
  sellerId = teammate.id;
  const { items: members } = await answerOf<{ items: { userId: string; email: string }[] }>(
    admin,
    'GET',
    '/api/v1/members',
  );
  const member = members.find(({ email }) => email === 'sven@watteline-invented.com');
  await admin.context.request.patch(`/api/v1/teammates/${teammate.id}`, {
    headers: { origin: stage.program.url },
    data: { memberUserId: member?.userId },
  });
  await answerOf(admin, 'PUT', `/api/v1/routing/sellers/${teammate.id}`, {
    takesLeads: true,
    capacity: 5,
    weight: 1,
    calendarKey: null,
    poolIds: [],
  });
  const lead = await answerOf<{ id: string }>(marketer, 'POST', '/api/v1/contacts', {
    firstName: 'Ida',
    lastName: 'Holm',
    title: 'CFO',
    email: 'ida@holmwerk-invented.com',
    phone: '+49 30 1234567',
  });
  leadId = lead.id;
});

test('an offer arrives at sales without a reload', async () => {
  const queue = await open(seller, '/handoffs');
  await sentenceOf(queue).filter({ hasText: 'You have none open, room for 5' }).waitFor();
  const page = await open(marketer, `/people/contacts/${leadId}`);
  await page.getByRole('button', { name: 'Offer to sales' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Note to sales/).fill('She decides in June and wants to see one running.');
  await dialog.getByRole('button', { name: /^Offer/ }).click();
  await page.getByText('Offered to Sven Holt: Ida Holm.').waitFor();
  await sentenceOf(queue).filter({ hasText: 'You have 1 open, room for 4 more' }).waitFor();
  await queue.getByText('She decides in June and wants to see one running.').first().waitFor();
  await settled(queue);
  await expectAccessible(queue, 'the queue with an offer');
  await expectSameFigures();
});

test('sales rejects it by keyboard, with a reason and what would have made it acceptable', async () => {
  const { page } = seller;
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('No part in the decision').waitFor();
  await dialog.getByText('No part in the decision').click();
  await dialog.getByLabel('What would have made it acceptable?').fill('somebody who signs above 50,000');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Rejected: Ida Holm goes back to marketing').waitFor();
  await sentenceOf(page).filter({ hasText: 'You have none open, room for 5' }).waitFor();
  const tray = await open(marketer, '/handoffs/returned');
  await sentenceOf(tray).filter({ hasText: '1 waits for you' }).waitFor();
  await tray.getByText('somebody who signs above 50,000').waitFor();
  await expectAccessible(tray, "marketing's tray");
  await expectSameFigures();
});

test('marketing mends it and offers it again; it arrives as round 2', async () => {
  const { page: queue } = seller;
  const { page: tray } = marketer;
  await tray.getByRole('button', { name: /^Mend and offer again/ }).click();
  const dialog = tray.getByRole('dialog');
  await dialog.getByLabel('What has changed since').fill('The board has given her the budget: she signs.');
  await dialog.getByLabel(/^Talking points/).fill('The line that runs at Lundbau');
  await dialog.getByRole('button', { name: /^Offer again/ }).click();
  await tray.getByText('Offered again: Ida Holm.').waitFor();
  await queue.getByText('The board has given her the budget: she signs.').first().waitFor();
  await sentenceOf(queue).filter({ hasText: 'You have 1 open' }).waitFor();
  await expectSameFigures();
});

test('sales answers in time and accepts; the clock stops and the lead is theirs', async () => {
  const { page } = seller;
  await answerOf(seller, 'POST', '/api/v1/conversations', {
    type: 'call',
    direction: 'outbound',
    contactIds: [leadId],
    subject: 'The line at Lundbau',
    outcome: 'talked',
  });
  await settled(page);
  await page.keyboard.press('a');
  await page
    .getByText(/^Accepted/)
    .first()
    .waitFor();
  await expect
    .poll(async () => {
      const { items } = await answerOf<{
        items: {
          state: string;
          round: number;
          firstResponseAt: string | null;
          attempts: number;
          late: boolean;
        }[];
      }>(seller, 'GET', `/api/v1/handoffs?contactId=${leadId}`);
      const [latest] = items;
      return latest && { ...latest, answered: latest.firstResponseAt !== null };
    })
    .toMatchObject({ state: 'accepted', round: 2, answered: true, attempts: 1, late: false });
  const lead = await answerOf<{ lifecycleStage: string }>(marketer, 'GET', `/api/v1/contacts/${leadId}`);
  expect(lead.lifecycleStage).toBe('sal');
  await expectSameFigures();
});

test('it becomes a deal, and both pages say so', async () => {
  const deal = await answerOf<{ id: string }>(seller, 'POST', '/api/v1/opportunities', {
    name: 'Holmwerk, a second line',
    amountMinor: 4_800_000,
    currency: 'EUR',
    stage: 'Discovery',
    status: 'open',
    ownerId: sellerId,
    buyingGroup: [{ contactId: leadId, role: 'decision maker', isPrimary: true }],
  });
  dealId = deal.id;
  await expect
    .poll(async () => {
      const { items } = await answerOf<{ items: { state: string; round: number }[] }>(
        marketer,
        'GET',
        `/api/v1/handoffs?contactId=${leadId}`,
      );
      return items.map(({ state, round }) => `${round} ${state}`);
    })
    .toEqual(['2 converted', '1 rejected']);
  const page = await open(marketer, `/people/contacts/${leadId}`);
  await page.getByText('Became a deal').first().waitFor();
  await expectAccessible(page, 'a person with a hand-off that became a deal');
  await expectSameFigures();
});

test('it is won, and its seller says why in three keys', async () => {
  await answerOf(seller, 'PATCH', `/api/v1/opportunities/${dealId}`, { status: 'won', stage: 'Won' });
  const page = await open(seller, '/results/reasons');
  await page.getByRole('button', { name: /Holmwerk/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Why was “Holmwerk, a second line” won/ });
  await dialog.getByText(/^What mattered/).waitFor();
  const first = dialog.getByRole('group', { name: /^Why/ }).getByRole('checkbox').first();
  await first.waitFor();
  // Why, what mattered, saved.
  for (const key of ['1', 'a', 'Enter']) await page.keyboard.press(key);
  await dialog.waitFor({ state: 'hidden' });
  await expect
    .poll(async () => {
      const { items } = await answerOf<{
        items: { deal: { id: string }; reasons: unknown[]; mattered: unknown[] }[];
      }>(marketer, 'GET', '/api/v1/results/reasons');
      return items.map(({ deal, reasons, mattered }) => [deal.id, reasons.length, mattered.length]);
    })
    .toEqual([[dealId, 1, 1]]);
});

test('what it is worth is shared out to the cent, down to the call; the board reads the same', async () => {
  const page = await open(marketer, '/results?models=last,linear');
  await page.getByText(/sums? to €48,000\.00/).waitFor();
  await page.getByRole('link', { name: /^Call.*, last/i }).click();
  await page.getByText('Holmwerk, a second line').first().waitFor();
  await settled(page);
  await expectAccessible(page, 'the credit of a deal, opened');
  const board = await open(marketer, '/results/board');
  await board
    .getByText(/48,000/)
    .first()
    .waitFor();
  const pdf = await marketer.context.request.get('/api/v1/results/board/pdf');
  expect(pdf.headers()['content-type']).toContain('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  expect([...marketer.errors, ...seller.errors]).toEqual([]);
});
