import type { IdentityFact, IdentityWithdrawal, PersonKey } from './identity-fact.ts';
import type { UsersSaid } from './persons-of-users.ts';
import type { Span } from './spans-of-profile.ts';

/** A person who must be somebody here, with the users who are this person as far as the facts at hand say. */
export type WantedPerson = { person: PersonKey; users: readonly string[] };

/** Where facts, persons and spans are kept. All reads see the facts being settled. */
export type IdentityStore = {
  /** What all verified facts say of these users and of all whom aliases join to them. */
  readUsers(userIds: readonly string[]): Promise<UsersSaid>;
  /** Who these users were last found to be. */
  readPersonsOfUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
  writePersonsOfUsers(persons: ReadonlyMap<string, PersonKey>, said: UsersSaid): Promise<void>;
  /** Which of these users have said something themselves. */
  namedUsersAmong(userIds: readonly string[]): Promise<string[]>;
  /** Profiles on which facts or withdrawals speak of these users. */
  profilesOfUsers(userIds: readonly string[]): Promise<string[]>;
  /** Profiles with facts that name one of these persons. */
  profilesOfPersons(persons: readonly PersonKey[]): Promise<string[]>;
  /**
   * Finds or makes the contacts of these persons; answers those whose contact is another than before. `left` are
   * persons whom users turned out not to be: what was known of them may be less now.
   */
  ensureContacts(wanted: readonly WantedPerson[], left: readonly PersonKey[]): Promise<PersonKey[]>;
  contactsOf(persons: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>>;
  /** The verified facts on these profiles that name somebody, and the withdrawals that stand. */
  readProfiles(profileIds: readonly string[]): Promise<{
    facts: readonly IdentityFact[];
    withdrawals: readonly IdentityWithdrawal[];
  }>;
  /** Makes the spans of these profiles those given; answers the profiles that were others before. */
  writeSpans(spans: ReadonlyMap<string, readonly Span[]>): Promise<string[]>;
};
