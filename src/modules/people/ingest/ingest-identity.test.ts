import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCompany } from '../../../../test/support/company.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-05-01T12:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const crm = (id: string) => [{ system: 'crm', id }];

describe('whom a record means', () => {
  it('lets the external id win over the e-mail address, which stays where it is', async () => {
    const company = await newCompany(services);
    await company.take({
      contacts: [
        { key: 'a', externalIds: crm('1'), email: 'ana@brook.de' },
        { key: 'b', externalIds: crm('2'), email: 'ben@brook.de' },
      ],
    });
    await company.take({
      contacts: [{ key: 'a', externalIds: crm('1'), email: 'ben@brook.de', title: 'Buyer' }],
    });
    const people = await company.read(sql`select email, title from contact order by email`);
    expect(people).toEqual([
      { email: 'ana@brook.de', title: 'Buyer' },
      { email: 'ben@brook.de', title: null },
    ]);
    const findings = await company.read(sql`select code, detail ->> 'email' as email from data_finding`);
    expect(findings).toEqual([{ code: 'duplicate_people', email: 'ben@brook.de' }]);
  });

  it('attaches the ids of several systems to one person and folds repeats within a batch', async () => {
    const company = await newCompany(services);
    const outcomes = await company.outcomesOf({
      contacts: [
        { key: '1', externalIds: crm('1'), email: 'ana@brook.de', name: 'Ana' },
        { key: '2', externalIds: [{ system: 'forms', id: 'x' }], email: 'ANA@brook.de' },
        { key: '3', externalIds: [{ system: 'forms', id: 'x' }], title: 'Buyer' },
        { key: '4', externalIds: crm('1') },
      ],
    });
    expect(outcomes).toEqual({ 1: 'created', 2: 'updated', 3: 'updated', 4: 'unchanged' });
    const ids = await company.read(sql`select system, external_id from external_id order by system`);
    expect(ids).toEqual([
      { system: 'crm', external_id: '1' },
      { system: 'forms', external_id: 'x' },
    ]);
    expect(await company.read(sql`select name, title from contact`)).toEqual([
      { name: 'Ana', title: 'Buyer' },
    ]);
  });

  it('keeps records of one name apart that one system tells apart', async () => {
    const company = await newCompany(services);
    await company.take({
      campaigns: [
        { key: '1', name: 'Loans', externalIds: crm('701a') },
        { key: '2', name: 'Loans', externalIds: crm('701b') },
      ],
      accounts: [
        { key: '3', name: 'Oil UK', domain: 'oil.com', externalIds: crm('001a') },
        { key: '4', name: 'Oil SG', domain: 'oil.com', externalIds: crm('001b') },
      ],
    });
    expect(await company.read(sql`select count(*) from campaign`)).toEqual([{ count: 2 }]);
    expect(await company.read(sql`select name from account order by name`)).toEqual([
      { name: 'Oil SG' },
      { name: 'Oil UK' },
    ]);
  });

  it('leads to the survivor of a merge, by any of its names', async () => {
    const company = await newCompany(services);
    await company.take({
      contacts: [
        { key: 'a', externalIds: crm('1'), email: 'ana@brook.de', name: 'Ana' },
        { key: 'b', externalIds: crm('2'), email: 'ana.ruiz@brook.de', name: 'Ana Ruiz' },
      ],
      stageChanges: [
        {
          key: 's',
          contact: { key: 'b' },
          outcome: 'reached',
          stage: 'sal',
          at: day('2026-02-01'),
          source: 'import',
          sourceKey: 'crm:sal',
        },
      ],
    });
    await company.read(
      sql`update contact set merged_into_id = (select id from contact where name = 'Ana') where name = 'Ana Ruiz'`,
    );
    const outcomes = await company.take({
      contacts: [{ key: '2', externalIds: crm('2'), title: 'Buyer' }],
      stageChanges: [
        {
          key: 's',
          contact: { externalIds: crm('2') },
          outcome: 'reached',
          stage: 'sal',
          at: day('2026-02-01'),
          source: 'import',
          sourceKey: 'crm:sal',
        },
        {
          key: 't',
          contact: { email: 'ana.ruiz@brook.de' },
          outcome: 'reached',
          stage: 'sql',
          at: day('2026-03-01'),
          source: 'import',
        },
      ],
    });
    expect(outcomes.get('s')?.outcome).toBe('unchanged');
    const [ana] = await company.read(
      sql`select name, title, lifecycle_stage, reached_at from contact where merged_into_id is null`,
    );
    expect(ana).toMatchObject({ name: 'Ana', title: 'Buyer', lifecycle_stage: 'sql' });
    expect(ana?.reached_at).toEqual([null, null, day('2026-02-01'), day('2026-03-01'), null, null]);
  });

  it('finds an account by a name that is its id in the same system, and never touches a link made by hand', async () => {
    const company = await newCompany(services);
    await company.take({
      accounts: [
        { key: 'a', name: 'Harbour', externalIds: crm('001') },
        { key: 'b', name: 'Quarry' },
      ],
      contacts: [{ key: 'c', externalIds: crm('1'), name: 'Ana', account: { name: '001' } }],
    });
    const account = () =>
      company.read(sql`select a.name, c.account_source from contact c join account a on a.id = c.account_id`);
    expect(await account()).toEqual([{ name: 'Harbour', account_source: 'external_id' }]);
    await company.read(sql`update contact set account_source = 'hand'`);
    await company.take({
      contacts: [{ key: 'c', externalIds: crm('1'), account: { name: 'Quarry' }, email: 'ana@else.com' }],
    });
    expect(await account()).toEqual([{ name: 'Harbour', account_source: 'hand' }]);
  });
});

describe('what is stored', () => {
  it('refuses what cannot be stored, input by input, and cleans what can', async () => {
    const company = await newCompany(services);
    const outcomes = await company.take({
      contacts: [
        { key: 'nul', name: 'A\u0000na \ud800', custom: { note: 'x\u0000y', blank: ' ', none: null } },
        { key: 'long', name: 'x'.repeat(9_000) },
        { key: 'mail', email: 'n/a' },
        { key: 'nobody' },
        { key: 'date', name: 'D', createdAt: new Date(Number.NaN) },
      ],
      opportunities: [{ key: 'money', name: 'M', currency: 'euro' }],
      interactions: [
        {
          key: 'deep',
          kind: 'content',
          type: 'x',
          occurredAt: now,
          contact: { key: 'nul' },
          properties: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`),
        },
      ],
    });
    const codes = Object.fromEntries(
      [...outcomes].map(([key, { reasonCode, outcome }]) => [key, reasonCode ?? outcome]),
    );
    expect(codes).toEqual({
      nul: 'created',
      long: 'too_long',
      mail: 'bad_email',
      nobody: 'no_identity',
      date: 'bad_date',
      money: 'bad_currency',
      deep: 'too_deep',
    });
    expect(await company.read(sql`select name, custom from contact`)).toEqual([
      { name: 'Ana \ufffd', custom: { note: 'xy' } },
    ]);
  });

  it('overwrites nothing with what is blank and merges custom fields key by key', async () => {
    const company = await newCompany(services);
    await company.take({
      contacts: [
        { key: 'a', externalIds: crm('1'), title: 'Buyer', firstName: 'Ana', custom: { tier: 'a', size: 1 } },
      ],
    });
    await company.take({
      contacts: [
        { key: 'a', externalIds: crm('1'), title: ' ', lastName: 'Ruiz', custom: { tier: 'b', size: null } },
      ],
    });
    expect(await company.read(sql`select title, name, custom from contact`)).toEqual([
      { title: 'Buyer', name: 'Ana Ruiz', custom: { tier: 'b', size: 1 } },
    ]);
  });

  it('follows a deal that changes: history, people, and what it says of their lifecycle', async () => {
    const company = await newCompany(services);
    const deal = {
      key: 'o',
      externalIds: crm('6'),
      name: 'Deal',
      openedAt: day('2026-01-01'),
      buyingGroup: [{ contact: { externalIds: crm('1') } }],
    };
    await company.take({
      contacts: [{ key: 'c', externalIds: crm('1'), name: 'Ana' }],
      opportunities: [{ ...deal, stage: 'Discovery' }],
    });
    await company.take({
      opportunities: [{ ...deal, stage: 'Closed won', status: 'won', closedAt: day('2026-03-01') }],
    });
    await company.take({ opportunities: [{ ...deal, closedAt: day('2026-03-05') }] });
    const state = () =>
      company.read(sql`select lifecycle_stage, lifecycle_status, lifecycle_since from contact`);
    expect(await state()).toEqual([
      { lifecycle_stage: 'customer', lifecycle_status: 'open', lifecycle_since: day('2026-03-05') },
    ]);
    await company.take({
      opportunities: [{ ...deal, stage: 'Closed lost', status: 'lost', closedAt: day('2026-03-06') }],
    });
    expect(await state()).toEqual([
      { lifecycle_stage: 'opportunity', lifecycle_status: 'left', lifecycle_since: day('2026-03-06') },
    ]);
    const history = await company.read(
      sql`select stage, status, at from opportunity_stage_change order by at`,
    );
    expect(history).toEqual([
      { stage: 'Discovery', status: 'open', at: day('2026-01-01') },
      { stage: 'Closed won', status: 'won', at: day('2026-03-01') },
      { stage: 'Closed lost', status: 'lost', at: day('2026-03-06') },
    ]);
    const superseded = await company.read(
      sql`select count(*) from stage_change where superseded_at is not null`,
    );
    expect(superseded).toEqual([{ count: 2 }]);
    expect(await company.read(sql`select is_primary from opportunity_contact`)).toEqual([
      { is_primary: true },
    ]);
  });
});
