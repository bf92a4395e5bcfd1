import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCompany } from '../../../../test/support/company.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { IngestBatch } from './types.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const crm = (id: string) => [{ system: 'crm', id }];

const wholeBatch: IngestBatch = {
  teammates: [{ key: 't1', name: 'Mia Okafor', email: 'mia@ours.example', side: 'sales' }],
  campaigns: [
    { key: 'k1', name: 'Spring fair', externalIds: crm('701'), costMinor: 120_000, startsOn: '2026-03-01' },
  ],
  products: [{ key: 'p1', name: 'GTX Pro', listPriceMinor: 482_100, currency: 'USD' }],
  assets: [{ key: 's1', title: 'Meter guide', personas: ['cfo', 'buyer'], campaign: { key: 'k1' } }],
  accounts: [
    { key: 'a1', name: 'Harbour Foods', domain: 'www.harbour-foods.co.uk', externalIds: crm('001') },
  ],
  contacts: [
    {
      key: 'c1',
      email: 'Ana.Ruiz@harbour-foods.co.uk',
      firstName: 'Ana',
      lastName: 'Ruiz',
      owner: { name: 'mia okafor' },
      externalIds: crm('003'),
    },
    { key: 'c2', email: 'ben@quarry-works.com', name: 'Ben Hall', custom: { tier: 'gold' } },
    { key: 'c3', email: 'cleo@gmail.com', name: 'Cleo' },
    { key: 'c4', name: 'Dora Lind', account: { name: 'Lind & Sons' } },
  ],
  profiles: [
    {
      key: 'f1',
      anonymousId: 'anon-1',
      contact: { key: 'c1' },
      firstSeenAt: day('2026-01-01'),
      lastSeenAt: day('2026-01-05'),
    },
  ],
  opportunities: [
    {
      key: 'o1',
      name: 'Harbour meters',
      externalIds: crm('006'),
      account: { externalIds: crm('001') },
      amountMinor: 900_000,
      currency: 'EUR',
      status: 'won',
      stage: 'Closed won',
      openedAt: day('2026-02-01'),
      closedAt: day('2026-04-01'),
      product: 'GTXPro',
      buyingGroup: [
        { contact: { key: 'c1' }, role: 'buyer' },
        { contact: { email: 'ben@quarry-works.com' } },
      ],
      stageHistory: [{ stage: 'Discovery', status: 'open', at: day('2026-02-01') }],
    },
  ],
  stageChanges: [
    {
      key: 'g1',
      contact: { key: 'c1' },
      outcome: 'reached',
      stage: 'mql',
      at: day('2026-01-10'),
      source: 'import',
      sourceKey: 'crm:mql',
    },
    {
      key: 'g2',
      contact: { email: 'nobody@nowhere.com' },
      outcome: 'reached',
      stage: 'mql',
      at: day('2026-01-10'),
      source: 'import',
    },
  ],
  interactions: [
    {
      key: 'i1',
      kind: 'content',
      type: 'page_view',
      occurredAt: day('2026-01-02'),
      contact: { key: 'c1' },
      channel: 'Referral',
      externalId: 'e1',
    },
    {
      key: 'i2',
      kind: 'person',
      type: 'call',
      occurredAt: day('2026-01-20'),
      contact: { key: 'c1' },
      teammate: { name: 'New Seller' },
      campaign: { name: 'Cold calls' },
    },
    { key: 'i3', kind: 'content', type: 'page_view', occurredAt: day('2026-01-02'), profile: 'anon-2' },
    {
      key: 'i4',
      kind: 'content',
      type: 'page_view',
      occurredAt: day('2026-01-02'),
      contact: { email: 'no@one.com' },
    },
  ],
};

const countRows = sql`select (select count(*) from teammate) as teammates, (select count(*) from campaign) as campaigns,
  (select count(*) from account) as accounts, (select count(*) from contact) as contacts, (select count(*) from profile) as profiles,
  (select count(*) from opportunity) as opportunities, (select count(*) from opportunity_contact) as members,
  (select count(*) from opportunity_stage_change) as deal_changes, (select count(*) from stage_change) as changes,
  (select count(*) from interaction) as interactions, (select count(*) from interaction_receipt) as receipts,
  (select count(*) from external_id) as external_ids, (select count(*) from asset) as assets, (select count(*) from data_finding) as findings,
  (select max(updated_at) from contact) as updated_at`;

describe('ingest', () => {
  it('takes every kind of record and answers for each', async () => {
    const company = await newCompany(services);
    const outcomes = await company.outcomesOf(wholeBatch);
    expect(outcomes).toEqual({
      t1: 'created',
      k1: 'created',
      p1: 'created',
      s1: 'created',
      a1: 'created',
      c1: 'created',
      c2: 'created',
      c3: 'created',
      c4: 'created',
      f1: 'created',
      o1: 'created',
      g1: 'created',
      g2: 'refused',
      i1: 'created',
      i2: 'created',
      i3: 'created',
      i4: 'refused',
    });
    const [ana] = await company.read(sql`select c.*, a.name as account, t.name as owner from contact c
      left join account a on a.id = c.account_id left join teammate t on t.id = c.owner_id where c.first_name = 'Ana'`);
    expect(ana).toMatchObject({
      account: 'Harbour Foods',
      account_source: 'domain',
      owner: 'Mia Okafor',
      name: 'Ana Ruiz',
      email: 'ana.ruiz@harbour-foods.co.uk',
      channel: 'Referral',
      lifecycle_stage: 'customer',
      lifecycle_status: 'open',
      lifecycle_since: day('2026-04-01'),
      last_interaction_at: day('2026-01-20'),
      reached_at: [null, day('2026-01-10'), null, null, day('2026-02-01'), day('2026-04-01')],
    });
    const accounts = await company.read<{ name: string }>(sql`select name from account order by name`);
    expect(accounts.map((account) => account.name)).toEqual(['Harbour Foods', 'Lind & Sons', 'Quarry Works']);
    const teammates = await company.read<{ name: string }>(sql`select name from teammate order by name`);
    expect(teammates.map((teammate) => teammate.name)).toEqual(['Mia Okafor', 'New Seller']);
  });

  it('changes nothing the second time', async () => {
    const company = await newCompany(services);
    await company.take(wholeBatch);
    const before = await company.read(countRows);
    const again = await company.take(wholeBatch, 'crm', new Date('2026-06-01T00:00:00Z'));
    const outcomes = new Set([...again.values()].map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['unchanged', 'refused']));
    expect(await company.read(countRows)).toEqual(before);
  });
});
