import {
  type IdentityFact,
  type IdentityWithdrawal,
  type PersonKey,
  profilesOf,
  subjectOf,
} from './identity-fact.ts';
import type { IdentityStore } from './identity-store.ts';
import type { Span } from './spans-of-profile.ts';
import { type Identities, namedUsers, personOfKey, saidOfUsers } from './work-out-identities.ts';

/** Facts and spans in memory; every person is a contact by their key, but for merged ones. */
export class MemoryStore implements IdentityStore {
  readonly #facts: IdentityFact[] = [];
  readonly #withdrawals: IdentityWithdrawal[] = [];
  readonly #persons = new Map<string, PersonKey>();
  readonly #spans = new Map<string, readonly Span[]>();
  readonly #contactOf: (person: PersonKey) => string | undefined;

  constructor(contactOf: (person: PersonKey) => string | undefined) {
    this.#contactOf = contactOf;
  }

  addFacts(facts: readonly IdentityFact[]): void {
    this.#facts.push(...facts);
  }

  addWithdrawal(withdrawal: IdentityWithdrawal): void {
    this.#withdrawals.push(withdrawal);
  }

  identities(): Identities {
    return { users: this.#persons, profiles: this.#spans };
  }

  get #verified(): IdentityFact[] {
    return this.#facts.filter((fact) => fact.verified);
  }

  async readUsers(userIds: readonly string[]) {
    const { emails, aliases } = saidOfUsers(this.#verified);
    const reached = new Set(userIds);
    for (let size = -1; size !== reached.size; ) {
      size = reached.size;
      for (const { previousUserId, userId } of aliases) {
        if (reached.has(previousUserId) || reached.has(userId)) reached.add(previousUserId).add(userId);
      }
    }
    return {
      emails: emails.filter(({ userId }) => reached.has(userId)),
      aliases: aliases.filter(({ userId }) => reached.has(userId)),
    };
  }

  async readPersonsOfUsers(userIds: readonly string[]) {
    return new Map([...this.#persons].filter(([userId]) => userIds.includes(userId)));
  }

  async writePersonsOfUsers(persons: ReadonlyMap<string, PersonKey>) {
    for (const [userId, person] of persons) this.#persons.set(userId, person);
  }

  async namedUsersAmong(userIds: readonly string[]) {
    return namedUsers(this.#verified).filter((userId) => userIds.includes(userId));
  }

  async profilesOfUsers(userIds: readonly string[]) {
    const facts = this.#verified.filter(({ userId }) => userId !== null && userIds.includes(userId));
    const withdrawn = this.#withdrawals.filter(({ keys }) =>
      keys.some((key) => key.startsWith('user:') && userIds.includes(key.slice('user:'.length))),
    );
    return [...facts.flatMap(profilesOf), ...withdrawn.map(({ profileId }) => profileId)];
  }

  async profilesOfPersons(persons: readonly PersonKey[]) {
    const facts = this.#verified.filter((fact) => {
      const subject = subjectOf(fact);
      return subject !== null && persons.includes(personOfKey(subject, this.#persons));
    });
    return facts.flatMap(profilesOf);
  }

  async ensureContacts() {
    return [];
  }

  async contactsOf(persons: readonly PersonKey[]) {
    return new Map(
      persons.flatMap((person): [PersonKey, string][] => {
        const contact = this.#contactOf(person);
        return contact === undefined ? [] : [[person, contact]];
      }),
    );
  }

  async readProfiles(profileIds: readonly string[]) {
    const isHere = (profileId: string) => profileIds.includes(profileId);
    return {
      facts: this.#verified.filter((fact) => profilesOf(fact).some(isHere) && subjectOf(fact) !== null),
      withdrawals: this.#withdrawals.filter(({ profileId }) => isHere(profileId)),
    };
  }

  async writeSpans(spans: ReadonlyMap<string, readonly Span[]>) {
    for (const [profileId, ofProfile] of spans) this.#spans.set(profileId, ofProfile);
    return [...spans.keys()];
  }
}
