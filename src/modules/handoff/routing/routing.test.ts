import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { addAbsence } from './absences.ts';
import { createRule, putFallback, reorderRules } from './change-rules.ts';
import { importSellers } from './import-sellers.ts';
import { listRules } from './list-rules.ts';
import { listSellers } from './list-sellers.ts';
import { calendarKeyOf, openRoomOf } from './open-room.ts';
import { createPool, deletePool, listPools } from './pools.ts';
import { newSales } from './routing.test-support.ts';
import { tryRouting } from './try-routing.ts';

let services: TestServices;
let sales: Awaited<ReturnType<typeof newSales>>;

/** A Tuesday at ten in Berlin. */
const tuesday = new Date('2026-05-26T08:00:00Z');

beforeAll(async () => {
  services = await openTestServices();
});
beforeEach(async () => {
  services.setNow(tuesday);
  sales = await newSales(services);
});
afterAll(() => services.close());

const inCountry = (country: string) => ({
  combinator: 'and' as const,
  rules: [{ field: 'account.country', operator: 'in' as const, value: [country] }],
});

test('a lead goes to the owner of its account, within their capacity and absence', async () => {
  const ada = await sales.seller('Ada', { capacity: 1 });
  const ben = await sales.seller('Ben');
  expect(await sales.offer(await sales.lead({ ownerId: ada }))).toEqual({
    ownerId: ada,
    poolId: null,
    why: 'Ada owns the account.',
  });
  expect(await sales.offer(await sales.lead({ ownerId: ada }))).toMatchObject({
    ownerId: ben,
    why: 'Ada, who owns the account, is at 1 of 1; rotation among all who take leads: Ada is at 1 of 1; next is Ben.',
  });
  await sales.step((step) => addAbsence({ ...step, teammateId: ben, from: '2026-05-26', to: '2026-06-03' }));
  expect(await sales.offer(await sales.lead({ ownerId: ben }))).toEqual({
    ownerId: null,
    poolId: null,
    why: 'Ben, who owns the account, is away until 3 June; rotation among all who take leads: Ada is at 1 of 1, Ben is away until 3 June; it waits in the open pool.',
  });
});

test('an owner of whom nobody said how they take leads gets those of their accounts, and takes no turns', async () => {
  const greta = await sales.teammate('Greta');
  expect((await sales.route(await sales.lead({ ownerId: greta }))).ownerId).toBe(greta);
  const { why, ownerId } = await sales.route(await sales.lead());
  expect(ownerId).toBeNull();
  expect(why).toBe('Nobody is set to take leads by turns yet, so it waits in the open pool.');
});

test('the first rule that holds counts, and who cannot take the lead is passed over with the reason', async () => {
  const pool = await sales.step((step) => createPool({ ...step, name: 'DACH', memberIds: [] }));
  const ada = await sales.seller('Ada', { capacity: 0 });
  const cleo = await sales.seller('Cleo', { poolIds: [pool.id] });
  await sales.seller('Dora');
  const toAda = await sales.step((step) =>
    createRule({
      ...step,
      name: 'Germany',
      rule: inCountry('DE'),
      target: { kind: 'teammate', teammateId: ada },
    }),
  );
  const toPool = await sales.step((step) =>
    createRule({
      ...step,
      name: 'DACH',
      rule: inCountry('DE'),
      target: { kind: 'rotation', poolId: pool.id },
    }),
  );
  expect(toAda.sentence).toContain('DE');
  expect(await sales.route(await sales.lead({ country: 'DE' }))).toEqual({
    ownerId: cleo,
    poolId: null,
    why: 'Ada, whom the rule “Germany” names, is at 0 of 0; by the rule “DACH”, rotation among DACH: next is Cleo.',
  });
  await sales.step((step) => addAbsence({ ...step, teammateId: cleo, from: '2026-05-25', to: '2026-05-29' }));
  expect(await sales.route(await sales.lead({ country: 'DE' }))).toMatchObject({
    ownerId: null,
    poolId: pool.id,
  });
  await sales.step((step) => reorderRules({ ...step, ruleIds: [toPool.id, toAda.id] }));
  expect((await sales.inside((tx) => listRules({ tx }))).items.map(({ name }) => name)).toEqual([
    'DACH',
    'Germany',
  ]);
  const { contactId } = await sales.lead({ country: 'FR' });
  const tried = await sales.inside((tx) =>
    tryRouting({ tx, workspaceId: sales.workspaceId, contactId, now: services.now() }),
  );
  expect(tried).toMatchObject({ owner: { name: 'Dora' }, ruleId: null });
});

test('trying a lead out takes nobody’s turn', async () => {
  await sales.seller('Ada');
  await sales.seller('Ben');
  const one = await sales.lead();
  const tryOut = () =>
    sales.inside((tx) =>
      tryRouting({ tx, workspaceId: sales.workspaceId, contactId: one.contactId, now: services.now() }),
    );
  const first = await tryOut();
  expect(await tryOut()).toEqual(first);
  expect((await sales.route(one)).ownerId).toBe(first.owner?.id);
  expect((await tryOut()).owner?.id).not.toBe(first.owner?.id);
});

test('who is away when their office next opens gets nothing on the evening before', async () => {
  const ada = await sales.seller('Ada');
  await sales.step((step) => addAbsence({ ...step, teammateId: ada, from: '2026-05-27', to: '2026-05-27' }));
  expect((await sales.route(await sales.lead())).ownerId).toBe(ada);
  services.setNow(new Date('2026-05-26T18:00:00Z'));
  expect((await sales.route(await sales.lead())).ownerId).toBeNull();
  services.setNow(new Date('2026-05-27T18:00:00Z'));
  expect((await sales.route(await sales.lead())).ownerId).toBe(ada);
});

test('a hundred offers at once fill nobody beyond their capacity, and shares follow weights', async () => {
  const ids = [
    await sales.seller('Ada', { capacity: 12, weight: 1 }),
    await sales.seller('Ben', { capacity: 50, weight: 3 }),
    await sales.seller('Cleo', { capacity: 7, weight: 2 }),
  ];
  const leads = await Promise.all(Array.from({ length: 100 }, () => sales.lead()));
  const before = await Promise.all(leads.slice(0, 18).map(sales.offer));
  const shares = ids.map((id) => before.filter(({ ownerId }) => ownerId === id).length);
  expect(shares).toEqual([3, 9, 6]);
  const rest = await Promise.all(leads.slice(18).map(sales.offer));
  const all = [...before, ...rest];
  const held = ids.map((id) => all.filter(({ ownerId }) => ownerId === id).length);
  expect(held).toEqual([12, 50, 7]);
  expect(all.filter(({ ownerId }) => ownerId === null)).toHaveLength(31);
  for (const [at, capacity] of [12, 50, 7].entries()) {
    const room = await sales.inside((tx) => openRoomOf(tx, { teammateId: ids[at] ?? '', now: tuesday }));
    expect(room).toEqual({ capacity, open: capacity });
  }
});

test('where no rule holds, leads can wait in a pool; a pool in which something waits is kept', async () => {
  const ada = await sales.seller('Ada');
  const pool = await sales.step((step) => createPool({ ...step, name: 'Everybody', memberIds: [ada] }));
  await expect(
    sales.step((step) => createPool({ ...step, name: 'everybody', memberIds: [] })),
  ).rejects.toThrow('There is a pool “everybody” already.');
  await sales.step((step) => putFallback({ ...step, kind: 'pool', poolId: pool.id }));
  expect(await sales.offer(await sales.lead())).toEqual({
    ownerId: null,
    poolId: pool.id,
    why: 'It waits in the pool Everybody.',
  });
  expect(await sales.inside((tx) => listPools({ tx }))).toMatchObject([{ name: 'Everybody', waiting: 1 }]);
  const remove = () => sales.step((step) => deletePool({ ...step, poolId: pool.id }));
  await expect(remove()).rejects.toThrow('Leads for which no rule holds go to the pool Everybody.');
  await sales.step((step) => putFallback({ ...step, kind: 'rotation', poolId: null }));
  await expect(remove()).rejects.toThrow('A hand-off waits in the pool Everybody.');
  await sales.inside((tx) => tx.run(sql`update handoff set owner_id = ${ada}`));
  await remove();
  expect(await sales.inside((tx) => listPools({ tx }))).toEqual([]);
});

test('a rule that asks nothing, or of what is not there, is refused', async () => {
  const ada = await sales.seller('Ada');
  const target = { kind: 'teammate' as const, teammateId: ada };
  const add = (rule: Parameters<typeof createRule>[0]['rule']) =>
    sales.step((step) => createRule({ ...step, name: 'r', rule, target }));
  await expect(add({ combinator: 'and', rules: [] })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(
    add({ combinator: 'and', rules: [{ field: 'account.shoe', operator: '=', value: '42' }] }),
  ).rejects.toMatchObject({ fields: [{ path: 'rule.rules.0.field' }] });
});

test('sellers of a source come with their pools, and who was set here stays as set', async () => {
  const ada = await sales.seller('Ada', { capacity: 3 });
  const ben = await sales.teammate('Ben');
  const sellers = [ada, ben].map((teammateId) => ({
    teammateId,
    takesLeads: true,
    capacity: 12,
    pools: ['DACH'],
  }));
  for (const _ of [1, 2])
    await sales.inside((tx) => importSellers(tx, { workspaceId: sales.workspaceId, now: tuesday, sellers }));
  const { items, calendars } = await sales.inside((tx) => listSellers({ tx, now: tuesday, userId: null }));
  expect(items.map(({ teammate, capacity, poolIds }) => [teammate.name, capacity, poolIds.length])).toEqual([
    ['Ada', 3, 1],
    ['Ben', 12, 1],
  ]);
  expect(calendars).toMatchObject([{ key: 'office' }]);
  expect(items[0]).toMatchObject({ atWork: true, awayUntil: null });
  expect(await sales.inside((tx) => calendarKeyOf(tx, ada))).toBeNull();
});
