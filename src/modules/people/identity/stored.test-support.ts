import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { asPersonKey, type IdentityFact, type PersonKey } from './identity-fact.ts';
import type { Span } from './spans-of-profile.ts';
import { canonicalIdentities } from './work-out-identities.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
/** The small times of made-up facts as days of a year. */
const asTime = (atMs: number) => new Date(start + atMs * dayMs).toISOString();
const asMs = (time: string | null) => (time === null ? null : (Date.parse(time) - start) / dayMs);

export async function insertProfiles(
  services: Services,
  workspaceId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Map(names.map((name) => [name, newId()]));
  await services.database.inWorkspace(workspaceId, async (tx) => {
    for (const [name, id] of ids) {
      await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${id}, ${workspaceId}, ${name}, ${asTime(0)}::timestamptz, ${asTime(1)}::timestamptz)`);
    }
  });
  return ids;
}

export async function insertFacts(
  services: Services,
  workspaceId: string,
  facts: readonly IdentityFact[],
  profileIds: ReadonlyMap<string, string>,
  traitsOf: (fact: IdentityFact) => object = someTraits,
): Promise<void> {
  const rows = facts.map((fact) => ({
    id: newId(),
    kind: fact.kind,
    at: asTime(fact.atMs),
    profile_id: fact.profileId === null ? null : profileIds.get(fact.profileId),
    user_id: fact.userId,
    previous_user_id: fact.previousUserId,
    email: fact.email,
    group_id: fact.kind === 'group' ? `g${fact.atMs % 3}` : null,
    verified: fact.verified,
    traits: traitsOf(fact),
  }));
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`insert into identity_fact (id, workspace_id, kind, at, profile_id, user_id, previous_user_id, email,
        group_id, verified, traits, source)
      select i.id, ${workspaceId}::uuid, i.kind, i.at, i.profile_id, i.user_id, i.previous_user_id, i.email, i.group_id,
        i.verified, i.traits, 'tracking'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, kind text, at timestamptz, profile_id uuid,
        user_id text, previous_user_id text, email text, group_id text, verified boolean, traits jsonb)`),
  );
}

/** Different facts say different things of the same field. */
function someTraits({ kind, atMs, id }: IdentityFact): object {
  if (kind === 'group' || kind === 'alias') return {};
  const number = Number(id.replace(/\D.*$/, '').slice(1) || id.replace(/^f(\d+).*$/, '$1'));
  return {
    ...(number % 2 === 0 ? { firstName: `First${atMs}` } : {}),
    ...(number % 3 === 0 ? { title: `Title${number}` } : {}),
    ...(number % 5 === 0 ? { name: `Name${number}` } : {}),
  };
}

/** The stored identities in the canonical form, contacts by the person they are. */
export async function storedIdentities(services: Services, workspaceId: string): Promise<string> {
  return services.database.inWorkspace(workspaceId, async (tx) => {
    const users = await tx.rows<{ user_id: string; person_key: string }>(
      sql`select user_id, person_key from identity_user`,
    );
    const spans = await tx.rows<{
      profile: string;
      from_at: string | null;
      to_at: string | null;
      person: string;
    }>(sql`
      select p.anonymous_id as profile, nullif(b.from_at, '-infinity')::timestamptz as from_at,
        nullif(b.to_at, 'infinity')::timestamptz as to_at,
        coalesce('email:' || c.email, (select 'user:' || min(e.external_id) from external_id e where e.record_id = c.id)) as person
      from profile_binding b join profile p on p.id = b.profile_id join contact c on c.id = b.contact_id
      order by b.from_at`);
    const profiles = new Map<string, Span[]>();
    for (const { profile, person, from_at, to_at } of spans) {
      const known = profiles.get(profile) ?? [];
      const key = users.find((user) => `user:${user.user_id}` === person)?.person_key ?? person;
      const span = { fromMs: asMs(from_at), toMs: asMs(to_at), contact: key, person: asKey(key), factId: '' };
      profiles.set(profile, [...known, span]);
    }
    return canonicalIdentities({
      users: new Map(users.map((row) => [row.user_id, asKey(row.person_key)])),
      profiles,
    });
  });
}

function asKey(text: string): PersonKey {
  const key = asPersonKey(text);
  if (key === null) throw new Error(`${text} is no person's key`);
  return key;
}

/** All that is known of the people, but for record ids and times of writing. */
export function storedPeople(services: Services, workspaceId: string): Promise<unknown[]> {
  return services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows(sql`
      select c.email, c.first_name, c.last_name, c.name, c.title, c.known_since, c.created_at, a.name as account,
        c.account_source, (select array_agg(e.external_id order by e.external_id) from external_id e
          where e.record_type = 'contact' and e.record_id = c.id) as ids
      from contact c left join account a on a.id = c.account_id
      where c.merged_into_id is null order by c.email, ids`),
  );
}
