import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { foldText } from '../rules/rule.ts';
import { factsCaughtUp, openFactsProjector } from './facts.test-support.ts';
import { factsAsOf } from './facts-as-of.ts';
import type { FactValues, LeadFacts } from './lead-facts.ts';
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

test('ClickHouse and PostgreSQL say the same of every moment', async () => {
  workspace = await createTestWorkspace(services);
  let projector = openFactsProjector(services);
  onTestFinished(() => projector.stop());
  const contact = (email: string, more: object = {}) => ({ key: email, email, createdAt: at(1), ...more });
  const works = (name: string) => ({ account: { name, domain: `${name}.com` } });
  await bring(
    {
      accounts: [{ key: 'a', name: 'acme', domain: 'acme.com', industry: 'Ships', employeeCount: 40 }],
      contacts: [
        contact('ada@acme.com', { title: ' Buyer ', ...works('acme') }),
        contact('bo@beta.com', works('beta')),
      ],
    },
    1,
  );
  await bring({ stageChanges: [reached('ada@acme.com', 'mql', 3)] }, 3);
  await bring(
    { contacts: [contact('ada@acme.com', { title: 'CFO', custom: { tier: 'Gold', size: 3.5 } })] },
    5,
  );
  await bring(
    { accounts: [{ key: 'a', name: 'acme', domain: 'acme.com', industry: 'Trains', custom: { hot: true } }] },
    6,
  );
  await bring({ opportunities: [deal('One', { openedAt: at(4), amountMinor: 100, stage: 'Talks' })] }, 4);
  await bring(
    { opportunities: [deal('One', { amountMinor: 250, stage: 'Won', status: 'won', closedAt: at(8) })] },
    8,
  );
  await bring({ opportunities: [deal('Two', { openedAt: at(7), product: 'Ärger' })] }, 9);
  const agree = async () => {
    await factsCaughtUp(projector);
    for (const email of ['ada@acme.com', 'bo@beta.com']) {
      const history = await historyOf(email);
      for (const ms of [1, 3, 5, 8, 40].map((day) => at(day).getTime())) {
        expect(await inClickHouse(history.contactId, ms)).toEqual(folded(factsAsOf(history, ms)));
        expect(await inClickHouse(history.contactId, ms - 1)).toEqual(folded(factsAsOf(history, ms - 1)));
      }
    }
  };
  await agree();
  // The past of whoever was with a company that was merged is with the one it was merged into.
  await bring({ contacts: [contact('bo@beta.com', works('gamma'))] }, 12);
  await inWorkspace((tx) =>
    tx.run(
      sql`update account m set merged_into_id = k.id from account k where k.name = 'acme' and m.name = 'beta'`,
    ),
  );
  await inWorkspace((tx) =>
    tx.run(sql`update contact set city = 'Köln', updated_at = ${at(14)}::timestamptz`),
  );
  await agree();
  const bo = await historyOf('bo@beta.com');
  expect(factsAsOf(bo, at(2).getTime())?.account?.name).toBe('acme');
  expect(factsAsOf(bo, at(50).getTime())?.contact.city).toBe('Köln');
  await projector.rebuild();
  await agree();
  await services.clickhouse.command({ query: 'truncate table lead_state' });
  await projector.stop();
  projector = openFactsProjector(services);
  await agree();
});

const reached = (email: string, stage: string, day: number) => ({
  key: `${email} ${stage}`,
  contact: { email },
  stage,
  outcome: 'reached' as const,
  source: 'import' as const,
  at: at(day),
});
const deal = (name: string, more: object) => ({
  key: name,
  name,
  externalIds: [{ system: 'crm', id: name }],
  buyingGroup: [{ contact: { email: 'ada@acme.com' } }],
  ...more,
});

/** Facts as the states in ClickHouse hold them: text folded. */
function folded(facts: LeadFacts | null) {
  if (!facts) return null;
  const fold = (values: FactValues | null) =>
    values &&
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => [key, key.endsWith('At') ? value : foldText(String(value))]),
    );
  const { contact, account, opportunity, reachedMs } = facts;
  return { contact: fold(contact), account: fold(account), opportunity: fold(opportunity), reachedMs };
}

const nobody = '00000000-0000-0000-0000-000000000000';
const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const iso = (value: string) => new Date(`${value.replace(' ', 'T')}Z`).toISOString();

function valuesOf(row: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const custom = Object.entries(row.custom ?? {}).map(([key, value]) => [`custom.${key}`, value]);
  const standard = keys.flatMap((key) => {
    const value = row[key];
    if (value === '' || value === null || value === nobody) return [];
    return [[camel(key), key.endsWith('_at') ? iso(String(value)) : String(value)]];
  });
  return Object.fromEntries([...standard, ...custom]);
}

async function stateAt(table: string, where: string, ms: number): Promise<Record<string, unknown>[]> {
  const result = await services.clickhouse.query({
    query: `select * from ${table} final where not gone and ${where}
      and toUnixTimestamp64Milli(valid_from) <= ${ms} and ${ms} < toUnixTimestamp64Milli(valid_to)`,
    format: 'JSONEachRow',
  });
  return result.json<Record<string, unknown>>();
}

async function inClickHouse(contactId: string, ms: number) {
  const [lead] = await stateAt('lead_state', `contact_id = '${contactId}'`, ms);
  if (!lead || Date.parse(iso(String(lead.known_at))) > ms) return null;
  const [account] = await stateAt('account_state', `account_id = '${lead.account_id}'`, ms);
  const deals = await stateAt(
    'deal_state',
    `has(contact_ids, toUUID('${contactId}')) and toUnixTimestamp64Milli(opened_at) <= ${ms}
      and toUnixTimestamp64Milli(joined_at[indexOf(contact_ids, toUUID('${contactId}'))]) <= ${ms}`,
    ms,
  );
  const opportunity = deals.sort((a, b) => (String(a.opened_at) < String(b.opened_at) ? 1 : -1))[0];
  const reachedAt = Object.entries(lead.reached ?? {}).map(([key, value]) => [
    key,
    Date.parse(iso(String(value))),
  ]);
  return {
    contact: valuesOf(lead, leadKeys),
    account: account ? valuesOf(account, accountKeys) : null,
    opportunity: opportunity ? dealValues(opportunity, ms) : null,
    reachedMs: Object.fromEntries(reachedAt.filter(([, reachedMs]) => Number(reachedMs) <= ms)),
  };
}

function dealValues(row: Record<string, unknown>, ms: number) {
  const times = Array.isArray(row.stage_times)
    ? row.stage_times.map((value) => Date.parse(iso(String(value))))
    : [];
  const stages = Array.isArray(row.stages) ? row.stages : [];
  const stage = stages[times.findLastIndex((time) => time <= ms)] ?? '';
  const closed = row.closed_at !== null && Date.parse(iso(String(row.closed_at))) <= ms;
  const asked = {
    ...row,
    stage,
    status: closed ? row.status : 'open',
    closed_at: closed ? row.closed_at : null,
  };
  return valuesOf(asked, dealKeys);
}

const leadKeys =
  'name email email_domain title phone city country persona buying_role channel campaign_id owner_id created_at'.split(
    ' ',
  );
const accountKeys =
  'name domain industry segment country city employee_count annual_revenue_minor currency owner_id created_at'.split(
    ' ',
  );
const dealKeys =
  'name product amount_minor currency expected_close_on campaign_id owner_id status stage opened_at closed_at'.split(
    ' ',
  );
