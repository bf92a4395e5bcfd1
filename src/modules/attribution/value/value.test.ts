import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Projector } from '../../interactions/index.ts';
import { addStarterDefinitions } from '../../language/definitions/starter.ts';
import { factsCaughtUp, openFactsProjector } from '../../language/facts/facts.test-support.ts';
import { runSampleLoad, startSampleLoad } from '../../sample/load-sample-company.ts';
import { valueQuery } from './contract.ts';
import { amountOf, importCostFile } from './costs/import-cost-file.ts';
import { countedEntries, inPeriod } from './costs/sum-costs.ts';
import { listLeads } from './list-leads.ts';
import { readValue } from './read-value.ts';
import { verdictOf } from './words.ts';

const now = new Date('2026-06-03T12:00:00Z');
const endAt = new Date('2026-06-03T00:00:00Z');
const sight = { everybody: true, ownTeammateId: null };
let services: TestServices;
let projector: Projector;
let workspaceId: string;
let actor: Awaited<ReturnType<typeof createTestWorkspace>>['actor'];
let within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  projector = openFactsProjector(services);
  ({ workspaceId, actor } = await createTestWorkspace(services));
  within = (work) => services.database.inWorkspace(workspaceId, work);
  await within((tx) => addStarterDefinitions({ tx, workspaceId, now }));
  const made = await within((tx) =>
    startSampleLoad({ tx, workspaceId, actor, seed: 7, scale: 0.12, endAt, now }),
  );
  await runSampleLoad(services, { workspaceId, loadId: made.id, onRecordsIn: async () => {} });
}, 240_000);
afterAll(async () => {
  await projector.stop();
  await services.close();
});

async function read(query: object = {}) {
  await factsCaughtUp(projector);
  return readValue(services, { workspaceId, query: valueQuery.parse(query), sight });
}

test('everybody counts once, in every dimension, and each number opens to as many leads', async () => {
  const byChannel = await read({ from: '2024-01-01' });
  const all = byChannel.rows.reduce((sum, { leads }) => sum + leads, 0);
  expect(all).toBeGreaterThan(50);
  for (const by of ['campaign', 'asset', 'marketer']) {
    const value = await read({ from: '2024-01-01', by });
    expect(value.rows.reduce((sum, { leads }) => sum + leads, 0)).toBe(all);
    expect(value.marketing).toEqual(byChannel.marketing);
  }
  const revenue = byChannel.rows.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0);
  expect(revenue).toBeGreaterThan(0);
  for (const row of [byChannel.marketing, ...byChannel.rows]) {
    expect(row.judged + row.young + row.cameThere).toBe(row.leads);
    if (row.comparison && byChannel.baseline.kind !== 'none')
      expect(row.comparison.leads + row.comparison.notComparable).toBe(row.judged);
  }
  const row = byChannel.rows.find(({ isBaseline }) => !isBaseline);
  for (const [state, count] of [
    ['came', row?.leads],
    ['passed', row?.passed],
    ['judged', row?.judged],
    ['converted', row?.converted],
    ['notComparable', row?.comparison?.notComparable],
  ] as const) {
    const { total } = await listLeads(services, {
      workspaceId,
      sight,
      query: {
        ...valueQuery.parse({ from: '2024-01-01' }),
        key: row?.key ?? '',
        side: 'row',
        state,
        limit: 5,
      },
    });
    expect([state, total]).toEqual([state, count]);
  }
  const comparable = await listLeads(services, {
    workspaceId,
    sight,
    query: {
      ...valueQuery.parse({ from: '2024-01-01' }),
      key: row?.key ?? '',
      side: 'baseline',
      state: 'judged',
      limit: 200,
    },
  });
  expect(comparable.total).toBe(row?.comparison?.baselineLeads);
}, 120_000);

test('the same data answer the same; a verdict is never without leads and interval', async () => {
  const value = await read();
  expect(await read()).toEqual(value);
  for (const { comparison } of value.rows) {
    if (comparison?.verdict !== 'more' && comparison?.verdict !== 'less') continue;
    expect(comparison.leads).toBeGreaterThanOrEqual(30);
    expect(comparison.baselineLeads).toBeGreaterThanOrEqual(30);
    expect(comparison.verdictWords).toMatch(/ to .* times as often, \d+ leads against \d+/);
  }
  const many = { leads: 400, baselineLeads: 200 };
  expect(verdictOf({ ...many, ratio: { low: 1.1, high: 3 } })).toBe('more');
  expect(verdictOf({ ...many, ratio: { low: 0.9, high: 3 } })).toBe('not-shown');
  expect(verdictOf({ ...many, ratio: { low: 0.2, high: 0.9 } })).toBe('less');
  expect(verdictOf({ leads: 29, baselineLeads: 200, ratio: { low: 2, high: 3 } })).toBe('waiting');
}, 60_000);

test('who may not see persons sees their own figures alone', async () => {
  const all = await read({ by: 'marketer' });
  const someone = all.rows.find(({ key }) => key !== '');
  const own = await readValue(services, {
    workspaceId,
    query: valueQuery.parse({ by: 'marketer' }),
    sight: { everybody: false, ownTeammateId: someone?.key ?? null },
  });
  expect(own.rows.map(({ key }) => key).filter((key) => key !== '')).toEqual([someone?.key]);
  expect(all.rows.filter(({ key }) => key !== '').map(({ label }) => label)).toEqual(
    all.rows
      .filter(({ key }) => key !== '')
      .map(({ label }) => label)
      .toSorted((a, b) => a.localeCompare(b, 'en')),
  );
}, 60_000);

test('a file of costs read twice counts once, two equal rows of it twice, and refused rows say why', async () => {
  const text = [
    'campaign;channel;from;to;amount;what',
    ';Podcast;2026-01-01;2026-01-31;1.200,50;host',
    ';Podcast;2026-01-01;2026-01-31;1.200,50;host',
    'No such campaign;;2026-01-01;;10;',
    ';Podcast;soon;;10;',
    ';;2026-01-01;;10;',
  ].join('\n');
  const load = () =>
    within((tx) => importCostFile(tx, { workspaceId, actor, now, text, fileName: 'costs.csv' }));
  expect(await load()).toMatchObject({
    created: 2,
    unchanged: 0,
    refused: [{ line: 4 }, { line: 5 }, { line: 6 }],
  });
  expect(await load()).toMatchObject({ created: 0, unchanged: 2 });
  const [sum] = await within((tx) =>
    tx.rows<{ amount: number }>(
      sql`select sum(amount_minor)::float8 as amount from cost_entry where channel = 'Podcast' and withdrawn_at is null`,
    ),
  );
  expect(sum?.amount).toBe(240_100);
});

test('amounts are read as people write them', () => {
  expect(
    ['1234.5', '1,234.50', '1.234,50', "1'234", '€ 12', '-5'].map((text) => amountOf(text, 'EUR')),
  ).toEqual([123_450, 123_450, 123_450, 123_400, 1_200, -500]);
  expect(amountOf('1200', 'JPY')).toBe(1_200);
  expect(amountOf('12.5', 'JPY')).toBeNull();
  expect(amountOf('a lot', 'EUR')).toBeNull();
});

test('a cost falls into periods by its days, and its parts sum to it; a record counts only without entries', () => {
  const cost = { fromOn: '2026-01-16', toOn: '2026-04-15', amountMinor: 100_001 };
  const months = ['01', '02', '03', '04'].map((month) =>
    inPeriod(cost, { from: `2026-${month}-01`, to: `2026-${month}-${month === '02' ? '28' : '30'}` }),
  );
  const rest = ['2026-01-31', '2026-03-31'].map((day) => inPeriod(cost, { from: day, to: day }));
  expect([...months, ...rest].reduce((sum, part) => sum + part, 0)).toBe(100_001);
  const campaign = {
    id: 'one',
    name: 'One',
    channel: null,
    ownerId: null,
    startsOn: '2026-01-01',
    endsOn: '2026-01-31',
    budgetMinor: 9_000,
    costMinor: 5_000,
    currency: 'EUR',
  };
  const entry = {
    subject: 'campaign' as const,
    campaignId: 'one',
    assetId: null,
    teammateId: null,
    channel: null,
    currency: 'EUR',
    ...cost,
  };
  const options = { today: '2026-06-01', currency: 'EUR' };
  expect(countedEntries([], [campaign], options)).toMatchObject([{ amountMinor: 5_000 }]);
  expect(countedEntries([entry], [campaign], options)).toEqual([entry]);
});
