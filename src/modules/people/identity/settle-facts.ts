import {
  emailKey,
  emailOf,
  type IdentityFact,
  type PersonKey,
  profilesOf,
  subjectOf,
} from './identity-fact.ts';
import type { IdentityStore } from './identity-store.ts';
import { personsOfUsers } from './persons-of-users.ts';
import { type NamingFact, namingFact, type Span, spansOfProfile } from './spans-of-profile.ts';
import { personOfKey } from './work-out-identities.ts';

/**
 * Takes new facts into account, which the store holds already: works out anew the users they speak of, and every
 * profile on which these facts, or others of users who turn out to be somebody else, name a person. Comes to the same
 * as `workOutIdentities` over all facts. Answers the profiles whose spans changed.
 */
export async function settleFacts(store: IdentityStore, facts: readonly IdentityFact[]): Promise<string[]> {
  const verified = facts.filter((fact) => fact.verified);
  const { persons, changed, left } = await settleUsers(store, verified);
  const wanted = new Map<PersonKey, string[]>();
  const want = (person: PersonKey, userId: string | null) => {
    const users = wanted.get(person) ?? [];
    if (userId !== null && !users.includes(userId)) users.push(userId);
    wanted.set(person, users);
  };
  for (const [userId, person] of persons) want(person, userId);
  for (const fact of verified) {
    const subject = subjectOf(fact);
    if (subject !== null) want(personOfKey(subject, persons), null);
    // Also an address that a user gave later: somebody has it, and that somebody may turn out to be the same.
    const email = emailOf(fact);
    if (email !== null) want(emailKey(email), null);
  }
  const moved = await store.ensureContacts(
    [...wanted].map(([person, users]) => ({ person, users })),
    left,
  );
  const profileIds = new Set([
    ...verified.flatMap(profilesOf),
    ...(changed.length === 0 ? [] : await store.profilesOfUsers(changed)),
    ...(moved.length === 0 ? [] : await store.profilesOfPersons(moved)),
  ]);
  return settleProfiles(store, [...profileIds]);
}

/** Who the users are of whom the facts say something new, which of them were somebody else before, and whom. */
async function settleUsers(
  store: IdentityStore,
  facts: readonly IdentityFact[],
): Promise<{ persons: ReadonlyMap<string, PersonKey>; changed: string[]; left: PersonKey[] }> {
  const spokenOf = new Set<string>();
  for (const { userId, previousUserId } of facts) {
    if (userId !== null) spokenOf.add(userId);
    if (userId !== null && previousUserId !== null) spokenOf.add(previousUserId);
  }
  if (spokenOf.size === 0) return { persons: new Map(), changed: [], left: [] };
  const said = await store.readUsers([...spokenOf]);
  for (const { previousUserId, userId } of said.aliases) spokenOf.add(previousUserId).add(userId);
  const named = await store.namedUsersAmong([...spokenOf]);
  const persons = personsOfUsers(named, said);
  const before = await store.readPersonsOfUsers(named);
  const changed = named.filter((userId) => before.get(userId) !== persons.get(userId));
  await store.writePersonsOfUsers(persons, said);
  const left = new Set(changed.flatMap((userId) => before.get(userId) ?? []));
  return { persons, changed, left: [...left] };
}

/** Works out the spans of these profiles anew, from facts whose users and persons are settled. */
export async function settleProfiles(store: IdentityStore, profileIds: readonly string[]): Promise<string[]> {
  if (profileIds.length === 0) return [];
  const { facts, withdrawals } = await store.readProfiles(profileIds);
  const subjects = facts.flatMap((fact) => subjectOf(fact) ?? []);
  const users = [...subjects, ...withdrawals.flatMap(({ keys }) => keys)].flatMap((key) =>
    key.startsWith('user:') ? [key.slice('user:'.length)] : [],
  );
  const persons = users.length === 0 ? new Map() : await store.readPersonsOfUsers([...new Set(users)]);
  const personOf = (key: PersonKey) => personOfKey(key, persons);
  const contacts = await store.contactsOf([...new Set(subjects.map(personOf))]);
  const factsOf = groupBy(facts, profilesOf);
  const withdrawalsOf = groupBy(withdrawals, ({ profileId }) => [profileId]);
  const spans = new Map<string, Span[]>();
  for (const profileId of profileIds) {
    const named = (factsOf.get(profileId) ?? []).flatMap((fact): NamingFact[] => {
      const subject = subjectOf(fact);
      return subject === null ? [] : [namingFact(fact, personOf(subject))];
    });
    spans.set(
      profileId,
      spansOfProfile({
        facts: named,
        withdrawals: withdrawalsOf.get(profileId) ?? [],
        personOf,
        contactOf: (person) => contacts.get(person),
      }),
    );
  }
  return store.writeSpans(spans);
}

function groupBy<Item>(items: readonly Item[], keysOf: (item: Item) => string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
