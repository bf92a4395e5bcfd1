import {
  asPersonKey,
  compareText,
  emailOf,
  type IdentityFact,
  type IdentityWithdrawal,
  type PersonKey,
  profilesOf,
  subjectOf,
} from './identity-fact.ts';
import { personsOfUsers, type UsersSaid } from './persons-of-users.ts';
import { type NamingFact, namingFact, type Span, spansOfProfile } from './spans-of-profile.ts';

export type Identities = {
  users: ReadonlyMap<string, PersonKey>;
  profiles: ReadonlyMap<string, readonly Span[]>;
};

/** Reads a person's key: a user's is who the user is by now. */
export function personOfKey(key: PersonKey, users: ReadonlyMap<string, PersonKey>): PersonKey {
  return key.startsWith('user:') ? (users.get(key.slice('user:'.length)) ?? key) : key;
}

/**
 * Who is who, from all facts at once: a function of the set of facts, so neither their order nor their repetition
 * matters. What settling them bit by bit must come to.
 */
export function workOutIdentities(
  facts: readonly IdentityFact[],
  withdrawals: readonly IdentityWithdrawal[],
  contactOf: (person: PersonKey) => string | undefined,
): Identities {
  const verified = facts.filter((fact) => fact.verified);
  const users = personsOfUsers(namedUsers(verified), saidOfUsers(verified));
  const personOf = (key: PersonKey) => personOfKey(key, users);
  const byProfile = new Map<string, NamingFact[]>();
  for (const fact of verified) {
    const subject = subjectOf(fact);
    if (subject === null) continue;
    for (const profileId of profilesOf(fact)) {
      const named = byProfile.get(profileId) ?? [];
      named.push(namingFact(fact, personOf(subject)));
      byProfile.set(profileId, named);
    }
  }
  const profiles = new Map<string, Span[]>();
  for (const [profileId, named] of byProfile) {
    const ofProfile = withdrawals.filter((withdrawal) => withdrawal.profileId === profileId);
    profiles.set(profileId, spansOfProfile({ facts: named, withdrawals: ofProfile, personOf, contactOf }));
  }
  return { users, profiles };
}

/** The users who said something themselves; those only named as somebody's former id are no persons. */
export function namedUsers(facts: readonly IdentityFact[]): string[] {
  return [...new Set(facts.flatMap(({ userId }) => (userId === null ? [] : [userId])))];
}

/** What facts say of users, each statement once, with its earliest time. */
export function saidOfUsers(facts: readonly IdentityFact[]): UsersSaid {
  const emails = facts.flatMap((fact) => {
    const email = emailOf(fact);
    return fact.userId === null || email === null ? [] : [{ userId: fact.userId, email, atMs: fact.atMs }];
  });
  const aliases = facts.flatMap(({ userId, previousUserId, atMs }) =>
    userId === null || previousUserId === null ? [] : [{ previousUserId, userId, atMs }],
  );
  return { emails, aliases };
}

/** The identities as text, byte for byte the same for the same identities. Record ids of facts are left out. */
export function canonicalIdentities({ users, profiles }: Identities): string {
  return JSON.stringify({
    users: [...users].sort(([left], [right]) => compareText(left, right)),
    profiles: [...profiles]
      .filter(([, spans]) => spans.length > 0)
      .sort(([left], [right]) => compareText(left, right))
      .map(([profileId, spans]) => [
        profileId,
        spans.map(({ fromMs, toMs, contact }) => [fromMs, toMs, contact]),
      ]),
  });
}

export function keysIn(texts: readonly string[]): PersonKey[] {
  return texts.map(asPersonKey).filter((key) => key !== null);
}
