import { foldText } from '../rules/rule.ts';
import type { FactValue, FactValues } from './lead-facts.ts';
import type { AccountRead, ContactRead, DealRead, RecordState } from './read-records.ts';
import type { RecordType } from './record-facts.ts';

/** Records over time as ClickHouse reads them: a line of JSON for each state, text folded, '' and the nil uuid unknown. */
const nobody = '00000000-0000-0000-0000-000000000000';
const endMs = Date.UTC(2299, 11, 31);

const time = (ms: number): string => new Date(ms).toISOString();
const uuid = (value: FactValue | undefined): string => (typeof value === 'string' ? value : nobody);
const number = (value: FactValue | undefined): number | null => (typeof value === 'number' ? value : null);
const text = (value: FactValue | undefined): string =>
  value === null || value === undefined ? '' : foldText(String(value));

function customOf(values: FactValues): Record<string, string> {
  const custom: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith('custom.')) custom[key.slice('custom.'.length)] = text(value);
  }
  return custom;
}

function span(states: readonly RecordState[], place: number): { valid_from: string; valid_to: string } {
  return {
    valid_from: time(states[place]?.fromMs ?? endMs),
    valid_to: time(states[place + 1]?.fromMs ?? endMs),
  };
}

export function leadLines(
  contact: ContactRead,
  successors: ReadonlyMap<string, string>,
  version: number,
): string[] {
  const reached = Object.fromEntries(
    Object.entries(contact.reachedMs).map(([stage, ms]) => [stage, time(ms)]),
  );
  return contact.states.map(({ values, accountId }, place) =>
    JSON.stringify({
      workspace_id: contact.workspaceId,
      contact_id: contact.id,
      ...span(contact.states, place),
      known_at: time(contact.knownAtMs),
      created_at: time(contact.createdAtMs),
      account_id: uuid(accountId === null ? null : (successors.get(accountId) ?? null)),
      name: text(values.name),
      email: text(values.email),
      email_domain: text(values.emailDomain),
      title: text(values.title),
      phone: text(values.phone),
      city: text(values.city),
      country: text(values.country),
      persona: text(values.persona),
      buying_role: text(values.buyingRole),
      channel: text(values.channel),
      campaign_id: uuid(values.campaignId),
      owner_id: uuid(values.ownerId),
      custom: customOf(values),
      reached,
      gone: contact.gone,
      version,
    }),
  );
}

export function accountLines(account: AccountRead, version: number): string[] {
  return account.states.map(({ values }, place) =>
    JSON.stringify({
      workspace_id: account.workspaceId,
      account_id: account.id,
      ...span(account.states, place),
      created_at: time(account.createdAtMs),
      name: text(values.name),
      domain: text(values.domain),
      industry: text(values.industry),
      segment: text(values.segment),
      country: text(values.country),
      city: text(values.city),
      employee_count: number(values.employeeCount),
      annual_revenue_minor: number(values.annualRevenueMinor),
      currency: text(values.currency),
      owner_id: uuid(values.ownerId),
      custom: customOf(values),
      gone: account.gone,
      version,
    }),
  );
}

export function dealLines(deal: DealRead, version: number): string[] {
  return deal.states.map(({ values }, place) =>
    JSON.stringify({
      workspace_id: deal.workspaceId,
      opportunity_id: deal.id,
      ...span(deal.states, place),
      opened_at: time(deal.openedAtMs),
      closed_at: deal.closedAtMs === null ? null : time(deal.closedAtMs),
      status: deal.status,
      stage_times: deal.stages.map(({ atMs }) => time(atMs)),
      stages: deal.stages.map(({ stage }) => text(stage)),
      contact_ids: deal.members.map(({ contactId }) => contactId),
      joined_at: deal.members.map(({ joinedAtMs }) => time(joinedAtMs)),
      name: text(values.name),
      product: text(values.product),
      amount_minor: number(values.amountMinor),
      currency: text(values.currency),
      expected_close_on: text(values.expectedCloseOn),
      campaign_id: uuid(values.campaignId),
      owner_id: uuid(values.ownerId),
      custom: customOf(values),
      gone: false,
      version,
    }),
  );
}

/** A row that stands for no record: it keeps the version also where there was nothing to tell. */
export function markLine(recordType: RecordType, version: number): string {
  return JSON.stringify({ workspace_id: nobody, [`${recordType}_id`]: nobody, gone: true, version });
}
