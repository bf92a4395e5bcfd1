import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { uuids } from './read-facts.ts';
import { asText, type Field, fields, type PersonOfContact, type Said, saidOf } from './said-traits.ts';

type Options = { tx: Tx; workspaceId: string; now: Date; contactIds: readonly string[] };

const columns = {
  firstName: 'first_name',
  lastName: 'last_name',
  name: 'name',
  title: 'title',
  phone: 'phone',
  city: 'city',
  country: 'country',
  knownSince: 'known_since',
  accountId: 'account_id',
} as const satisfies Record<Field, string>;

/**
 * Fills fields of contacts with what trackers said last, all facts considered: where a field is blank or holds what a
 * tracker said before. What people or other systems wrote is never touched; a value whose facts turn out to speak of
 * somebody else goes again.
 */
export async function writeTraits(options: Options): Promise<void> {
  if (options.contactIds.length === 0) return;
  const persons = await personsOf(options);
  if (persons.length === 0) return;
  const said = await saidOf(options, persons);
  const stored = await readStored(options);
  const writes: Write[] = [];
  for (const contact of stored) {
    const write = weigh(contact, said.get(contact.id) ?? new Map());
    if (write) writes.push(write);
  }
  await writeAll(options, writes);
}

/** Every person whom each contact, or one merged into it, stands for. */
function personsOf({ tx, contactIds }: Options): Promise<PersonOfContact[]> {
  return tx.rows<PersonOfContact>(sql`
    with recursive family as (
      select id as contact_id, id as member_id from unnest(${uuids(contactIds)}) as given(id)
      union
      select f.contact_id, m.id from family f
      cross join lateral (select c.id from contact c where c.merged_into_id = f.member_id offset 0) m
    )
    select f.contact_id, p.person_key, p.made, coalesce(u.users, '{}') as users
    from family f
    cross join lateral (select x.* from identity_person x where x.contact_id = f.member_id offset 0) p
    cross join lateral (select array_agg(x.user_id) as users from identity_user x where x.person_key = p.person_key) u`);
}

type Stored = {
  id: string;
  account_source: string | null;
  created_at: string;
  values: Record<Field, string | null>;
  tracked: { field: string; value: string }[];
};

async function readStored({ tx, contactIds }: Options): Promise<Stored[]> {
  const values = fields.map((field) => {
    const column = sql.raw(`c.${columns[field]}`);
    return field === 'knownSince'
      ? sql`${field}::text, ${asText('c.known_since')}`
      : sql`${field}::text, ${column}::text`;
  });
  return tx.rows<Stored>(sql`
    select c.id, c.account_source, ${asText('c.created_at')} as created_at, jsonb_build_object(${sql.join(values, sql`, `)}) as values,
      coalesce((select jsonb_agg(jsonb_build_object('field', t.field, 'value', t.value)) from identity_trait t
        where t.record_id = c.id), '[]') as tracked
    from contact c where c.id = any(${uuids(contactIds)}) and c.merged_into_id is null`);
}

type Write = {
  id: string;
  /** What each changed field becomes; null: nothing. */
  values: Partial<Record<Field, string | null>>;
  traits: { field: Field; value: string; at: string }[];
  forgotten: Field[];
};

/** Which fields a tracker may fill, and with what. */
function weigh(contact: Stored, said: ReadonlyMap<Field, Said>): Write | null {
  const write: Write = { id: contact.id, values: {}, traits: [], forgotten: [] };
  for (const field of fields) {
    const now = contact.values[field] ?? '';
    const tracked = contact.tracked.find((one) => one.field === field);
    const isTracked = tracked !== undefined && tracked.value === now;
    const isGuess = field === 'accountId' && contact.account_source === 'domain';
    const isOpen = now === '' || isTracked || isGuess;
    const next = said.get(field);
    if (field === 'accountId' && (contact.account_source === 'group' || contact.account_source === 'hand'))
      continue;
    if (next && isOpen) {
      // A merge takes over since when somebody is known, but not when they came in.
      const cameIn = field === 'knownSince' ? contact.created_at : next.value;
      if (next.value !== now || cameIn !== next.value) write.values[field] = next.value;
      if (next.value !== tracked?.value) write.traits.push({ field, ...next });
    } else if (!next && tracked) {
      if (isTracked) write.values[field] = null;
      write.forgotten.push(field);
    }
  }
  const changes = Object.keys(write.values).length + write.traits.length + write.forgotten.length;
  return changes === 0 ? null : write;
}

async function writeAll({ tx, workspaceId, now }: Options, writes: readonly Write[]): Promise<void> {
  await rememberTraits(
    { tx, workspaceId },
    writes.flatMap(({ id, traits: of }) => of.map((trait) => ({ record_id: id, ...trait }))),
  );
  const forgotten = writes.flatMap(({ id, forgotten: of }) => of.map((field) => ({ record_id: id, field })));
  if (forgotten.length > 0) {
    await tx.run(sql`delete from identity_trait t
      using jsonb_to_recordset(${JSON.stringify(forgotten)}::jsonb) as i(record_id uuid, field text)
      where t.record_id = i.record_id and t.field = i.field`);
  }
  const changed = writes.filter(({ values }) => Object.keys(values).length > 0);
  if (changed.length === 0) return;
  const rows = changed.map(({ id, values }) => ({ id, said: Object.keys(values), ...values }));
  const names = fields.map((field) =>
    sql.raw(`"${field}" ${field === 'knownSince' ? 'timestamptz' : field === 'accountId' ? 'uuid' : 'text'}`),
  );
  const sets = fields.map((field) => {
    const value = field === 'name' ? `coalesce(i."name", '')` : `i."${field}"`;
    return sql.raw(
      `${columns[field]} = case when '${field}' = any(i.said) then ${value} else t.${columns[field]} end`,
    );
  });
  await tx.run(sql`
    update contact t set ${sql.join(sets, sql`, `)},
      created_at = case when 'knownSince' = any(i.said) and i."knownSince" is not null then i."knownSince" else t.created_at end,
      account_source = case when 'accountId' = any(i.said) then case when i."accountId" is null then null else 'name' end
        else t.account_source end,
      updated_at = greatest(${now}::timestamptz, t.updated_at)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, said text[], ${sql.join(names, sql`, `)})
    where t.id = i.id`);
}

/** Remembers what of a contact came from trackers. */
export async function rememberTraits(
  { tx, workspaceId }: Pick<Options, 'tx' | 'workspaceId'>,
  traits: readonly (Said & { record_id: string; field: Field })[],
): Promise<void> {
  if (traits.length === 0) return;
  await tx.run(sql`insert into identity_trait (workspace_id, record_id, field, value, at)
    select ${workspaceId}::uuid, i.record_id, i.field, i.value, i.at
    from jsonb_to_recordset(${JSON.stringify(traits)}::jsonb) as i(record_id uuid, field text, value text, at timestamptz)
    on conflict (workspace_id, record_id, field) do update set value = excluded.value, at = excluded.at`);
}
