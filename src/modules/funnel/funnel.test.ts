import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { ingest } from '../people/index.ts';
import type { ContactInput, OpportunityInput, StageChangeInput } from '../people/ingest/types.ts';
import type { FunnelFilter } from './contract.ts';
import { listDimensions, presentDimension } from './dimensions.ts';
import { readFunnel } from './read-funnel.ts';
import { composeReport, printReport } from './report-funnel.ts';
import { splitFunnel } from './split-funnel.ts';

const now = new Date('2026-03-15T12:00:00Z');
const everything: FunnelFilter = { period: 'all', mode: 'cohort', filter: {} };

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

type Batch = {
  contacts: ContactInput[];
  stages: [contact: string, stage: string, at: string][];
  deals?: OpportunityInput[];
};

async function makeCompany(batch: Batch, options: { currency?: string; timeZone?: string } = {}) {
  const workspace = await createTestWorkspace(services, options);
  const stageChanges: StageChangeInput[] = batch.stages.map(([contact, stage, at], index) => ({
    key: `change ${index}`,
    contact: { key: contact },
    outcome: 'reached',
    stage,
    at: new Date(at),
    source: 'import',
  }));
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
    services.database.inWorkspace(workspace.workspaceId, work);
  await inWorkspace(async (tx) => {
    for (const [recordType, key, label] of [
      ['contact', 'landing_page_id', 'Landing page'],
      ['account', 'channel', 'Sales channel'],
    ]) {
      await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type)
        values (${newId()}, ${workspace.workspaceId}, ${recordType}, ${key}, ${label}, 'text')`);
    }
    await ingest(tx, {
      workspaceId: workspace.workspaceId,
      system: 'test',
      actorName: 'test',
      now,
      batch: { contacts: batch.contacts, stageChanges, opportunities: batch.deals ?? [] },
    });
  });
  const split = (dimension: string, limit = 100) =>
    inWorkspace((tx) => splitFunnel({ tx, now, filter: everything, dimension, limit }));
  const read = (filter: FunnelFilter) => inWorkspace((tx) => readFunnel({ tx, now, filter }));
  return { inWorkspace, split, read };
}

const deal = (key: string, contact: string, amountMinor: number, currency = 'EUR'): OpportunityInput => ({
  key,
  name: key,
  status: 'won',
  amountMinor,
  currency,
  closedAt: new Date('2026-03-01T00:00:00Z'),
  buyingGroup: [{ contact: { key: contact }, isPrimary: true }],
});

test('the report counts people by any field and won revenue once, blank where unknown', async () => {
  const { split } = await makeCompany(
    {
      contacts: [
        {
          key: 'a',
          name: 'A',
          channel: 'webinar',
          custom: { landing_page_id: 'lp1' },
          owner: { name: 'Rut' },
        },
        { key: 'b', name: 'B', channel: 'webinar', custom: { landing_page_id: 'lp2' } },
        { key: 'c', name: 'C' },
      ],
      stages: [
        ['a', 'mql', '2026-01-01T00:00:00Z'],
        ['b', 'inquiry', '2026-01-01T00:00:00Z'],
        ['c', 'sal', '2026-01-05T00:00:00Z'],
      ],
      deals: [
        deal('One', 'a', 100_000, 'BRL'),
        deal('Two', 'a', 50_000, 'BRL'),
        deal('Three', 'c', 7_000, 'USD'),
      ],
    },
    { currency: 'EUR' },
  );
  const { rows, currency } = await split('origin');
  const report = composeReport({ by: 'origin', currency, rows });
  expect(report).toEqual({
    by: 'origin',
    rows: [
      {
        key: 'webinar',
        stages: { inquiry: 2, mql: 1, sal: 1, sql: 1, opportunity: 1, customer: 1 },
        value: { amountMinor: 150_000, currency: 'BRL' },
      },
      {
        key: '',
        stages: { inquiry: 1, mql: 1, sal: 1, sql: 1, opportunity: 1, customer: 1 },
        value: { amountMinor: 0, currency: 'BRL' },
      },
    ],
  });
  expect(printReport(report).split('\n')[2]).toMatch(/^\(none\) .* 1 +R\$0\.00$/);
  const owners = composeReport({ by: 'owner', currency, rows: (await split('owner')).rows });
  expect(owners.rows.map((row) => row.key)).toEqual(['', 'Rut']);
  const pages = await split('landing_page_id', 1);
  expect(pages.rows.map((row) => [row.label, row.isRest, row.stages.inquiry])).toEqual([
    ['(none)', false, 1],
    ['all others', true, 2],
  ]);
  await expect(split('nonsense')).rejects.toThrow(/There are: channel, campaign/);
});

test('a custom field that has the name of another dimension is told apart by its record', async () => {
  const { inWorkspace } = await makeCompany({ contacts: [], stages: [] });
  const dimensions = await inWorkspace(async (tx) => (await listDimensions({ tx })).map(presentDimension));
  expect(dimensions.filter((one) => one.custom).map((one) => one.key)).toEqual([
    'landing_page_id',
    'account.channel',
  ]);
});

test('days begin in the time zone of the workspace, and today counts', async () => {
  const { read } = await makeCompany(
    {
      contacts: [
        { key: 'a', name: 'A' },
        { key: 'b', name: 'B' },
        { key: 'c', name: 'C' },
      ],
      stages: [
        ['a', 'inquiry', '2026-03-14T23:30:00Z'],
        ['b', 'inquiry', '2026-03-14T22:30:00Z'],
        ['c', 'inquiry', '2026-02-13T23:30:00Z'],
      ],
    },
    { timeZone: 'Europe/Berlin' },
  );
  const on = async (day: string) =>
    (await read({ period: 'custom', from: day, to: day, mode: 'cohort', filter: {} })).stages[0]?.reached;
  expect([await on('2026-03-15'), await on('2026-03-14')]).toEqual([1, 1]);
  const recent = await read({ period: 'last30', mode: 'cohort', filter: {} });
  expect(recent.range).toMatchObject({
    from: '2026-02-14',
    to: '2026-03-15',
    beforeFrom: '2026-01-15',
    beforeTo: '2026-02-13',
  });
  expect(recent.stages[0]).toMatchObject({ reached: 3, reachedBefore: 0 });
  await expect(
    read({ period: 'custom', from: '2026-03-02', to: '2026-03-01', mode: 'cohort', filter: {} }),
  ).rejects.toThrow(/before it starts/);
});

test('the period auto is the last 90 days, or all time where nobody came in then', async () => {
  const old = await makeCompany({
    contacts: [{ key: 'a', name: 'A' }],
    stages: [['a', 'mql', '2018-01-01T00:00:00Z']],
  });
  expect((await old.read({ ...everything, period: 'auto' })).range.period).toBe('all');
  const fresh = await makeCompany({
    contacts: [{ key: 'a', name: 'A' }],
    stages: [['a', 'mql', '2026-03-01T00:00:00Z']],
  });
  expect((await fresh.read({ ...everything, period: 'auto' })).range.period).toBe('last90');
});

test('times are measured only where both dates are recorded and in order', async () => {
  const { read } = await makeCompany({
    contacts: ['a', 'b', 'c', 'd'].map((key) => ({ key, name: key })),
    stages: [
      ['a', 'inquiry', '2026-01-01T00:00:00Z'],
      ['a', 'mql', '2026-01-03T00:00:00Z'],
      ['b', 'inquiry', '2026-01-01T00:00:00Z'],
      ['b', 'mql', '2026-01-05T00:00:00Z'],
      ['c', 'mql', '2026-01-01T00:00:00Z'],
      ['d', 'mql', '2026-01-01T00:00:00Z'],
      ['d', 'inquiry', '2026-01-09T00:00:00Z'],
    ],
  });
  const [inquiry] = (await read(everything)).stages;
  expect(inquiry).toMatchObject({
    reached: 4,
    passRate: 1,
    toNext: { people: 2, medianDays: 3, p90Days: 3.8 },
    tightest: false,
  });
});

test('the tightest gate has the lowest pass rate among those that twenty people came to', async () => {
  const contacts = Array.from({ length: 24 }, (_, index) => ({ key: `p${index}`, name: `P${index}` }));
  const stages = contacts.flatMap(({ key }, index): Batch['stages'] => {
    const depth = index < 12 ? 1 : index < 22 ? 2 : 3;
    return ['inquiry', 'mql', 'sal'].slice(0, depth).map((stage) => [key, stage, '2026-03-01T00:00:00Z']);
  });
  const { read } = await makeCompany({ contacts, stages });
  const funnel = await read(everything);
  expect(funnel.stages.map((stage) => stage.reached)).toEqual([24, 12, 2, 0, 0, 0]);
  expect(funnel.stages.find((stage) => stage.tightest)?.key).toBe('inquiry');
});
