import type { ClickHouse } from '../../../../platform/clickhouse/clickhouse.ts';
import type { FactValue, FactValues, LeadHistory, StateOverTime } from '../../facts/lead-facts.ts';
import { foldText } from '../../rules/rule.ts';
import type { DrawnWorld } from './draw-history.ts';

const hex = (n: number) => n.toString(16).padStart(12, '0');
export const contactIdOf = (place: number) => `c0ffee00-0000-4000-8000-${hex(place)}`;
/** So that the order of ids is not the order drawn. */
const dealIdOf = (place: number) => `dea10000-0000-4000-8000-${hex((place * 7 + 3) % 16)}`;

/** What was drawn, as TypeScript is asked about it. */
export function historiesOf(world: DrawnWorld): LeadHistory[] {
  return world.leads.map((lead, place) => ({
    contactId: contactIdOf(place),
    knownAtMs: lead.knownAtMs,
    contact: lead.contact,
    accountIds: lead.accountIds.map(({ fromMs, values }) => ({ fromMs, accountId: values })),
    accounts: world.accounts,
    opportunities: world.deals.flatMap((deal, dealPlace) => {
      const part = deal.parts.find((one) => one.lead === place);
      return part
        ? [
            {
              id: dealIdOf(dealPlace),
              openedAtMs: deal.openedAtMs,
              closedAtMs: deal.closedAtMs,
              joinedAtMs: part.joinedAtMs,
              status: deal.status,
              stages: deal.stages.map(({ fromMs, values }) => ({ atMs: fromMs, stage: values })),
              fields: deal.fields,
            },
          ]
        : [];
    }),
    reachedMs: lead.reachedMs,
    interactions: lead.interactions.toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)),
  }));
}

const nil = '00000000-0000-0000-0000-000000000000';
const firstMs = Date.UTC(1900, 0, 1);
const lastMs = Date.UTC(2299, 11, 31);
const time = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
const text = (value: FactValue | undefined) => foldText(String(value ?? ''));
const id = (value: FactValue | undefined) => (typeof value === 'string' ? value : nil);
const number = (value: FactValue | undefined) => (typeof value === 'number' ? value : null);

const customOf = (values: FactValues) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith('custom.') && value !== null ? [[key.slice('custom.'.length), text(value)]] : [],
    ),
  );

/** States as intervals without gaps, cut where any of the lists changes. */
function intervals(starts: readonly number[]): { from: number; to: number }[] {
  const cuts = [firstMs, ...new Set(starts)].sort((a, b) => a - b);
  return cuts.map((from, place) => ({ from, to: cuts[place + 1] ?? lastMs }));
}

/** The first of a list stands for the time before it. */
const startsOf = (states: readonly { fromMs: number }[]) => states.slice(1).map(({ fromMs }) => fromMs);
const stateAt = <T extends { fromMs: number }>(states: readonly T[], ms: number): T | undefined =>
  states.findLast(({ fromMs }) => fromMs <= ms) ?? states[0];
const valuesAt = (states: StateOverTime, ms: number): FactValues => stateAt(states, ms)?.values ?? {};

type Rows = Record<'lead_state' | 'account_state' | 'deal_state' | 'lead_interaction', object[]>;

function leadRows(workspace_id: string, world: DrawnWorld): object[] {
  return historiesOf(world).flatMap((history) =>
    intervals([...startsOf(history.contact), ...startsOf(history.accountIds)]).map(({ from, to }) => {
      const values = valuesAt(history.contact, from);
      return {
        workspace_id,
        contact_id: history.contactId,
        valid_from: time(from),
        valid_to: time(to),
        known_at: time(history.knownAtMs),
        created_at: time(Date.parse(String(values.createdAt))),
        account_id: stateAt(history.accountIds, from)?.accountId ?? nil,
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
        campaign_id: id(values.campaignId),
        owner_id: id(values.ownerId),
        custom: customOf(values),
        reached: Object.fromEntries(Object.entries(history.reachedMs).map(([key, ms]) => [key, time(ms)])),
        gone: false,
        version: 1,
      };
    }),
  );
}

function accountRows(workspace_id: string, world: DrawnWorld): object[] {
  return Object.entries(world.accounts).flatMap(([account_id, states]) =>
    intervals(startsOf(states)).map(({ from, to }) => {
      const values = valuesAt(states, from);
      return {
        workspace_id,
        account_id,
        valid_from: time(from),
        valid_to: time(to),
        created_at: time(Date.parse(String(values.createdAt))),
        name: text(values.name),
        domain: text(values.domain),
        industry: text(values.industry),
        segment: text(values.segment),
        country: text(values.country),
        city: text(values.city),
        employee_count: number(values.employeeCount),
        annual_revenue_minor: number(values.annualRevenueMinor),
        currency: text(values.currency),
        owner_id: id(values.ownerId),
        custom: customOf(values),
        gone: false,
        version: 1,
      };
    }),
  );
}

function dealRows(workspace_id: string, world: DrawnWorld): object[] {
  return world.deals.flatMap((deal, place) =>
    intervals(startsOf(deal.fields)).map(({ from, to }) => {
      const values = valuesAt(deal.fields, from);
      return {
        workspace_id,
        opportunity_id: dealIdOf(place),
        valid_from: time(from),
        valid_to: time(to),
        opened_at: time(deal.openedAtMs),
        closed_at: deal.closedAtMs === null ? null : time(deal.closedAtMs),
        status: deal.status,
        stage_times: deal.stages.map(({ fromMs }) => time(fromMs)),
        stages: deal.stages.map((stage) => stage.values ?? ''),
        contact_ids: deal.parts.map(({ lead }) => contactIdOf(lead)),
        joined_at: deal.parts.map(({ joinedAtMs }) => time(joinedAtMs)),
        name: text(values.name),
        product: text(values.product),
        amount_minor: number(values.amountMinor),
        currency: text(values.currency),
        expected_close_on: text(values.expectedCloseOn),
        campaign_id: id(values.campaignId),
        owner_id: id(values.ownerId),
        custom: customOf(values),
        gone: false,
        version: 1,
      };
    }),
  );
}

function interactionRows(workspace_id: string, world: DrawnWorld): object[] {
  return world.leads.flatMap((lead, place) =>
    lead.interactions.map((fact) => ({
      workspace_id,
      person_id: contactIdOf(place),
      at: time(fact.atMs),
      id: fact.id,
      kind: fact.kind,
      type: text(fact.type),
      counted: fact.counted,
      direction: fact.direction ?? '',
      channel: text(fact.channel),
      campaign_id: id(fact.campaignId),
      asset_id: id(fact.assetId),
      topics: fact.topics.map(foldText),
      page: text(fact.page),
      engaged_seconds: fact.engagedSeconds,
      completion_percent: fact.completionPercent ?? -1,
      profile_id: nil,
    })),
  );
}

/** What was drawn, as ClickHouse is asked about it: written straight into the four tables. */
export async function writeHistories(
  clickhouse: ClickHouse,
  workspaceId: string,
  world: DrawnWorld,
): Promise<void> {
  const rows: Rows = {
    lead_state: leadRows(workspaceId, world),
    account_state: accountRows(workspaceId, world),
    deal_state: dealRows(workspaceId, world),
    lead_interaction: interactionRows(workspaceId, world),
  };
  for (const [table, values] of Object.entries(rows))
    if (values.length > 0) await clickhouse.insert({ table, values, format: 'JSONEachRow' });
}
