import type pg from 'pg';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { LeadHistory, StateOverTime } from './lead-facts.ts';
import { readInteractions } from './read-interactions.ts';
import {
  type AccountRead,
  type ContactRead,
  type DealRead,
  plainStates,
  readAccounts,
  readContacts,
  readDeals,
} from './read-records.ts';

/**
 * All that is known of these leads, from PostgreSQL, in the order given; those merged into others come as these, and
 * who is not there is left out. A constant number of queries, however many leads; some hundreds are a good number.
 */
export async function loadLeadHistories(tx: Tx, contactIds: readonly string[]): Promise<LeadHistory[]> {
  const { client } = tx;
  const families = await readFamilies(client, contactIds);
  const keptIds = [...families.keys()];
  if (keptIds.length === 0) return [];
  const contacts = await readContacts(client, keptIds);
  const successors = await readSuccessors(client, accountIdsOf(contacts));
  const accounts = await readAccounts(client, [...new Set(successors.values())]);
  const deals = await readDeals(client, await dealIdsOf(client, families));
  const interactions = await readInteractions(client, families);
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return keptIds.flatMap((id) => {
    const contact = byId.get(id);
    if (!contact) return [];
    const members = new Set(families.get(id));
    return [
      {
        contactId: id,
        knownAtMs: contact.knownAtMs,
        contact: plainStates(contact.states),
        ...companiesOf(contact, successors, accounts),
        opportunities: deals.flatMap((deal) => partIn(deal, members)),
        reachedMs: contact.reachedMs,
        interactions: interactions.get(id) ?? [],
      },
    ];
  });
}

/** Who each lead is by now, with all who were merged into them. */
async function readFamilies(
  client: pg.PoolClient,
  contactIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ kept_id: string; member_ids: string[] }>(
    `with recursive up as (
      select r.id, r.merged_into_id, given.place from unnest($1::uuid[]) with ordinality as given(id, place)
      cross join lateral (select id, merged_into_id from contact c where c.id = given.id offset 0) as r
      union
      select r.id, r.merged_into_id, up.place from up
      cross join lateral (select id, merged_into_id from contact c where c.id = up.merged_into_id offset 0) as r
    ),
    kept as (select id, min(place) as place from up where merged_into_id is null group by id),
    down as (
      select id as kept_id, id from kept
      union
      select d.kept_id, r.id from down d
      cross join lateral (select id from contact c where c.merged_into_id = d.id offset 0) as r
    )
    select k.id as kept_id, array_agg(d.id) as member_ids from kept k join down d on d.kept_id = k.id
    group by k.id, k.place order by k.place`,
    [contactIds],
  );
  return new Map(rows.map((row) => [row.kept_id, row.member_ids]));
}

const accountIdsOf = (contacts: readonly ContactRead[]): string[] => [
  ...new Set(contacts.flatMap((contact) => contact.states.flatMap(({ accountId }) => accountId ?? []))),
];

/** Which company each of these is by now. */
export async function readSuccessors(
  client: pg.PoolClient,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await client.query<{ given_id: string; kept_id: string }>(
    `with recursive up as (
      select r.id as given_id, r.id, r.merged_into_id from unnest($1::uuid[]) as given(id)
      cross join lateral (select id, merged_into_id from account a where a.id = given.id offset 0) as r
      union
      select up.given_id, r.id, r.merged_into_id from up
      cross join lateral (select id, merged_into_id from account a where a.id = up.merged_into_id offset 0) as r
    )
    select given_id, id as kept_id from up where merged_into_id is null`,
    [accountIds],
  );
  return new Map(rows.map((row) => [row.given_id, row.kept_id]));
}

function companiesOf(
  contact: ContactRead,
  successors: ReadonlyMap<string, string>,
  accounts: readonly AccountRead[],
): Pick<LeadHistory, 'accountIds' | 'accounts'> {
  const accountIds = contact.states.map(({ fromMs, accountId }) => ({
    fromMs,
    accountId: accountId === null ? null : (successors.get(accountId) ?? null),
  }));
  const ids = new Set(accountIds.map((one) => one.accountId));
  const ofContact: Record<string, StateOverTime> = {};
  for (const account of accounts)
    if (ids.has(account.id)) ofContact[account.id] = plainStates(account.states);
  return { accountIds, accounts: ofContact };
}

async function dealIdsOf(
  client: pg.PoolClient,
  families: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct g.opportunity_id as id from unnest($1::uuid[]) as given(id) cross join lateral (
      select opportunity_id from opportunity_contact g where g.contact_id = given.id offset 0) as g`,
    [[...families.values()].flat()],
  );
  return rows.map((row) => row.id);
}

function partIn(deal: DealRead, members: ReadonlySet<string>): LeadHistory['opportunities'][number][] {
  const joined = deal.members.filter(({ contactId }) => members.has(contactId));
  if (joined.length === 0) return [];
  const { id, openedAtMs, closedAtMs, status, stages } = deal;
  const joinedAtMs = Math.min(...joined.map((member) => member.joinedAtMs));
  return [{ id, openedAtMs, closedAtMs, joinedAtMs, status, stages, fields: plainStates(deal.states) }];
}
