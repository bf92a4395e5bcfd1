import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { TimelineFilters } from '../contract.ts';

/** A small company in plain objects, and what a timeline of it must hold, said in the plainest way: by filtering. */
export type ModelRow = {
  id: string;
  at: Date;
  kind: 'content' | 'person';
  type: string;
  contact: string | null;
  others: string[];
  profile: string | null;
  account: string | null;
  opportunity: string | null;
  teammate: string | null;
  asset: string | null;
  verified: boolean;
  subject: string | null;
  replaces: string | null;
};
export type ModelMark = { id: string; at: Date; contact: string | null; opportunity: string | null };
type Binding = { profile: string; contact: string; from: Date | null; to: Date | null };

export type Model = {
  workspaceId: string;
  contacts: { id: string; account: string | null; mergedInto: string | null }[];
  accounts: string[];
  deals: { id: string; account: string; group: string[]; closedAt: Date | null }[];
  teammates: string[];
  assets: string[];
  profiles: { id: string; account: string | null }[];
  bindings: Binding[];
  rows: ModelRow[];
  marks: ModelMark[];
};

/** Whole numbers below `limit`, the same for the same seed. */
export type Draw = (limit: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed * 2_654_435_761 + 12_345;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
}

const startMs = Date.parse('2026-03-01T00:00:00Z');
const types = {
  content: ['page_view', 'page_view', 'page_view', 'asset_viewed', 'form_submitted'],
  person: ['call', 'meeting', 'demo'],
};

function makeModel(workspaceId: string, draw: Draw): Model {
  const idsOf = (count: number) => Array.from({ length: count }, newId);
  const one = <Item>(list: readonly Item[]): Item => {
    const item = list[draw(list.length)];
    if (item === undefined) throw new Error('drawn from nothing');
    return item;
  };
  const maybe = <Item>(list: readonly Item[]): Item | null => (draw(3) === 0 ? one(list) : null);
  // Few minutes for many rows, so that times are often equal.
  const time = () => new Date(startMs + draw(60) * 60_000);
  const accounts = idsOf(2);
  const contacts: Model['contacts'] = idsOf(6).map((id) => ({
    id,
    account: maybe(accounts),
    mergedInto: null,
  }));
  const [first, second, third] = contacts;
  if (first && second && third) {
    third.mergedInto = second.id;
    if (draw(2) === 0) second.mergedInto = first.id;
  }
  const teammates = idsOf(2);
  const assets = idsOf(2);
  const profiles = idsOf(5).map((id) => ({ id, account: maybe(accounts) }));
  const bindings = profiles.flatMap(({ id }): Binding[] => {
    const change = time();
    const [a, b] = [one(contacts).id, one(contacts).id];
    if (draw(3) === 0) return [];
    if (draw(2) === 0) return [{ profile: id, contact: a, from: null, to: null }];
    return [
      { profile: id, contact: a, from: draw(2) === 0 ? null : new Date(startMs), to: change },
      { profile: id, contact: b, from: change, to: null },
    ];
  });
  const deals = idsOf(2).map((id) => ({
    id,
    account: one(accounts),
    group: [...new Set([one(contacts).id, one(contacts).id])],
    closedAt: draw(2) === 0 ? time() : null,
  }));
  const rows: ModelRow[] = [];
  for (let n = 0; n < 120; n += 1) {
    const kind = draw(4) === 0 ? 'person' : 'content';
    const tracked = kind === 'content' && draw(3) > 0;
    const contact = tracked ? null : one(contacts).id;
    rows.push({
      id: newId(),
      at: time(),
      kind,
      type: one(types[kind]),
      contact,
      others:
        kind === 'person'
          ? [maybe(contacts)?.id, maybe(contacts)?.id]
              .filter((id) => id !== undefined && id !== contact)
              .flatMap((id) => id ?? [])
          : [],
      profile: tracked ? one(profiles).id : draw(5) === 0 ? one(profiles).id : null,
      account: tracked ? null : maybe(accounts),
      opportunity: draw(6) === 0 ? one(deals).id : null,
      teammate: kind === 'person' ? one(teammates) : null,
      asset: maybe(assets),
      verified: draw(4) > 0,
      subject: one([null, 'Pricing', 'About us', 'Case study: pumps']),
      replaces: null,
    });
  }
  for (const row of rows.slice(0, 8)) {
    rows.push({ ...row, id: newId(), type: draw(2) === 0 ? 'withdrawn' : row.type, replaces: row.id });
  }
  const marks = Array.from({ length: 10 }, (): ModelMark => {
    const ofDeal = draw(2) === 0;
    return {
      id: newId(),
      at: time(),
      contact: ofDeal ? null : one(contacts).id,
      opportunity: ofDeal ? one(deals).id : null,
    };
  });
  return { workspaceId, contacts, accounts, deals, teammates, assets, profiles, bindings, rows, marks };
}

export async function storeModel(services: TestServices, draw: Draw): Promise<Model> {
  const { workspaceId } = await createTestWorkspace(services);
  const model = makeModel(workspaceId, draw);
  const records = JSON.stringify({
    ...model,
    rows: model.rows.map((row) => ({ ...row, others: `{${row.others.join(',')}}` })),
  });
  const of = (name: string, columns: string) =>
    sql`jsonb_to_recordset((${records}::jsonb) -> ${name}) as r(${sql.raw(columns)})`;
  const names = (list: readonly string[]) => sql`unnest(${sql.param([...list])}::uuid[]) as r(id)`;
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const w = sql`${workspaceId}::uuid`;
    await tx.run(
      sql`insert into account (id, workspace_id, name) select id, ${w}, 'Works' from ${names(model.accounts)}`,
    );
    await tx.run(
      sql`insert into teammate (id, workspace_id, name) select id, ${w}, 'Seller' from ${names(model.teammates)}`,
    );
    await tx.run(
      sql`insert into asset (id, workspace_id, title) select id, ${w}, 'Guide' from ${names(model.assets)}`,
    );
    await tx.run(sql`insert into contact (id, workspace_id, name, account_id)
      select id, ${w}, 'Ada', account from ${of('contacts', 'id uuid, account uuid')}`);
    await tx.run(sql`update contact c set merged_into_id = r."mergedInto" from ${of('contacts', 'id uuid, "mergedInto" uuid')}
      where c.id = r.id`);
    await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, account_id, first_seen_at, last_seen_at)
      select id, ${w}, id::text, account, now(), now() from ${of('profiles', 'id uuid, account uuid')}`);
    await tx.run(sql`insert into profile_binding (id, workspace_id, profile_id, contact_id, from_at, to_at)
      select gen_random_uuid(), ${w}, profile, contact, coalesce("from", '-infinity'), coalesce("to", 'infinity')
      from ${of('bindings', 'profile uuid, contact uuid, "from" timestamptz, "to" timestamptz')}`);
    await tx.run(sql`insert into opportunity (id, workspace_id, account_id, name, status, closed_at)
      select id, ${w}, account, 'Deal', case when "closedAt" is null then 'open' else 'won' end, "closedAt"
      from ${of('deals', 'id uuid, account uuid, "closedAt" timestamptz')}`);
    for (const deal of model.deals) {
      await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id)
        select ${w}, ${deal.id}, id from ${names(deal.group)}`);
    }
    await tx.run(sql`insert into interaction (id, workspace_id, received_at, occurred_at, kind, type, contact_id, other_contact_ids,
        profile_id, account_id, opportunity_id, teammate_id, asset_id, verified, subject, source, replaces_id)
      select id, ${w}, at, at, kind, type, contact, others, profile, account, opportunity, teammate, asset, verified, subject, 'test', replaces
      from ${of('rows', 'id uuid, at timestamptz, kind text, type text, contact uuid, others uuid[], profile uuid, account uuid, opportunity uuid, teammate uuid, asset uuid, verified boolean, subject text, replaces uuid')}`);
    await tx.run(sql`insert into interaction_replacement (workspace_id, interaction_id, replaced_by)
      select ${w}, replaces, id from ${of('rows', 'id uuid, replaces uuid')} where replaces is not null`);
    await tx.run(sql`insert into interaction_participant (workspace_id, contact_id, occurred_at, interaction_id)
      select distinct ${w}, o.id, i.occurred_at, i.id from interaction i cross join unnest(i.other_contact_ids) as o(id)`);
    await tx.run(sql`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source)
      select id, ${w}, contact, 'reached', 'mql', at, 'hand' from ${of('marks', 'id uuid, at timestamptz, contact uuid')}
      where contact is not null`);
    await tx.run(sql`insert into buying_stage_change (id, workspace_id, opportunity_id, stage, at, source)
      select id, ${w}, opportunity, 'solution', at, 'hand' from ${of('marks', 'id uuid, at timestamptz, opportunity uuid')}
      where opportunity is not null`);
  });
  return model;
}

export type ModelQuery = Partial<TimelineFilters> & {
  contactId?: string;
  accountId?: string;
  opportunityId?: string;
};

/** The ids of a timeline's entries in their order, by looking at every row. */
export function expectedIds(model: Model, query: ModelQuery): string[] {
  const rows = model.rows.filter((row) => belongs(model, row, query) && passes(model, row, query));
  const entries = [...rows, ...model.marks.filter((mark) => showsMark(model, mark, query))];
  return entries
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

function familyOf(model: Model, ids: readonly string[]): Set<string> {
  const family = new Set(ids);
  for (let round = 0; round < model.contacts.length; round += 1) {
    for (const { id, mergedInto } of model.contacts) if (mergedInto && family.has(mergedInto)) family.add(id);
  }
  return family;
}

const boundTo = (model: Model, row: ModelRow): string | null =>
  model.bindings.find(
    ({ profile, from, to }) => profile === row.profile && (!from || row.at >= from) && (!to || row.at < to),
  )?.contact ?? null;

function did(model: Model, row: ModelRow, people: ReadonlySet<string>): boolean {
  const person = row.contact ?? boundTo(model, row);
  return (person !== null && people.has(person)) || row.others.some((id) => people.has(id));
}

function belongs(model: Model, row: ModelRow, query: ModelQuery): boolean {
  if (query.contactId) return did(model, row, familyOf(model, [query.contactId]));
  if (query.accountId) {
    const { accountId } = query;
    const people = familyOf(
      model,
      model.contacts
        .filter(({ account, mergedInto }) => account === accountId && mergedInto === null)
        .map(({ id }) => id),
    );
    if (row.account === accountId || row.others.some((id) => people.has(id))) return true;
    if (row.account !== null) return false;
    if (did(model, row, people)) return true;
    const visitor = model.profiles.find(({ id }) => id === row.profile);
    return row.contact === null && boundTo(model, row) === null && visitor?.account === accountId;
  }
  if (!query.opportunityId) return true;
  const deal = model.deals.find(({ id }) => id === query.opportunityId);
  if (!deal || row.opportunity === deal.id) return row.opportunity === deal?.id;
  if (row.opportunity !== null || (deal.closedAt && row.at > deal.closedAt)) return false;
  return did(model, row, familyOf(model, deal.group));
}

function passes(model: Model, row: ModelRow, query: ModelQuery): boolean {
  const { kind, types: wanted, personId, teammateId, assetId, verified = 'yes', from, to, q } = query;
  if (row.type === 'withdrawn' || model.rows.some(({ replaces }) => replaces === row.id)) return false;
  if (verified !== 'all' && row.verified !== (verified === 'yes')) return false;
  if (kind && row.kind !== kind) return false;
  if (wanted && !wanted.includes(row.type)) return false;
  if (personId && !did(model, row, familyOf(model, [personId]))) return false;
  if (teammateId && row.teammate !== teammateId) return false;
  if (assetId && row.asset !== assetId) return false;
  if (
    q &&
    ![row.subject, row.type.replaceAll('_', ' '), row.asset && 'Guide'].some((text) =>
      text?.toLowerCase().includes(q.toLowerCase()),
    )
  )
    return false;
  return (!from || row.at >= from) && (!to || row.at < to);
}

function showsMark(model: Model, mark: ModelMark, query: ModelQuery): boolean {
  const { types: wanted, personId, teammateId, assetId, from, to, q, marks = true } = query;
  if (!marks || wanted || teammateId || assetId || q) return false;
  if ((from && mark.at < from) || (to && mark.at >= to)) return false;
  if (personId && !(mark.contact && familyOf(model, [personId]).has(mark.contact))) return false;
  const ofContact = (ids: readonly string[]) => mark.contact !== null && ids.includes(mark.contact);
  const ofDeal = (deals: Model['deals']) => deals.some(({ id }) => id === mark.opportunity);
  if (query.contactId) {
    const family = [...familyOf(model, [query.contactId])];
    return (
      ofContact(family) || ofDeal(model.deals.filter(({ group }) => group.some((id) => family.includes(id))))
    );
  }
  if (query.accountId) {
    const people = model.contacts
      .filter(({ account, mergedInto }) => account === query.accountId && mergedInto === null)
      .map(({ id }) => id);
    return (
      ofContact([...familyOf(model, people)]) ||
      ofDeal(model.deals.filter(({ account }) => account === query.accountId))
    );
  }
  if (!query.opportunityId) return true;
  const deals = model.deals.filter(({ id }) => id === query.opportunityId);
  return (
    ofDeal(deals) ||
    ofContact([
      ...familyOf(
        model,
        deals.flatMap(({ group }) => group),
      ),
    ])
  );
}
