import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { contactsOfPersons } from './contacts-of-persons.ts';
import { ensureContacts } from './ensure-contacts.ts';
import { asPersonKey, type IdentityFact, type PersonKey } from './identity-fact.ts';
import type { IdentityStore, WantedPerson } from './identity-store.ts';
import type { UsersSaid } from './persons-of-users.ts';
import { factColumns, readFacts, texts, uuids } from './read-facts.ts';
import { readSharedDevices } from './read-shared-devices.ts';
import type { Span } from './spans-of-profile.ts';
import { keysIn } from './work-out-identities.ts';
import { type SpanChange, writeSpans } from './write-spans.ts';

/**
 * Facts, persons and spans of one workspace, in one transaction under `lockPeople`. Facts count from when they are
 * settled on: those at hand are marked so first.
 */
export class PostgresStore implements IdentityStore {
  readonly #tx: Tx;
  readonly #workspaceId: string;
  readonly #now: Date;
  /** Whose profiles became, and whose they were, for what follows from it. */
  readonly changes: SpanChange[] = [];
  readonly touchedContacts = new Set<string>();

  constructor(options: { tx: Tx; workspaceId: string; now: Date }) {
    this.#tx = options.tx;
    this.#workspaceId = options.workspaceId;
    this.#now = options.now;
  }

  async readUsers(userIds: readonly string[]): Promise<UsersSaid> {
    const reached = await this.#tx.rows<{ user_id: string }>(sql`
      with recursive reached(user_id) as (
        select unnest(${texts(userIds)})
        union
        select step.user_id from reached r cross join lateral (
          select f.user_id from identity_fact f where f.previous_user_id = r.user_id and f.user_id is not null
            and f.settled_at is not null and f.verified
          union all
          select f.previous_user_id from identity_fact f where f.user_id = r.user_id and f.previous_user_id is not null
            and f.settled_at is not null and f.verified
          offset 0) step
      ) select user_id from reached`);
    const all = texts(reached.map((row) => row.user_id));
    const counts = sql`f.settled_at is not null and f.verified`;
    const at = sql`floor(extract(epoch from min(f.at)) * 1000)::bigint as "atMs"`;
    const emails = await this.#tx.rows<UsersSaid['emails'][number]>(sql`
      select f.user_id as "userId", f.email, ${at} from identity_fact f
      where f.user_id = any(${all}) and f.email is not null and f.kind <> 'group' and ${counts} group by 1, 2`);
    const aliases = await this.#tx.rows<UsersSaid['aliases'][number]>(sql`
      select f.previous_user_id as "previousUserId", f.user_id as "userId", ${at} from identity_fact f
      where f.user_id = any(${all}) and f.previous_user_id is not null and ${counts} group by 1, 2`);
    return { emails, aliases };
  }

  async readPersonsOfUsers(userIds: readonly string[]): Promise<Map<string, PersonKey>> {
    const rows = await this.#tx.rows<{ user_id: string; person_key: string }>(
      sql`select user_id, person_key from identity_user where user_id = any(${texts(userIds)})`,
    );
    const persons = new Map<string, PersonKey>();
    for (const row of rows) {
      const key = asPersonKey(row.person_key);
      if (key !== null) persons.set(row.user_id, key);
    }
    return persons;
  }

  async writePersonsOfUsers(persons: ReadonlyMap<string, PersonKey>, said: UsersSaid): Promise<void> {
    if (persons.size === 0) return;
    const emails = emailsByUser(said);
    const rows = [...persons].map(([userId, person]) => ({
      user_id: userId,
      person_key: person,
      emails: emails.get(userId) ?? [],
    }));
    const before = await this.readPersonsOfUsers([...persons.keys()]);
    await this.#tx.run(sql`
      insert into identity_user as t (workspace_id, user_id, person_key, emails)
      select ${this.#workspaceId}::uuid, i.user_id, i.person_key, i.emails
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(user_id text, person_key text, emails text[])
      on conflict (workspace_id, user_id) do update set person_key = excluded.person_key, emails = excluded.emails
      where (t.person_key, t.emails) is distinct from (excluded.person_key, excluded.emails)`);
    const left = [...before].flatMap(([userId, person]) =>
      person.startsWith('user:') && persons.get(userId) !== person ? [person] : [],
    );
    if (left.length === 0) return;
    // A person known by a user id alone who is now known better is nobody; should they be somebody again, they are new.
    await this.#tx.run(sql`delete from identity_person p where p.person_key = any(${texts(left)})
      and not exists (select from identity_user u where u.person_key = p.person_key)`);
  }

  async namedUsersAmong(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.#tx.rows<{ user_id: string }>(sql`
      select u.user_id from unnest(${texts(userIds)}) as u(user_id)
      cross join lateral (select 1 from identity_fact f where f.user_id = u.user_id and f.settled_at is not null
        and f.verified limit 1) said`);
    return rows.map((row) => row.user_id);
  }

  async profilesOfUsers(userIds: readonly string[]): Promise<string[]> {
    const keys = userIds.map((userId) => `user:${userId}`);
    const rows = await this.#tx.rows<{ id: string }>(sql`
      select distinct f.profile_id as id from identity_fact f where f.user_id = any(${texts(userIds)})
        and f.profile_id is not null and f.settled_at is not null and f.verified
      union
      select p.id from identity_fact f join profile p on p.anonymous_id = f.previous_user_id
      where f.user_id = any(${texts(userIds)}) and f.previous_user_id is not null and f.settled_at is not null and f.verified
      union
      select w.profile_id from identity_withdrawal w where w.restored_at is null and w.person_keys && ${texts(keys)}`);
    return rows.map((row) => row.id);
  }

  async profilesOfPersons(persons: readonly PersonKey[]): Promise<string[]> {
    const users = await this.#tx.rows<{ user_id: string }>(
      sql`select user_id from identity_user where person_key = any(${texts(persons)})`,
    );
    const emails = persons.flatMap((key) => (key.startsWith('email:') ? [key.slice('email:'.length)] : []));
    const rows = await this.#tx.rows<{ id: string }>(sql`
      select distinct profile_id as id from identity_fact where email = any(${texts(emails)}) and user_id is null
        and profile_id is not null and settled_at is not null and verified`);
    const ofUsers = users.length === 0 ? [] : await this.profilesOfUsers(users.map((row) => row.user_id));
    return [...rows.map((row) => row.id), ...ofUsers];
  }

  async ensureContacts(
    wanted: readonly WantedPerson[],
    left: readonly PersonKey[] = [],
  ): Promise<PersonKey[]> {
    const { moved, touched } = await ensureContacts({
      tx: this.#tx,
      workspaceId: this.#workspaceId,
      now: this.#now,
      wanted,
      left,
    });
    for (const id of touched) this.touchedContacts.add(id);
    return moved;
  }

  contactsOf(persons: readonly PersonKey[]): Promise<Map<PersonKey, string>> {
    return contactsOfPersons(this.#tx, persons);
  }

  async readProfiles(profileIds: readonly string[]) {
    const ids = uuids(profileIds);
    const facts: IdentityFact[] = await readFacts(
      this.#tx,
      sql`select ${factColumns} from identity_fact f where f.profile_id = any(${ids}) and f.settled_at is not null
          and f.verified
        union
        select ${factColumns} from profile mine join identity_fact f on f.previous_user_id = mine.anonymous_id
        where mine.id = any(${ids}) and f.settled_at is not null and f.verified`,
    );
    facts.push(...(await readSharedDevices(this.#tx, facts)));
    const withdrawals = await this.#tx.rows<{
      profile_id: string;
      person_keys: string[];
      before_ms: number;
    }>(sql`
      select profile_id, person_keys, floor(extract(epoch from before_at) * 1000)::bigint as before_ms
      from identity_withdrawal where profile_id = any(${ids}) and restored_at is null`);
    return {
      facts,
      withdrawals: withdrawals.map((row) => ({
        profileId: row.profile_id,
        keys: keysIn(row.person_keys),
        beforeMs: row.before_ms,
      })),
    };
  }

  async writeSpans(spans: ReadonlyMap<string, readonly Span[]>): Promise<string[]> {
    const changes = await writeSpans({
      tx: this.#tx,
      workspaceId: this.#workspaceId,
      now: this.#now,
      spans,
    });
    this.changes.push(...changes);
    return changes.map((change) => change.profileId);
  }
}

/** The addresses each user gave, the earliest first. */
function emailsByUser({ emails }: UsersSaid): Map<string, string[]> {
  const sorted = [...emails].sort(
    (left, right) => left.atMs - right.atMs || (left.email < right.email ? -1 : 1),
  );
  const byUser = new Map<string, string[]>();
  for (const { userId, email } of sorted) {
    const known = byUser.get(userId);
    if (known) known.push(email);
    else byUser.set(userId, [email]);
  }
  return byUser;
}
