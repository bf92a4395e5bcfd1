import fc from 'fast-check';
import type { IdentityFact, IdentityWithdrawal, PersonKey } from './identity-fact.ts';

/** Few of everything, so that devices are shared, users have several addresses, and aliases run in rings. */
const profiles = ['phone', 'laptop', 'kiosk'];
const users = ['u1', 'u2', 'u3', 'u4'];
const emails = ['ada@a.com', 'bo@b.com', 'cy@c.com', 'di@d.com'];
const lastMs = 12;

const sometimes = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { freq: 2 });

const identify = fc.record({
  kind: fc.constantFrom('identify' as const, 'use' as const, 'form' as const, 'share' as const),
  profileId: sometimes(profiles),
  userId: sometimes(users),
  previousUserId: fc.constant(null),
  email: sometimes(emails),
});
const alias = fc.record({
  kind: fc.constant('alias' as const),
  profileId: sometimes(profiles),
  userId: fc.constantFrom(...users),
  previousUserId: fc.constantFrom(...users, ...users, ...profiles),
  email: fc.constant(null),
});
const group = fc.record({
  kind: fc.constant('group' as const),
  profileId: fc.constantFrom(...profiles),
  userId: sometimes(users),
  previousUserId: fc.constant(null),
  email: sometimes(emails),
});

const said = fc.tuple(
  fc.oneof(
    { arbitrary: identify, weight: 6 },
    { arbitrary: alias, weight: 3 },
    { arbitrary: group, weight: 1 },
  ),
  fc.nat(lastMs),
  fc.nat(9),
);

const withdrawal: fc.Arbitrary<IdentityWithdrawal> = fc.record({
  profileId: fc.constantFrom(...profiles),
  keys: fc.uniqueArray(
    fc.constantFrom<PersonKey>('email:ada@a.com', 'email:bo@b.com', 'user:u1', 'user:u2', 'user:u3'),
    { minLength: 1, maxLength: 2 },
  ),
  beforeMs: fc.nat(lastMs),
});

export const factSets = fc.array(said, { maxLength: 14 }).map((all) =>
  all.map(
    ([fact, atMs, luck], index): IdentityFact => ({
      ...fact,
      id: `f${index}`,
      atMs,
      contactId: null,
      previousProfileId: profiles.find((name) => name === fact.previousUserId) ?? null,
      verified: luck > 0,
    }),
  ),
);

export const withdrawalSets = fc.array(withdrawal, { maxLength: 2 });

/** Persons that are one contact since people merged them, and one that can be nobody. */
export const contactMaps = fc.record({
  merged: fc.uniqueArray(fc.constantFrom<PersonKey>('email:ada@a.com', 'email:cy@c.com', 'user:u4'), {
    maxLength: 3,
  }),
  nobody: fc.option(fc.constantFrom<PersonKey>('email:di@d.com', 'user:u2'), { freq: 4 }),
});

export function contactsBy(map: { merged: readonly PersonKey[]; nobody: PersonKey | null }) {
  return (person: PersonKey): string | undefined => {
    if (person === map.nobody) return undefined;
    return map.merged.includes(person) ? 'merged' : person;
  };
}

/** The same facts, some of them more than once, in another order and cut into batches. */
export const deliveries = (facts: readonly IdentityFact[]) =>
  fc
    .tuple(
      fc.array(fc.nat(Math.max(0, facts.length - 1)), { maxLength: facts.length === 0 ? 0 : 6 }),
      fc.infiniteStream(fc.nat(1_000_000)),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
    )
    .map(([repeats, order, sizes]) => {
      const again = repeats.flatMap((index, n) => {
        const fact = facts[index];
        return fact ? [{ ...fact, id: `${fact.id}-again-${n}` }] : [];
      });
      const all = [...facts, ...again]
        .map((fact) => ({ fact, place: order.next().value ?? 0 }))
        .sort((left, right) => left.place - right.place)
        .map(({ fact }) => fact);
      const batches: IdentityFact[][] = [];
      while (all.length > 0) batches.push(all.splice(0, sizes.next().value ?? 1));
      return batches;
    });
