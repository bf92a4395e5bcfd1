import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { readCell } from '../coverage/read-cell.ts';
import { readCoverage } from '../coverage/read-coverage.ts';
import { type Member, makeLibrary } from '../library/library.test-support.ts';
import { readUsage } from '../usage/read-usage.ts';
import { decide } from './decide.ts';
import { latestDecisionOf, listDecisions } from './decision-rows.ts';
import { suggestDecisions } from './suggest-decisions.ts';
import { undoDecision } from './undo-decision.ts';

const today = new Date('2026-11-20T10:00:00Z');
const dayMs = 86_400_000;
const ago = (days: number) => new Date(today.getTime() - days * dayMs);

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

let library: Awaited<ReturnType<typeof makeLibrary>>;
let mira: Member;
let ada: Member;
beforeEach(async () => {
  services.setNow(today);
  library = await makeLibrary(services);
  mira = await library.member('marketing', 'Mira');
  ada = await library.member('sales', 'Ada');
});

const within = <T>(work: (tx: Tx) => Promise<T>) => library.within(work);
const run = (work: (tx: Tx) => Promise<unknown>) => within(work);

async function piece(
  title: string,
  {
    personas = ['Finance'],
    stages = ['selection'],
    days = 400,
  }: { personas?: string[]; stages?: string[]; days?: number } = {},
): Promise<string> {
  const id = newId();
  await run((tx) =>
    tx.run(sql`insert into asset (id, workspace_id, title, type, personas, buying_stages, owner_id, created_at)
      values (${id}, ${library.workspaceId}, ${title}, 'white paper', ${sql.param(personas)}::text[],
        ${sql.param(stages)}::text[], ${mira.mateId}, ${ago(days)})`),
  );
  return id;
}

async function contact(name: string, persona: string, ownerId: string | null = null): Promise<string> {
  const id = newId();
  await run((tx) =>
    tx.run(sql`insert into contact (id, workspace_id, name, persona, owner_id, lifecycle_stage)
      values (${id}, ${library.workspaceId}, ${name}, ${persona}, ${ownerId}, 'mql')`),
  );
  return id;
}

async function log(row: {
  type: 'asset_viewed' | 'asset_shared';
  assetId: string;
  contactId: string;
  days: number;
  completion?: number;
  flag?: string;
  by?: string;
}): Promise<void> {
  const kind = row.type === 'asset_viewed' ? 'content' : 'person';
  await run((tx) =>
    tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, contact_id, asset_id, completion,
        verified, flag_reason, teammate_id, source)
      values (${newId()}, ${library.workspaceId}, ${ago(row.days)}, ${kind}, ${row.type}, ${row.contactId}, ${row.assetId},
        ${row.completion ?? null}, ${!row.flag}, ${row.flag ?? null}, ${row.by ?? null}, 'test')`),
  );
}

async function deal(options: {
  name: string;
  amountMinor: number;
  people: string[];
  stage: string;
}): Promise<string> {
  const id = newId();
  await run(async (tx) => {
    await tx.run(sql`insert into opportunity (id, workspace_id, name, amount_minor, currency, status, opened_at)
      values (${id}, ${library.workspaceId}, ${options.name}, ${options.amountMinor},
        (select currency from workspace), 'open', ${ago(30)})`);
    for (const person of options.people)
      await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id)
        values (${library.workspaceId}, ${id}, ${person})`);
    await tx.run(sql`insert into buying_stage_change (id, workspace_id, opportunity_id, stage, at, source)
      values (${newId()}, ${library.workspaceId}, ${id}, ${options.stage}, ${ago(20)}, 'hand')`);
  });
  return id;
}

const suggest = () =>
  within((tx) => suggestDecisions(tx, { workspaceId: library.workspaceId, now: services.now() }));
const coverage = () => within((tx) => readCoverage(tx, { period: 'year', now: services.now() }));
const noticesOf = (member: Member) =>
  within((tx) =>
    tx.rows<{ title: string }>(
      sql`select title from notice where user_id = ${member.userId} order by at, id`,
    ),
  ).then((rows) => rows.map(({ title }) => title));

test('money that waits with nothing to read is a gap; both decide to make something, and marketing is asked for it', async () => {
  const [ana, ben] = [await contact('Ana', 'Finance'), await contact('Ben', 'Finance')];
  await deal({ name: 'One', amountMinor: 200_000_00, people: [ana], stage: 'selection' });
  await deal({ name: 'Two', amountMinor: 110_000_00, people: [ana, ben], stage: 'selection' });
  await piece('Budget guide', { stages: ['Education'] });
  const map = await coverage();
  expect(map.emptiest).toEqual({ persona: 'finance', phase: 'selection', steps: [0, 1] });
  const cell = map.cells.find(({ persona, phase }) => persona === 'finance' && phase === 'selection');
  expect(cell).toMatchObject({ state: 'gap', deals: 2, money: { amountMinor: 310_000_00 }, requests: 0 });
  const { items } = await suggest();
  const making = items.find(({ kind }) => kind === 'make');
  expect(making).toMatchObject({
    title: 'Something for Finance in Selection',
    place: { persona: 'finance', buyingStage: 'selection' },
  });
  const lena = await library.member('marketing', 'Lena');
  const decided = await mira.act((step) =>
    decide(step, { kind: 'make', persona: 'finance', buyingStage: 'selection', note: 'Ask Ada' }),
  );
  expect(decided).toMatchObject({ kind: 'make', decidedBy: 'Mira' });
  expect(await noticesOf(lena)).toEqual(['Mira misses a piece']);
  expect((await suggest()).items.filter(({ kind }) => kind === 'make')).toEqual([]);
  const asked = await within((tx) =>
    readCell(tx, { period: 'year', persona: 'Finance', phase: 'selection', now: services.now() }),
  );
  expect(asked.requests.map(({ text }) => text)).toEqual([expect.stringContaining('310,000 in open deals')]);
  expect(asked.deals.map(({ name, people }) => [name, people.length])).toEqual([
    ['One', 1],
    ['Two', 2],
  ]);
  await mira.act((step) => undoDecision(step, { id: decided.id }));
  expect((await suggest()).items.map(({ kind }) => kind)).toContain('make');
});

test('a piece that nobody uses is retired; whoever shared it once is told, and undone it is back', async () => {
  const old = await piece('Old paper');
  const better = await piece('Better paper');
  const people = await Promise.all(Array.from({ length: 6 }, (_, n) => contact(`Reader ${n}`, 'Finance')));
  for (const contactId of people)
    await log({ type: 'asset_viewed', assetId: better, contactId, days: 10, completion: 1 });
  await log({ type: 'asset_shared', assetId: old, contactId: people[0] ?? '', days: 380, by: ada.mateId });
  const { items } = await suggest();
  expect(items.find(({ asset }) => asset?.id === old)).toMatchObject({
    kind: 'retire',
    reason: 'not shared, not finished in a year',
    useInstead: { id: better, name: 'Better paper' },
  });
  const decided = await mira.act((step) => decide(step, { kind: 'retire', assetId: old }));
  expect(decided).toMatchObject({ told: 1, useInstead: { name: 'Better paper' } });
  expect(await noticesOf(ada)).toEqual(['Use “Better paper” instead of “Old paper”']);
  expect((await coverage()).pieces.inUse).toBe(1);
  await expect(mira.act((step) => decide(step, { kind: 'keep', assetId: old }))).rejects.toThrow(
    /retired already/,
  );
  expect(await within((tx) => latestDecisionOf(tx, old))).toMatchObject({ id: decided.id, kind: 'retire' });
  await mira.act((step) => undoDecision(step, { id: decided.id }));
  await mira.act((step) => undoDecision(step, { id: decided.id }));
  expect((await coverage()).pieces.inUse).toBe(2);
  expect((await noticesOf(ada)).at(-1)).toBe('“Old paper” is in use again');
  const { items: history } = await within((tx) => listDecisions(tx, { limit: 10 }));
  expect(history).toEqual([expect.objectContaining({ kind: 'retire', decidedBy: 'Mira', undoneBy: 'Mira' })]);
  expect(await within((tx) => latestDecisionOf(tx, old))).toBeNull();
});

test('what is kept is not asked again until a quarter has passed or the evidence has changed much', async () => {
  const old = await piece('Old paper');
  await mira.act((step) => decide(step, { kind: 'keep', assetId: old, suggested: 'retire' }));
  await expect(
    mira.act((step) => decide(step, { kind: 'keep', assetId: old, suggested: 'retire' })),
  ).rejects.toThrow(/Mira decided that already/);
  const kinds = async () =>
    (await suggest()).items.filter(({ asset }) => asset?.id === old).map(({ kind }) => kind);
  expect(await kinds()).toEqual([]);
  expect((await suggest()).silenced).toHaveLength(1);
  services.setNow(new Date(today.getTime() + 90 * dayMs));
  expect(await kinds()).toEqual([]);
  services.setNow(new Date(today.getTime() + 92 * dayMs));
  expect(await kinds()).toEqual(['retire']);
});

test('a piece that readers finish and sales does not use is recommended to sellers with open leads that it fits', async () => {
  const film = await piece('Line-swap film');
  const sheet = await piece('Product sheet');
  const [bo, cy] = [await library.member('sales', 'Bo'), await library.member('sales', 'Cy')];
  const readers = await Promise.all(Array.from({ length: 12 }, (_, n) => contact(`Reader ${n}`, 'Finance')));
  for (const [n, contactId] of readers.entries())
    await log({ type: 'asset_viewed', assetId: film, contactId, days: 9, completion: n < 10 ? 0.95 : 0.2 });
  for (const seller of [ada, bo, cy])
    await log({
      type: 'asset_shared',
      assetId: sheet,
      contactId: readers[0] ?? '',
      days: 5,
      by: seller.mateId,
    });
  await contact('Ida', 'finance', ada.mateId);
  await contact('Jan', 'Finance', ada.mateId);
  await contact('Kim', 'Purchasing', bo.mateId);
  const { items } = await suggest();
  expect(items.find(({ asset }) => asset?.id === film)).toMatchObject({
    kind: 'promote',
    reason: 'finished by 83%, used by no seller',
  });
  const decided = await mira.act((step) => decide(step, { kind: 'promote', assetId: film }));
  expect(decided.told).toBe(1);
  expect(await noticesOf(ada)).toEqual(['“Line-swap film” fits 2 of your open leads']);
  expect(await noticesOf(bo)).toEqual([]);
});

test('completion and use are of each persona; scanners and colleagues are left out and counted', async () => {
  const paper = await piece('Paper', { personas: ['Finance', 'IT'], stages: ['selection'] });
  const finance = await Promise.all(Array.from({ length: 5 }, (_, n) => contact(`F${n}`, 'Finance')));
  const it = await contact('I', 'IT');
  for (const [n, contactId] of finance.entries())
    await log({ type: 'asset_viewed', assetId: paper, contactId, days: 3, completion: n === 0 ? 0.4 : 1 });
  await log({ type: 'asset_viewed', assetId: paper, contactId: it, days: 3, completion: 1 });
  await log({
    type: 'asset_viewed',
    assetId: paper,
    contactId: it,
    days: 3,
    completion: 1,
    flag: 'link_scanner',
  });
  await log({
    type: 'asset_viewed',
    assetId: paper,
    contactId: it,
    days: 3,
    completion: 1,
    flag: 'staff_email',
  });
  await log({ type: 'asset_shared', assetId: paper, contactId: finance[0] ?? '', days: 4, by: ada.mateId });
  await log({ type: 'asset_shared', assetId: paper, contactId: finance[1] ?? '', days: 4, by: mira.mateId });
  const map = await coverage();
  const at = (key: string) =>
    map.cells.find(({ persona, phase }) => persona === key && phase === 'selection');
  expect(at('finance')).toMatchObject({ readers: 5, finished: 4, finishRate: 0.8, shares: 1, sellers: 1 });
  expect(at('it')).toMatchObject({ readers: 1, finished: 1, finishRate: null, shares: 0 });
  expect(map.leftOut).toMatchObject({ scanners: 1, colleagues: 1 });
  expect(map.pieces).toEqual({ inUse: 1, forBuyers: 1, used: 1, finished: 1 });
  const detail = await within((tx) =>
    readCell(tx, { period: 'year', persona: 'finance', phase: 'selection', now: services.now() }),
  );
  expect(detail.people).toBe(5);
  expect(detail.pieces).toMatchObject([{ readers: 5, finished: 4, shares: 1 }]);
});

test('figures of a person are for themselves, liaisons and admins; all see the totals', async () => {
  const paper = await piece('Paper');
  const unused = await piece('Unused');
  const ana = await contact('Ana', 'Finance', ada.mateId);
  await log({ type: 'asset_shared', assetId: paper, contactId: ana, days: 20, by: ada.mateId });
  await log({ type: 'asset_viewed', assetId: paper, contactId: ana, days: 19, completion: 1 });
  await run((tx) =>
    tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, contact_id, source)
      values (${newId()}, ${library.workspaceId}, ${ago(8)}, 'person', 'meeting', ${ana}, 'test')`),
  );
  const bo = await library.member('sales', 'Bo');
  const seenBy = (userId: string | null, permissions: string[] = []) =>
    within((tx) =>
      readUsage(tx, {
        period: 'year',
        now: services.now(),
        workspaceId: library.workspaceId,
        caller: { userId, permissions: new Set(permissions.filter((word) => word === 'workspace:admin')) },
      }),
    );
  const own = await seenBy(ada.userId);
  expect(own.totals).toEqual({
    shares: 1,
    reached: 1,
    read: 1,
    finished: 1,
    nextSteps: 1,
    pieces: 1,
    sellers: 1,
  });
  expect(own.sellers).toMatchObject([
    { teammate: { name: 'Ada' }, isMe: true, nextSteps: 1, neverUsed: [{ id: unused, leads: 1 }] },
  ]);
  const others = await seenBy(bo.userId);
  expect(others.sellers.map(({ teammate }) => teammate.name)).toEqual(['Bo']);
  expect((await seenBy(mira.userId)).sellers.map(({ teammate }) => teammate.name)).toEqual(['Mira']);
  const all = await seenBy(null, ['workspace:admin']);
  expect(all.mayName).toBe(true);
  expect(all.sellers.map(({ teammate }) => teammate.name)).toEqual(['Ada']);
  expect((await seenBy(null)).sellers).toEqual([]);
});
