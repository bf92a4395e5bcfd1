import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import { contactsOfPersons } from './contacts-of-persons.ts';
import { type Carrier, createContacts, type OpenPerson, type Placed } from './create-contacts.ts';
import type { PersonKey } from './identity-fact.ts';
import type { WantedPerson } from './identity-store.ts';
import { linkUsers, trackingSystem } from './link-users.ts';
import { texts, uuids } from './read-facts.ts';
import { writeTraits } from './write-traits.ts';

type Options = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  wanted: readonly WantedPerson[];
  left: readonly PersonKey[];
};

/**
 * Sees to it that each person is a contact, under `lockPeople`: who has the address, else who was found to be the person
 * before, else who carries the user's id and has no address yet; else a new contact through ingest. Answers the
 * persons who are another contact than before, and all contacts in question.
 */
export async function ensureContacts(options: Options): Promise<{ moved: PersonKey[]; touched: string[] }> {
  if (options.wanted.length === 0) return { moved: [], touched: [] };
  return withKeyedPlans(options.tx, async () => {
    const wanted = await withStoredUsers(options);
    const keys = wanted.map(({ person }) => person);
    const before = await contactsOfPersons(options.tx, keys);
    const placed = await placeAll({ ...options, wanted }, before);
    await remember(options, placed);
    await linkUsers({ ...options, placed });
    const survivors = await contactsOfPersons(options.tx, [...keys, ...options.left]);
    const touched = [...new Set(survivors.values())];
    const whole = new Set(placed.flatMap((one) => (one.isWhole ? [one.contactId] : [])));
    await writeTraits({ ...options, contactIds: touched.filter((id) => !whole.has(id)) });
    const moved = [...before].flatMap(([person, contactId]) =>
      survivors.get(person) === contactId ? [] : [person],
    );
    return { moved, touched };
  });
}

/** Users who were found to be the same persons earlier go with those at hand. */
async function withStoredUsers({ tx, wanted }: Options): Promise<WantedPerson[]> {
  const stored = await tx.rows<{ person_key: string; user_id: string }>(
    sql`select person_key, user_id from identity_user where person_key = any(${texts(wanted.map(({ person }) => person))})`,
  );
  const byPerson = Map.groupBy(stored, (row) => row.person_key);
  return wanted.map(({ person, users }) => {
    const more = (byPerson.get(person) ?? []).map((row) => row.user_id);
    return { person, users: [...new Set([...users, ...more])].sort() };
  });
}

async function placeAll(options: Options, before: ReadonlyMap<PersonKey, string>): Promise<Placed[]> {
  const found = await findContacts(options);
  const carriers = await findCarriers(
    options.tx,
    options.wanted.flatMap(({ person, users }) => (found.has(person) || before.has(person) ? [] : users)),
  );
  const placed: Placed[] = [];
  const open: OpenPerson[] = [];
  const taken = new Set<string>();
  for (const { person, users } of options.wanted) {
    const contactId = found.get(person) ?? before.get(person);
    if (contactId !== undefined) placed.push({ person, users, contactId, isNew: false, isWhole: false });
    if (contactId !== undefined || person.startsWith('contact:')) continue;
    const fits = users.flatMap((userId) => carriers.get(userId) ?? []);
    const carrier = fits.find(
      (one) => !taken.has(one.contactId) && (person.startsWith('user:') || one.email === null),
    );
    if (carrier) taken.add(carrier.contactId);
    if (carrier && person.startsWith('user:')) {
      placed.push({ person, users, contactId: carrier.contactId, isNew: carrier.isOurs, isWhole: false });
    } else open.push({ person, users, carrier });
  }
  return [...placed, ...(await createContacts(options, open))];
}

/** Who has the address, and contacts named by their own id. */
async function findContacts({ tx, wanted }: Options): Promise<Map<PersonKey, string>> {
  const emails = restsOf(wanted, 'email:');
  const ids = restsOf(wanted, 'contact:');
  const rows = await tx.rows<{ matched_by: string; probe: number; record_id: string }>(sql`
    select matched_by, probe, record_id from find_records('contact', ${uuids(ids)}, '{}', '{}', ${texts(emails)}, '{}', '{}')`);
  const found = new Map<PersonKey, string>();
  for (const { matched_by, probe, record_id } of rows) {
    const email = emails[probe - 1];
    const id = ids[probe - 1];
    if (matched_by === 'email' && email !== undefined) found.set(`email:${email}`, record_id);
    if (matched_by === 'id' && id !== undefined) found.set(`contact:${id}`, record_id);
  }
  return found;
}

function restsOf(wanted: readonly WantedPerson[], prefix: 'email:' | 'contact:'): string[] {
  return wanted.flatMap(({ person }) => (person.startsWith(prefix) ? [person.slice(prefix.length)] : []));
}

type CarrierRow = {
  user_id: string;
  system: string;
  contact_id: string;
  email: string | null;
  /** Made by what a tracker said. */
  is_ours: boolean;
};

/** Who carries a user's id: ours before the one and only of all other systems. */
async function findCarriers(tx: Tx, userIds: readonly string[]): Promise<Map<string, Carrier>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx.rows<CarrierRow>(sql`
    select e.external_id as user_id, e.system, c.id as contact_id, c.email,
      exists (select from identity_trait t where t.record_id = c.id and t.field = 'knownSince') as is_ours
    from external_id e
    cross join lateral (select case when x.merged_into_id is null then x.id else surviving_record('contact', x.id) end as id
      from contact x where x.id = e.record_id offset 0) s
    join contact c on c.id = s.id
    where e.workspace_id = current_setting('liaison.workspace_id')::uuid and e.record_type = 'contact'
      and e.external_id = any(${texts([...new Set(userIds)])})
      and not (e.system = ${trackingSystem} and ${givenToAnother})`);
  const carriers = new Map<string, Carrier>();
  for (const [userId, all] of Map.groupBy(rows, (row) => row.user_id)) {
    const isOne = new Set(all.map((row) => row.contact_id)).size === 1;
    const best = all.find((row) => row.system === trackingSystem) ?? (isOne ? all[0] : undefined);
    if (!best) continue;
    carriers.set(userId, {
      contactId: best.contact_id,
      email: best.email,
      isOurs: best.is_ours,
      externalId: { system: best.system, id: userId },
    });
  }
  return carriers;
}

/** We gave the id to a contact who by now is another user: it says nothing of this one any more. */
const givenToAnother = sql`exists (select from identity_user u join contact g on g.id = u.contact_id
    where u.user_id = e.external_id and (g.id = c.id or g.merged_into_id = c.id))
  and exists (select from identity_person p join identity_user u on u.person_key = p.person_key
    where p.contact_id in (c.id, e.record_id) and u.user_id <> e.external_id)`;

async function remember({ tx, workspaceId }: Options, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return;
  const rows = placed.map(({ person, contactId, isNew }) => ({
    person_key: person,
    contact_id: contactId,
    made: isNew,
  }));
  await tx.run(sql`
    insert into identity_person as t (workspace_id, person_key, contact_id, made)
    select ${workspaceId}::uuid, i.person_key, i.contact_id, i.made
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(person_key text, contact_id uuid, made boolean)
    on conflict (workspace_id, person_key) do update set contact_id = excluded.contact_id
    where surviving_record('contact', t.contact_id) <> excluded.contact_id`);
}
