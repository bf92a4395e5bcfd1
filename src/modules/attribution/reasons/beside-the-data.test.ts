import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Projector } from '../../interactions/index.ts';
import { factsCaughtUp, openFactsProjector } from '../../language/facts/facts.test-support.ts';
import { ingest } from '../../people/index.ts';
import type { IngestBatch } from '../../people/ingest/types.ts';
import { compareWithData } from './against-data/compare-with-data.ts';
import { makeSelling, type Seller } from './reasons.test-support.ts';
import { suggestMatters } from './suggest-matters.ts';
import { summarise } from './summary/summarise.ts';

const day = (n: number, hour = 10) => new Date(Date.UTC(2026, 0, n, hour));

let services: TestServices;
let projector: Projector;
let company: Awaited<ReturnType<typeof makeSelling>>;
let ada: Seller;
let paper = '';
let dealId = '';
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(day(80));
  projector = openFactsProjector(services);
  company = await makeSelling(services);
  ada = await company.seller('Ada');
  await company.within(async (tx) => {
    await ingest(tx, {
      workspaceId: company.workspaceId,
      system: 'crm',
      actorName: 'test',
      now: day(80),
      batch,
    });
  });
  dealId = await idOf('opportunity', 'Acme: line 4');
  paper = await idOf('asset', 'Retrofit in Ulm');
}, 90_000);
afterAll(async () => {
  await projector.stop();
  await services.close();
});

async function idOf(table: 'opportunity' | 'contact' | 'asset', name: string): Promise<string> {
  const row = await company.within((tx) =>
    tx.first<{ id: string }>(
      sql`select id from ${sql.raw(table)} where ${table === 'asset' ? sql`title` : sql`name`} = ${name}`,
    ),
  );
  if (!row) throw new Error(`no ${table} ${name}`);
  return row.id;
}

const touch = (
  nth: number,
  contact: string,
  more: { kind: 'content' | 'person'; type: string; n: number; url?: string },
) => {
  const { n, ...rest } = more;
  return { key: `touch ${nth}`, channel: 'Webinar', occurredAt: day(n), contact: { key: contact }, ...rest };
};

/** Ann reads and is called; then nobody speaks with them for 40 days, and Bob reads about prices: lost on day 70. */
const batch: IngestBatch = {
  assets: [{ key: 'paper', title: 'Retrofit in Ulm', type: 'case study' }],
  accounts: [{ key: 'acme', name: 'Acme', domain: 'acme.example' }],
  contacts: [
    { key: 'ann', name: 'Ann', account: { key: 'acme' }, createdAt: day(2) },
    { key: 'bob', name: 'Bob', account: { key: 'acme' }, createdAt: day(3) },
  ],
  interactions: [
    touch(1, 'ann', { kind: 'content', type: 'page_view', n: 2 }),
    { ...touch(2, 'ann', { kind: 'content', type: 'asset_viewed', n: 10 }), asset: { key: 'paper' } },
    touch(3, 'ann', { kind: 'person', type: 'call', n: 30 }),
    touch(4, 'bob', { kind: 'content', type: 'page_view', n: 68, url: 'https://northwind.example/pricing' }),
  ],
  opportunities: [
    {
      key: 'deal',
      name: 'Acme: line 4',
      account: { key: 'acme' },
      status: 'lost',
      amountMinor: 10_000_00,
      currency: 'EUR',
      openedAt: day(5),
      closedAt: day(70),
      buyingGroup: [{ contact: { key: 'ann' }, isPrimary: true }, { contact: { key: 'bob' } }],
    },
  ],
};

const compare = (model: 'linear' | 'last') =>
  compareWithData(services, {
    workspaceId: company.workspaceId,
    caller: company.caller(ada, 'sales'),
    model,
    from: '2026-01-01',
  });

test('what stood in the journey last and most is proposed, by its name', async () => {
  await factsCaughtUp(projector);
  const found = await suggestMatters(services, { workspaceId: company.workspaceId, opportunityId: dealId });
  expect(found.deal).toMatchObject({ outcome: 'lost', account: { name: 'Acme' } });
  expect(found.suggestions.map(({ kind, label, detail }) => [kind, label, detail])).toEqual([
    // Where Bob came from stands in his record, and is his first touchpoint.
    ['contact', 'Bob', '2 touchpoints, last on 9 Mar 2026'],
    ['contact', 'Ann', '3 touchpoints, last on 30 Jan 2026'],
    ['interaction', 'Call of 30 Jan 2026 with Ann', 'one of the last talks'],
    ['asset', 'Retrofit in Ulm', 'on 10 Jan 2026'],
  ]);
  expect(found.choices.map(({ key }) => key)).toContain('no_decision');
  expect(found.said).toBe(null);
});

test('what was said stands beside what the data says of the same deal', async () => {
  await company.say(ada, {
    opportunityId: dealId,
    reasons: ['no_decision', 'timing', 'missing_function'],
    mattered: [
      { kind: 'contact', id: await idOf('contact', 'Bob') },
      { kind: 'contact', id: await idOf('contact', 'Ann') },
      { kind: 'asset', id: paper },
    ],
  });
  const linear = await compare('linear');
  expect(linear).toMatchObject({ deals: 1, withJourney: 1, leftOut: 0 });
  expect(linear.checks.map(({ words }) => words)).toEqual([
    'No decision was said, but nobody spoke with them in the last 40 days.',
    'Timing was said, but 1 person of theirs read about prices in the 7 days before the close.',
  ]);
  expect(linear.checks[1]?.evidence).toMatchObject([{ at: day(68).toISOString() }]);
  expect(linear.checked.map(({ key, deals, disagrees }) => [key, deals, disagrees])).toEqual([
    ['no_decision', 1, 1],
    ['timing', 1, 1],
  ]);
  expect(
    linear.named.map(({ matter, share, rank }) => [matter.label, Number(share.toFixed(9)), rank]),
  ).toEqual([
    ['Bob', 0.4, 2],
    ['Ann', 0.6, 1],
    ['Retrofit in Ulm', 0.2, 1],
  ]);
  const last = await compare('last');
  expect(last.named.map(({ matter, share }) => [matter.label, share])).toEqual([
    ['Bob', 1],
    ['Ann', 0],
    ['Retrofit in Ulm', 0],
  ]);
});

test('deals stand by the channel of their first touch', async () => {
  const { groups } = await summarise(services, {
    workspaceId: company.workspaceId,
    caller: company.caller(ada, 'sales'),
    from: '2026-01-01',
    by: 'origin',
  });
  expect(groups).toEqual([{ key: 'webinar', label: 'Webinar', won: 0, lost: 1 }]);
});
