import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { emailKey, userKey } from './identity-fact.ts';
import { texts } from './read-facts.ts';
import { resolveAccounts } from './resolve-accounts.ts';
import { saidOfPerson, type TraitField } from './traits.ts';

type Options = { tx: Tx; workspaceId: string; now: Date };

/** What was last said of a field, and when. */
export type Said = { value: string; at: string };

/** Fields of a contact that trackers fill. */
export const fields = [
  'firstName',
  'lastName',
  'name',
  'title',
  'phone',
  'city',
  'country',
  'knownSince',
  'accountId',
] as const;
export type Field = (typeof fields)[number];

/** A person of a contact, or of one to be made, by whatever name it goes until then. */
export type PersonOfContact = {
  contact_id: string;
  person_key: string;
  /** The contact was made for what trackers said. */
  made: boolean;
  users: readonly string[];
};

type SaidRow = { subject: string; field: TraitField | 'knownSince'; value: string; at: string };

/** The latest value of each field that facts of each contact's persons gave, and the earliest time of all. */
export async function saidOf(
  options: Options,
  persons: readonly PersonOfContact[],
): Promise<Map<string, Map<Field, Said>>> {
  const contactOf = new Map<string, string>();
  const made = new Set<string>();
  for (const person of persons) {
    for (const userId of person.users) contactOf.set(userKey(userId), person.contact_id);
    if (person.person_key.startsWith('email:')) contactOf.set(person.person_key, person.contact_id);
    if (person.made) made.add(person.contact_id);
  }
  const raw = new Map<string, Map<string, Said>>();
  for (const { subject, field, value: asSaid, at } of await readSaid(options.tx, [...contactOf.keys()])) {
    // As ingest keeps it, so that it is known again.
    const value = asSaid.trim();
    const contactId = contactOf.get(subject);
    if (contactId === undefined || (field === 'knownSince' && !made.has(contactId))) continue;
    const known = raw.get(contactId) ?? new Map<string, Said>();
    raw.set(contactId, known);
    const before = known.get(field);
    if (!before || isBetter(field, { value, at }, before)) known.set(field, { value, at });
  }
  return withNamesAndCompanies(options, raw);
}

function isBetter(field: string, left: Said, right: Said): boolean {
  if (field === 'knownSince') return left.at < right.at;
  return left.at > right.at || (left.at === right.at && left.value > right.value);
}

/** Times are compared as text, so all are written alike: in UTC, to the microsecond. */
export const asText = (time: string) =>
  sql.raw(`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);

async function readSaid(tx: Tx, subjects: readonly string[]): Promise<SaidRow[]> {
  const users = subjects.flatMap((key) => (key.startsWith('user:') ? [key.slice('user:'.length)] : []));
  const emails = subjects.flatMap((key) => (key.startsWith('email:') ? [key.slice('email:'.length)] : []));
  const counts = sql`f.settled_at is not null and f.verified and f.kind <> 'group'`;
  const said = sql`coalesce(f.said, ${saidOfPerson})`;
  const saysSomething = sql`(f.said is null or f.said <> '{}')`;
  const rows = await tx.rows<{
    user_id: string | null;
    email: string;
    field: SaidRow['field'];
    value: string;
    at: string;
  }>(sql`
    (select user_id, null as email, field, value, ${asText('at')} as at from (
      select distinct on (f.user_id, v.field) f.user_id, v.field, v.value, f.at
      from identity_fact f cross join lateral jsonb_each_text(${said}) v(field, value)
      where f.user_id = any(${texts(users)}) and ${counts} and ${saysSomething}
      order by f.user_id, v.field, f.at desc, v.value collate "C" desc) latest)
    union all
    (select null, email, field, value, ${asText('at')} from (
      select distinct on (f.email, v.field) f.email, v.field, v.value, f.at
      from identity_fact f cross join lateral jsonb_each_text(${said}) v(field, value)
      where f.email = any(${texts(emails)}) and f.user_id is null and ${counts} and ${saysSomething}
      order by f.email, v.field, f.at desc, v.value collate "C" desc) latest)
    union all
    select f.user_id, null, 'knownSince', '', ${asText('min(f.at)')} from identity_fact f
      where f.user_id = any(${texts(users)}) and f.settled_at is not null and f.verified group by f.user_id
    union all
    select null, f.email, 'knownSince', '', ${asText('min(f.at)')} from identity_fact f
      where f.email = any(${texts(emails)}) and ${counts} group by f.email`);
  return rows.map(({ user_id, email, ...row }) => ({
    ...row,
    subject: user_id === null ? emailKey(email) : userKey(user_id),
  }));
}

/** A name may be said in parts; a company is an account, found or made as ingest does it. */
async function withNamesAndCompanies(
  options: Options,
  raw: ReadonlyMap<string, ReadonlyMap<string, Said>>,
): Promise<Map<string, Map<Field, Said>>> {
  const companies = [...raw].flatMap(([contactId, said]) => {
    const name = said.get('company');
    const domain = said.get('companyDomain');
    const at = [name?.at, domain?.at]
      .filter((time) => time !== undefined)
      .sort()
      .at(-1);
    return at === undefined ? [] : [{ key: contactId, name: name?.value, domain: domain?.value, at }];
  });
  const accounts = await resolveAccounts(options, companies);
  const whole = new Map<string, Map<Field, Said>>();
  for (const [contactId, said] of raw) {
    const all = new Map<Field, Said>();
    for (const field of fields) {
      const value = said.get(field);
      if (value) all.set(field, field === 'knownSince' ? { value: value.at, at: value.at } : value);
    }
    const parts = [said.get('firstName'), said.get('lastName')].filter((part) => part !== undefined);
    if (!all.has('name') && parts.length > 0) {
      all.set('name', {
        value: parts.map((part) => part.value).join(' '),
        at:
          parts
            .map((part) => part.at)
            .sort()
            .at(-1) ?? '',
      });
    }
    whole.set(contactId, all);
  }
  for (const { key, at } of companies) {
    const accountId = accounts.get(key);
    if (accountId !== undefined) whole.get(key)?.set('accountId', { value: accountId, at });
  }
  return whole;
}
