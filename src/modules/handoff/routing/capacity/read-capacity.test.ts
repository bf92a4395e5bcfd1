import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { addAbsence } from '../absences.ts';
import { newSales } from '../routing.test-support.ts';
import { readCapacity } from './read-capacity.ts';

let services: TestServices;
/** The Monday of week 22, before the office opens. */
const monday = new Date('2026-05-25T05:00:00Z');
const hourMs = 3_600_000;
const weekMs = 168 * hourMs;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(monday);
});
afterAll(() => services.close());

/** Twelve weeks of ten offers each, on Monday at nine; each is answered and done with after so many hours. */
async function tenAWeek(options: { capacity: number; hours: number; left: number }) {
  const sales = await newSales(services);
  const ada = await sales.seller('Ada', { capacity: options.capacity });
  const { contactId } = await sales.lead();
  const offers = Array.from({ length: 120 }, (_, at) => {
    const offeredAt = new Date(monday.getTime() + 2 * hourMs - (12 - Math.floor(at / 10)) * weekMs);
    const open = at >= 120 - options.left;
    return {
      id: newId(),
      offered_at: offeredAt,
      closed_at: open ? null : new Date(offeredAt.getTime() + options.hours * hourMs),
    };
  });
  await sales.inside(async (tx) => {
    // One open offer a lead: each of those left has one of its own.
    for (const one of offers) {
      const lead = one.closed_at === null ? await sales.lead() : { contactId };
      await tx.run(sql`insert into handoff (id, workspace_id, contact_id, origin, offered_at, offered_by, owner_id, state,
          decided_at, closed_at, created_at, updated_at)
        values (${one.id}, ${sales.workspaceId}, ${lead.contactId}, 'hand', ${one.offered_at}, 'Test', ${ada},
          ${one.closed_at ? 'rejected' : 'offered'}, ${one.closed_at}, ${one.closed_at}, ${monday}, ${monday})`);
    }
  });
  return { ...sales, ada };
}

test('volume, answers and backlog of the weeks gone by, and what the next one brings', async () => {
  const sales = await tenAWeek({ capacity: 4, hours: 24, left: 3 });
  const picture = await sales.inside((tx) => readCapacity({ tx, now: monday, weeks: 12 }));
  expect(picture.weeks).toHaveLength(12 + 1 + 6);
  expect(picture.weeks[0]).toMatchObject({
    week: '2026-W10',
    from: '2026-03-02',
    offered: 10,
    answered: 10,
    backlog: 0,
  });
  expect(picture.weeks[11]).toMatchObject({
    week: '2026-W21',
    when: 'past',
    offered: 10,
    answered: 7,
    backlog: 3,
  });
  expect(picture.backlog).toBe(3);
  expect(picture.weeks[12]).toMatchObject({
    week: '2026-W22',
    when: 'running',
    offered: 0,
    expected: { volume: 10 },
  });
  expect(picture.next).toMatchObject({ week: '2026-W23', volume: 10 });
});

test('capacity is places over the time for which a lead takes one: by hand', async () => {
  const sales = await tenAWeek({ capacity: 4, hours: 24, left: 0 });
  const { weeks, sellers } = await sales.inside((tx) => readCapacity({ tx, now: monday, weeks: 12 }));
  // 24 of the 168 hours of a week are, on the average, 24 / 168 × 40 = 5.71 office hours; 4 places × 40 h / 5.71 h = 28.
  expect(weeks[13]?.capacity).toBeCloseTo(28, 0);
  expect(sellers).toMatchObject([{ teammate: { name: 'Ada' }, open: 0, basis: 'own', awayNextWeek: 0 }]);
  expect(sellers[0]?.answeredPerWeek).toBeCloseTo(10, 0);
  expect(sellers[0]?.daysPerLead).toBeCloseTo(0.7, 1);
});

test('absences take their share of the capacity, and the backlog follows', async () => {
  const sales = await tenAWeek({ capacity: 1, hours: 24, left: 3 });
  const read = () => sales.inside((tx) => readCapacity({ tx, now: monday, weeks: 4 }));
  const before = await read();
  await sales.step((step) =>
    addAbsence({ ...step, teammateId: sales.ada, from: '2026-06-01', to: '2026-06-07' }),
  );
  const after = await read();
  expect(after.next?.capacity).toBe(0);
  expect(after.sellers[0]?.awayNextWeek).toBe(1);
  expect(after.next?.backlogAfter).toBeCloseTo(
    (after.next?.backlogBefore ?? 0) + (after.next?.volume ?? 0),
    1,
  );
  expect(after.next?.backlogAfter).toBeGreaterThan(before.next?.backlogAfter ?? 0);
});

test('a workspace in which nothing was offered has a picture without figures', async () => {
  const sales = await newSales(services);
  const picture = await sales.inside((tx) => readCapacity({ tx, now: monday, weeks: 4 }));
  expect(picture).toMatchObject({
    backlog: 0,
    next: null,
    sellers: [],
    offerStage: { key: 'mql', name: 'MQL' },
  });
  expect(picture.weeks.at(-1)).toMatchObject({ when: 'coming', expected: null, capacity: null });
});
