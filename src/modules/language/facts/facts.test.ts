import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { factsAsOf } from './facts-as-of.ts';
import { loadLeadHistories } from './load-lead-histories.ts';

let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

type Batch = Parameters<typeof ingest>[1]['batch'];

async function bring(batch: Batch, day: number, options: { backfill?: boolean } = {}): Promise<void> {
  const { workspaceId } = workspace;
  await inWorkspace((tx) =>
    ingest(tx, { workspaceId, system: 'crm', actorName: 'test', now: at(day), batch, ...options }),
  );
}

async function idOf(email: string): Promise<string> {
  const row = await inWorkspace((tx) =>
    tx.first<{ id: string }>(sql`select id from contact where email = ${email}`),
  );
  if (!row) throw new Error(`no contact ${email}`);
  return row.id;
}

async function historyOf(email: string) {
  const id = await idOf(email);
  const [history] = await inWorkspace((tx) => loadLeadHistories(tx, [id]));
  if (!history) throw new Error(`no history of ${email}`);
  return history;
}

test('a field says what it said at the time; what an import fills in was so before', async () => {
  workspace = await createTestWorkspace(services);
  const ada = { key: 'c', email: 'ada@acme.com', createdAt: at(1) };
  await bring({ contacts: [{ ...ada, title: 'Buyer' }] }, 1);
  await bring({ contacts: [{ ...ada, title: 'CFO', custom: { tier: 'gold' } }] }, 5);
  await bring({ contacts: [{ ...ada, title: 'CEO', phone: '1' }] }, 9, { backfill: true });
  const history = await historyOf('ada@acme.com');
  const seen = (day: number) => {
    const contact = factsAsOf(history, at(day).getTime())?.contact;
    return [contact?.title, contact?.['custom.tier'] ?? null, contact?.phone];
  };
  expect(factsAsOf(history, at(1).getTime() - 1)).toBe(null);
  expect(seen(2)).toEqual(['Buyer', null, '1']);
  expect(seen(5)).toEqual(['CFO', 'gold', '1']);
  expect(seen(8)).toEqual(['CFO', 'gold', '1']);
  expect(seen(9)).toEqual(['CEO', 'gold', '1']);
  expect(factsAsOf(history, at(9).getTime())?.contact.emailDomain).toBe('acme.com');
});
