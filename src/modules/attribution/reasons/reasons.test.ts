import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { askWhy } from './ask-why.ts';
import { readChoices, saveChoices } from './choices.ts';
import { exportReasons } from './export-reasons.ts';
import { listAsked } from './list-asked.ts';
import { listReasons } from './list-reasons.ts';
import { readHistory } from './read-history.ts';
import { makeSelling, type Seller } from './reasons.test-support.ts';
import { summarise } from './summary/summarise.ts';

const today = new Date('2026-11-20T10:00:00Z');
const dayMs = 86_400_000;
const ago = (days: number) => new Date(today.getTime() - days * dayMs);

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

let company: Awaited<ReturnType<typeof makeSelling>>;
let ada: Seller;
let bob: Seller;
beforeEach(async () => {
  services.setNow(today);
  company = await makeSelling(services);
  ada = await company.seller('Ada');
  bob = await company.seller('Bob');
});

const { within } = {
  within: <T>(work: Parameters<typeof company.within<T>>[0]) => company.within(work),
};
const asked = (who: Seller, whose: 'mine' | 'all' = 'mine', more: { cursor?: string; limit?: number } = {}) =>
  within((tx) => listAsked(tx, { userId: who.userId, whose, now: services.now(), limit: 50, ...more }));
const list = (more: Partial<Parameters<typeof listReasons>[1]> = {}) =>
  within((tx) => listReasons(tx, { limit: 50, now: services.now(), ...more }));
const notices = () =>
  within((tx) =>
    tx.rows<{ user_id: string; title: string; href: string }>(
      sql`select user_id, title, href from notice order by at, id`,
    ),
  );

async function asset(title: string): Promise<string> {
  const id = newId();
  await within((tx) =>
    tx.run(
      sql`insert into asset (id, workspace_id, title, type) values (${id}, ${company.workspaceId}, ${title}, 'case study')`,
    ),
  );
  return id;
}

test('a seller says why; a later word stands, and the earlier one stays on record', async () => {
  const opportunityId = await company.deal({ name: 'Line 4', owner: ada });
  const paper = await asset('Retrofit in Ulm');
  const first = await company.say(ada, {
    opportunityId,
    reasons: ['price', 'price', 'timing'],
    tookMs: 4_200,
  });
  expect(first).toMatchObject({ version: 1, outcome: 'lost', bySeller: true, saidBy: 'Ada', tookMs: 4_200 });
  expect(first.reasons.map(({ label }) => label)).toEqual(['Price', 'Timing']);
  const second = await company.say(bob, {
    opportunityId,
    reasons: ['competitor'],
    mattered: [
      { kind: 'competitor', text: 'Voltaris' },
      { kind: 'competitor', text: 'voltaris' },
      { kind: 'asset', id: paper },
      { kind: 'teammate', id: ada.mateId },
    ],
    note: 'They had used them before.',
  });
  expect(second).toMatchObject({ version: 2, bySeller: false, note: 'They had used them before.' });
  expect(second.mattered).toEqual([
    { kind: 'competitor', id: null, label: 'Voltaris' },
    { kind: 'asset', id: paper, label: 'Retrofit in Ulm' },
    { kind: 'teammate', id: ada.mateId, label: 'Ada' },
  ]);
  expect((await list()).items).toEqual([second]);
  const { items } = await within((tx) => readHistory(tx, opportunityId));
  expect(items.map(({ version, saidBy }) => [version, saidBy])).toEqual([
    [2, 'Bob'],
    [1, 'Ada'],
  ]);
  await expect(
    within((tx) => tx.run(sql`update deal_reason set note = 'another' where id = ${first.id}`)),
  ).rejects.toThrow();
});

test('it refuses what cannot be so', async () => {
  const open = await company.deal({ name: 'Open', status: 'open', owner: ada });
  const lost = await company.deal({ name: 'Lost', owner: ada });
  await expect(company.say(ada, { opportunityId: open, reasons: ['price'] })).rejects.toThrow('still open');
  await expect(company.say(ada, { opportunityId: lost, reasons: ['price'], outcome: 'won' })).rejects.toThrow(
    'was lost, not won',
  );
  await expect(company.say(ada, { opportunityId: lost, reasons: ['fit'] })).rejects.toThrow(
    'no reason to choose',
  );
  await expect(company.say(ada, { opportunityId: newId(), reasons: ['price'] })).rejects.toThrow(
    'no such deal',
  );
  for (const kind of ['asset', 'interaction', 'contact', 'teammate'] as const)
    await expect(
      company.say(ada, { opportunityId: lost, reasons: ['price'], mattered: [{ kind, id: newId() }] }),
    ).rejects.toThrow('There is no such');
  expect((await list()).items).toEqual([]);
});

test('two who say it at the same moment are both on record, in an order', async () => {
  const opportunityId = await company.deal({ name: 'Both', owner: ada });
  await Promise.all(
    [ada, bob, ada, bob].map((who) => company.say(who, { opportunityId, reasons: ['price'] })),
  );
  const { items } = await within((tx) => readHistory(tx, opportunityId));
  expect(items.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
});

test('sellers are asked of their own closed deals, latest first, until it was said of the way it ended', async () => {
  const old = await company.deal({ name: 'Old', owner: ada, closedAt: ago(400) });
  const earlier = await company.deal({ name: 'Earlier', owner: ada, closedAt: ago(30) });
  const later = await company.deal({ name: 'Later', owner: ada, status: 'won', closedAt: ago(2) });
  const bobs = await company.deal({ name: 'Bob’s', owner: bob, closedAt: ago(10) });
  await company.deal({ name: 'Open', owner: ada, status: 'open' });
  const ids = async (...of: Parameters<typeof asked>) => (await asked(...of)).items.map(({ id }) => id);
  expect(await ids(ada)).toEqual([later, earlier]);
  expect(await ids(ada, 'all')).toEqual([later, bobs, earlier]);
  expect((await asked(ada, 'all')).waiting).toBe(3);
  const page = await asked(ada, 'all', { limit: 2 });
  expect(page.items.map(({ id }) => id)).toEqual([later, bobs]);
  expect(await ids(ada, 'all', { limit: 2, cursor: page.nextCursor ?? '' })).toEqual([earlier]);
  await company.say(ada, { opportunityId: later, reasons: ['proof'] });
  await company.say(ada, { opportunityId: old, reasons: ['price'] });
  expect(await ids(ada)).toEqual([earlier]);
  await company.close(later, 'open');
  expect(await ids(ada)).toEqual([earlier]);
  expect((await list({ outcome: 'won' })).items).toEqual([]);
  await company.close(later, 'lost');
  expect(await ids(ada)).toEqual([later, earlier]);
  const token = await within((tx) =>
    listAsked(tx, { userId: null, whose: 'mine', now: services.now(), limit: 50 }),
  );
  expect(token.items).toEqual([]);
});

test('whoever sold a deal is told when it closes, once for each time, by whichever door', async () => {
  // What the tests before left in the queue: it is one for all workspaces.
  await askWhy(services);
  const won = await company.deal({ name: 'By import', owner: ada, status: 'won' });
  const moved = await company.deal({ name: 'By form', owner: bob, status: 'open' });
  await company.deal({ name: 'Long ago', owner: ada, closedAt: ago(60) });
  await company.deal({ name: 'Nobody’s' });
  await company.close(moved, 'lost');
  expect(await askWhy(services)).toBe(2);
  expect(await askWhy(services)).toBe(0);
  expect(await notices()).toMatchObject([
    { user_id: ada.userId, title: 'Why was “By import” won?', href: `/results/reasons?say=${won}` },
    { user_id: bob.userId, title: 'Why was “By form” lost?', href: `/results/reasons?say=${moved}` },
  ]);
  await company.close(moved, 'open');
  expect(await askWhy(services)).toBe(0);
  services.setNow(new Date(today.getTime() + dayMs));
  await company.close(moved, 'won');
  const said = await company.deal({ name: 'Said at once', owner: ada });
  await company.say(ada, { opportunityId: said, reasons: ['price'] });
  expect(await askWhy(services)).toBe(1);
});

test('a workspace’s own reasons: what is left out is retired, what was said keeps its word', async () => {
  const actor = { kind: 'member' as const, id: ada.userId, name: 'Ada' };
  const save = (choices: Parameters<typeof saveChoices>[1]['choices']) =>
    within((tx) =>
      saveChoices(tx, { workspaceId: company.workspaceId, actor, now: services.now(), choices }),
    );
  const opportunityId = await company.deal({ name: 'Line 4', owner: ada });
  await company.say(ada, { opportunityId, reasons: ['timing'] });
  const { won } = await within(readChoices);
  const keep = won.map(({ key, label }) => ({ key, label }));
  const saved = await save({ won: keep, lost: [{ label: 'Zu teuer!' }, { key: 'price', label: 'Preis' }] });
  expect(saved.lost.filter(({ retired }) => !retired)).toEqual([
    { key: 'zu_teuer', label: 'Zu teuer!', retired: false },
    { key: 'price', label: 'Preis', retired: false },
  ]);
  await expect(company.say(ada, { opportunityId, reasons: ['timing'] })).rejects.toThrow('no reason');
  expect((await list()).items[0]?.reasons).toEqual([{ key: 'timing', label: 'Timing' }]);
  const again = await save({ won: keep, lost: [{ label: 'timing' }] });
  expect(again.lost[0]).toEqual({ key: 'timing', label: 'timing', retired: false });
  await expect(save({ won: keep, lost: [{ label: 'A' }, { label: 'a' }] })).rejects.toThrow('twice');
  await expect(save({ won: keep, lost: [{ key: 'unheard_of', label: 'A' }] })).rejects.toThrow('no reason');
});

test('the list filters and pages; the file holds what the list holds', async () => {
  const deals = [];
  for (let nth = 0; nth < 5; nth += 1) {
    const owner = nth % 2 === 0 ? ada : bob;
    const opportunityId = await company.deal({ name: `=Deal ${nth}`, owner, closedAt: ago(nth * 10) });
    await company.say(owner, { opportunityId, reasons: nth < 3 ? ['price'] : ['timing', 'price'] });
    deals.push(opportunityId);
  }
  const ids = async (more: Parameters<typeof list>[0]) => (await list(more)).items.map(({ deal }) => deal.id);
  expect(await ids({})).toEqual(deals);
  expect(await ids({ reason: 'timing' })).toEqual(deals.slice(3));
  expect(await ids({ sellerId: bob.mateId })).toEqual([deals[1], deals[3]]);
  expect(await ids({ from: '2026-11-01' })).toEqual(deals.slice(0, 2));
  const page = await list({ limit: 3 });
  expect(page.items.map(({ deal }) => deal.id)).toEqual(deals.slice(0, 3));
  expect(await ids({ limit: 3, cursor: page.nextCursor ?? '' })).toEqual(deals.slice(3));
  const file = await within((tx) => exportReasons(tx, { now: services.now() }));
  const lines = (await file.text()).trim().split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[1]).toContain("'=Deal 0");
});

test('reasons are summed by count and worth, by groups, and colleagues are not ranked by colleagues', async () => {
  await within((tx) =>
    tx.run(sql`insert into currency_rate (id, workspace_id, currency, valid_from, rate)
      values (${newId()}, ${company.workspaceId}, 'USD', '2026-01-01', 0.5), (${newId()}, ${company.workspaceId}, 'JPY', '2026-01-01', 0.01)`),
  );
  const say = async (made: Parameters<typeof company.deal>[0], reasons: string[], rival?: string) => {
    const opportunityId = await company.deal(made);
    await company.say(made.owner ?? ada, {
      opportunityId,
      reasons,
      mattered: rival === undefined ? [] : [{ kind: 'competitor', text: rival }],
      tookMs: 6_000,
    });
  };
  await say({ name: 'A', owner: ada, amountMinor: 100_00 }, ['price', 'timing'], 'Voltaris');
  await say({ name: 'B', owner: bob, amountMinor: 101_01, currency: 'USD' }, ['price'], 'Voltaris');
  await say({ name: 'C', owner: bob, amountMinor: 5_000, currency: 'JPY', closedAt: ago(120) }, ['timing']);
  await say({ name: 'D', owner: bob, amountMinor: 7, currency: 'GBP', status: 'won' }, ['proof'], 'Voltaris');
  await company.deal({ name: 'E', owner: ada, amountMinor: 50_00, status: 'won' });
  await company.deal({ name: 'Before', owner: ada, closedAt: ago(600) });
  const read = (person: Seller, role: 'admin' | 'sales', by: 'quarter' | 'seller' | 'competitor') =>
    summarise(services, { workspaceId: company.workspaceId, caller: company.caller(person, role), by });
  const summary = await read(ada, 'sales', 'quarter');
  expect(summary).toMatchObject({
    range: { from: '2025-10-01', to: '2026-11-20' },
    won: { deals: 2, said: 1, amountMinor: 50_00, saidAmountMinor: 0 },
    // 101.01 dollars are worth 50.505 euros, and 5,000 yen 50: rounded deal by deal.
    lost: { deals: 3, said: 3, amountMinor: 100_00 + 50_51 + 50_00 },
    medianTookMs: 6_000,
    withinTenSeconds: 1,
    noRate: [{ currency: 'GBP', deals: 1 }],
    groups: [
      { key: '2026 Q3', won: 0, lost: 1 },
      { key: '2026 Q4', won: 1, lost: 2 },
    ],
    competitors: [{ name: 'Voltaris', won: 1, lost: 2, amountMinor: 150_51 }],
  });
  expect(
    summary.rows.map(({ key, deals, first, amountMinor, groups }) => [
      key,
      deals,
      first,
      amountMinor,
      groups,
    ]),
  ).toEqual([
    ['proof', 1, 1, 0, [0, 1]],
    ['price', 2, 2, 150_51, [0, 2]],
    ['timing', 2, 1, 150_00, [1, 1]],
  ]);
  expect((await read(ada, 'sales', 'seller')).groups.map(({ label }) => label).sort()).toEqual([
    'Ada',
    'Colleagues',
  ]);
  expect((await read(ada, 'admin', 'seller')).groups.map(({ label }) => label).sort()).toEqual([
    'Ada',
    'Bob',
  ]);
  expect((await read(ada, 'sales', 'competitor')).groups.map(({ label }) => label)).toEqual([
    'Voltaris',
    'None named',
  ]);
});
