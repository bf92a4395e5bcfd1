import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addStarterDefinitions } from '../../language/index.ts';
import { readFigures } from './read-figures.ts';

let services: TestServices;
let workspaceId: string;
const now = new Date('2026-03-15T12:00:00Z');

beforeAll(async () => {
  services = await openTestServices();
  ({ workspaceId } = await createTestWorkspace(services, { timeZone: 'UTC' }));
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await addStarterDefinitions({ tx, workspaceId, now });
  });
});
afterAll(() => services.close());

const read = () => services.database.inWorkspace(workspaceId, (tx) => readFigures({ tx, now }));

/** Reached the first stages on these days, one after the other; null: skipped. */
async function person(tx: Tx, days: readonly (string | null)[]): Promise<string> {
  const id = newId();
  const reached = Array.from({ length: 6 }, (_, at) => days[at] ?? null);
  const first = days.find((day) => day !== null) ?? null;
  await tx.run(sql`insert into contact (id, workspace_id, name, reached_at)
    values (${id}, ${workspaceId}, ${`Person of ${first}`}, ${sql.param(reached)}::timestamptz[])`);
  return id;
}

async function won(tx: Tx, amountMinor: number, at: string, people: readonly string[]): Promise<void> {
  const id = newId();
  await tx.run(sql`insert into opportunity (id, workspace_id, name, amount_minor, currency, status, closed_at)
    values (${id}, ${workspaceId}, 'Deal', ${amountMinor}, 'EUR', 'won', ${at})`);
  for (const contactId of people)
    await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id)
      values (${workspaceId}, ${id}, ${contactId})`);
}

test('a workspace that knows nothing yet says so of every figure', async () => {
  const figures = await read();
  expect(figures).toMatchObject({
    currency: 'EUR',
    averageDeal: { amountMinor: null, of: 0 },
    peoplePerDeal: { people: null, of: 0 },
    offerStage: 'mql',
    offered: { perMonth: 0, of: 0, source: 'stages' },
    promised: { perMonth: null, unsigned: true, key: 'sla' },
    thisMonth: '2026-03',
  });
  expect(figures.stages).toHaveLength(6);
  expect(figures.stages.every(({ rate, monthsToWon }) => rate === null && monthsToWon === null)).toBe(true);
});

test('rates, times and the average deal come from what was, each out of how many', async () => {
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const path = ['2025-01-01', '2025-02-01', '2025-02-10', '2025-03-01', '2025-04-01', '2025-05-01'];
    const anna = await person(tx, path);
    const ben = await person(tx, path);
    await person(tx, ['2025-01-05', '2025-02-05']);
    await person(tx, ['2025-01-06']);
    // Came in too late to have become a customer: says nothing of the rates.
    await person(tx, ['2026-03-01']);
    await person(tx, ['2026-02-01', '2026-02-20']);
    await won(tx, 2_000_000, '2025-05-01T00:00:00Z', [anna, ben]);
    await won(tx, 1_000_000, '2025-06-01T00:00:00Z', []);
  });
  const figures = await read();
  expect(figures.averageDeal).toMatchObject({ amountMinor: 1_500_000, of: 2 });
  expect(figures.peoplePerDeal).toMatchObject({ people: 2, of: 1 });
  expect(figures.stages.map(({ key, rate, reached, wentOn }) => [key, rate, reached, wentOn])).toEqual([
    ['inquiry', 0.75, 4, 3],
    ['mql', 2 / 3, 3, 2],
    ['sal', 1, 2, 2],
    ['sql', 1, 2, 2],
    ['opportunity', 1, 2, 2],
    ['customer', null, 2, 0],
  ]);
  expect(figures.stages.map(({ monthsToWon }) => monthsToWon)).toEqual([3.9, 2.9, 2.6, 2, 1, 0]);
  expect(figures.offered).toMatchObject({ source: 'stages', of: 1, perMonth: 0.3 });
});
