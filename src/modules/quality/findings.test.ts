import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql } from '../../platform/postgres/database.ts';
import { type IngestBatch, ingest } from '../people/index.ts';
import { dismissFinding, restoreFinding } from './dismiss-finding.ts';
import { listFindings } from './list-findings.ts';
import { refreshFindings } from './refresh-findings.ts';
import { summariseFindings } from './summarise-findings.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-05-01T12:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const crm = (id: string) => [{ system: 'crm', id }];

async function newCompany() {
  const { workspaceId, actor } = await createTestWorkspace(services);
  const { database } = services;
  const take = (batch: IngestBatch) =>
    database.inWorkspace(workspaceId, (tx) =>
      ingest(tx, { workspaceId, system: 'crm', batch, actorName: 'test', now }),
    );
  const refresh = () => database.inWorkspace(workspaceId, (tx) => refreshFindings(tx, { workspaceId, now }));
  const list = async (
    code?: Parameters<typeof listFindings>[0]['code'],
    state: 'open' | 'dismissed' = 'open',
  ) => (await database.inWorkspace(workspaceId, (tx) => listFindings({ tx, code, state, limit: 100 }))).items;
  return { workspaceId, actor, take, refresh, list };
}

const deal = (id: string, more: object = {}) => ({
  key: id,
  externalIds: crm(id),
  name: `Deal ${id}`,
  account: { name: 'Harbour' },
  amountMinor: 100,
  currency: 'EUR',
  openedAt: day('2026-02-01'),
  buyingGroup: [{ contact: { externalIds: crm('ana') } }],
  ...more,
});
const won = { status: 'won' as const, closedAt: day('2026-03-01') };
const ana = { key: 'ana', externalIds: crm('ana'), name: 'Ana Ruiz', email: 'ana@harbour.com' };
const heardOf = (key: string, at: Date) => ({
  key: `${key}-mql`,
  contact: { externalIds: crm(key) },
  outcome: 'reached' as const,
  stage: 'mql',
  at,
  source: 'import' as const,
  sourceKey: 'crm:mql',
});

describe('findings', () => {
  it('finds what is doubtful about deals', async () => {
    const company = await newCompany();
    await company.take({
      products: [{ key: 'p', name: 'GTX Pro' }],
      contacts: [ana, { key: 'late', externalIds: crm('late'), name: 'Late' }],
      stageChanges: [heardOf('ana', day('2026-01-01')), heardOf('late', day('2026-04-01'))],
      opportunities: [
        deal('fine', { ...won, product: 'gtx pro' }),
        deal('early', { ...won, buyingGroup: [{ contact: { externalIds: crm('late') } }] }),
        deal('undated', { status: 'won' }),
        deal('worthless', { ...won, amountMinor: undefined }),
        deal('homeless', { account: { externalIds: crm('nowhere') } }),
        deal('empty', { buyingGroup: [] }),
        deal('misspelt', { product: 'GTXPro' }),
        deal('strange', { product: 'Umbrella' }),
      ],
    });
    await company.refresh();
    const found = await company.list();
    const byCode = Object.groupBy(found, (finding) => finding.code);
    const names = Object.fromEntries(
      Object.entries(byCode).map(([code, findings]) => [
        code,
        findings.map((finding) => finding.record.name).sort(),
      ]),
    );
    expect(names).toEqual({
      won_before_first_contact: ['Deal early'],
      won_without_close_date: ['Deal undated'],
      closed_without_amount: ['Deal worthless'],
      opportunity_without_account: ['Deal homeless'],
      opportunity_without_people: ['Deal empty'],
      unknown_product: ['Deal misspelt', 'Deal strange'],
    });
    const early = found.find((finding) => finding.code === 'won_before_first_contact');
    expect(early?.facts).toEqual([
      { label: 'Won', value: '2026-03-01T00:00:00.000Z', kind: 'time' },
      { label: 'First contact', value: '2026-04-01T00:00:00.000Z', kind: 'time' },
    ]);
    expect(early?.others.map((other) => other.name)).toEqual(['Late']);
    const misspelt = found.find((finding) => finding.record.name === 'Deal misspelt');
    expect(misspelt?.facts).toContainEqual({ label: 'Likely', value: 'GTX Pro', kind: 'text' });
  });

  it('does not take the day of the import for the day of first contact', async () => {
    const company = await newCompany();
    await company.take({
      contacts: [ana],
      opportunities: [deal('old', { ...won, closedAt: day('2017-03-01') })],
    });
    await company.refresh();
    expect(await company.list('won_before_first_contact')).toEqual([]);
  });

  it('finds people who may be here twice and people whose account is missing', async () => {
    const company = await newCompany();
    await company.take({
      contacts: [
        ana,
        { key: '2', name: 'ana  RUIZ', externalIds: crm('2'), account: { name: 'Harbour' } },
        { key: '3', name: 'Ben Hall', externalIds: crm('3'), phone: '+49 (30) 123-4567' },
        { key: '4', name: 'Ben Hall', externalIds: crm('4'), phone: '0049 30 1234567' },
        { key: '5', name: 'Ben Hall', externalIds: crm('5'), phone: '+49 30 1234567' },
        { key: '6', name: 'Cleo Marsh', email: 'cleo.marsh@brook.de' },
        { key: '7', name: 'Cleo E. Marsh', email: 'cleo.marsh@gmail.com' },
        { key: '8', name: 'Somebody', email: 'info@brook.de' },
        { key: '9', name: 'Another', email: 'info@cedar.de' },
      ],
      accounts: [{ key: 'a', name: 'Harbour', domain: 'harbour.com' }],
    });
    await company.refresh();
    const found = await company.list('duplicate_people');
    const pairs = found
      .map(({ record, others, facts }) => [record.name, others[0]?.name, facts.at(-1)?.value])
      .sort();
    expect(pairs).toEqual([
      ['Ben Hall', 'Ben Hall', 'name and phone number'],
      ['Cleo E. Marsh', 'Cleo Marsh', 'name and e-mail before the @'],
      ['ana  RUIZ', 'Ana Ruiz', 'name and account'],
    ]);
    expect(await company.list('contact_without_account')).toEqual([]);
    await services.database.inWorkspace(company.workspaceId, (tx) =>
      tx.run(
        sql`update contact set account_id = null, account_source = null where email like 'cleo.marsh@%'`,
      ),
    );
    await company.refresh();
    const homeless = await company.list('contact_without_account');
    expect(homeless.map((finding) => finding.record.name)).toEqual(['Cleo Marsh']);
  });

  it('keeps an address that a source says of another as a finding until one of the two is gone', async () => {
    const company = await newCompany();
    await company.take({
      contacts: [ana, { key: '2', externalIds: crm('2'), name: 'A. R.', email: 'ar@harbour.com' }],
    });
    await company.take({ contacts: [{ key: '2', externalIds: crm('2'), email: 'ana@harbour.com' }] });
    await company.refresh();
    const [found] = await company.list('duplicate_people');
    expect(found).toMatchObject({
      record: { name: 'A. R.', detail: 'ar@harbour.com' },
      others: [{ name: 'Ana Ruiz' }],
    });
    await services.database.inWorkspace(company.workspaceId, (tx) =>
      tx.run(
        sql`update contact c set merged_into_id = (select id from contact where name = 'Ana Ruiz') where name = 'A. R.'`,
      ),
    );
    await company.refresh();
    expect(await company.list('duplicate_people')).toEqual([]);
  });

  it('suggests two people as one where one user of a tracker gave the addresses of both', async () => {
    const company = await newCompany();
    await company.take({
      contacts: [ana, { key: '2', externalIds: crm('2'), name: 'A. R.', email: 'ar@web.com' }],
    });
    await services.database.inWorkspace(company.workspaceId, (tx) =>
      tx.run(sql`insert into identity_user (workspace_id, user_id, person_key, emails)
        values (${company.workspaceId}, 'u1', 'email:ana@harbour.com', '{ana@harbour.com,ar@web.com}')`),
    );
    await company.refresh();
    expect(await company.list('duplicate_people')).toMatchObject([
      {
        record: { name: 'A. R.' },
        others: [{ name: 'Ana Ruiz' }],
        facts: [{ value: 'user id, as a tracker says' }],
      },
    ]);
  });

  it('adds and removes with the data, and leaves dismissed ones dismissed', async () => {
    const company = await newCompany();
    const { workspaceId, actor } = company;
    await company.take({
      contacts: [ana],
      opportunities: [deal('1', { status: 'won' }), deal('2', { status: 'won' })],
    });
    expect(await company.refresh()).toEqual({ open: 2, added: 2, removed: 0 });
    expect(await company.refresh()).toEqual({ open: 2, added: 0, removed: 0 });
    const dismissed = (await company.list()).find((finding) => finding.record.name === 'Deal 1');
    const id = dismissed?.id ?? '';
    await services.database.inWorkspace(workspaceId, (tx) =>
      dismissFinding({ tx, workspaceId, actor, id, reason: 'signed on paper', now }),
    );
    await company.take({ opportunities: [deal('2', won)] });
    expect(await company.refresh()).toEqual({ open: 0, added: 0, removed: 1 });
    expect(await company.list(undefined, 'dismissed')).toMatchObject([
      { id, dismissal: { by: 'test', reason: 'signed on paper', at: now.toISOString() } },
    ]);
    const summary = await services.database.inWorkspace(workspaceId, summariseFindings);
    expect(summary).toMatchObject({
      open: 0,
      dismissed: 1,
      kinds: [{ code: 'won_without_close_date', open: 0, dismissed: 1 }],
    });
    const restored = await services.database.inWorkspace(workspaceId, (tx) =>
      restoreFinding({ tx, workspaceId, actor, id }),
    );
    expect(restored.dismissal).toBeNull();
    const audited = await services.database.inWorkspace(workspaceId, (tx) =>
      tx.rows(sql`select action, reason from audit_entry order by id`),
    );
    expect(audited).toEqual([
      { action: 'finding.dismissed', reason: 'signed on paper' },
      { action: 'finding.restored', reason: null },
    ]);
  });

  it('pages without losing or repeating one', async () => {
    const company = await newCompany();
    await company.take({
      opportunities: Array.from({ length: 25 }, (_, n) => deal(`${n}`, { buyingGroup: [] })),
    });
    await company.refresh();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await services.database.inWorkspace(company.workspaceId, (tx) =>
        listFindings({ tx, state: 'open', cursor, limit: 10 }),
      );
      seen.push(...page.items.map((finding) => finding.record.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });
});
