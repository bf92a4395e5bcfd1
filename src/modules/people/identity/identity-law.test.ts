import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactMaps, contactsBy, deliveries, factSets, withdrawalSets } from './fact-sets.test-support.ts';
import type { IdentityFact, IdentityWithdrawal, PersonKey } from './identity-fact.ts';
import { profilesOf, subjectOf } from './identity-fact.ts';
import { MemoryStore } from './memory-store.test-support.ts';
import { settleFacts, settleProfiles } from './settle-facts.ts';
import type { Span } from './spans-of-profile.ts';
import { canonicalIdentities, personOfKey, workOutIdentities } from './work-out-identities.ts';

const worlds = fc.tuple(factSets, withdrawalSets, contactMaps).chain(([facts, withdrawals, contacts]) =>
  fc.record({
    facts: fc.constant(facts),
    withdrawals: fc.constant(withdrawals),
    contactOf: fc.constant(contactsBy(contacts)),
    batches: deliveries(facts),
    withdrawnAfter: fc.array(fc.nat(20), { minLength: 2, maxLength: 2 }),
  }),
);
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

async function settleInPieces(world: World): Promise<string> {
  const store = new MemoryStore(world.contactOf);
  const withdraw = async (withdrawal: IdentityWithdrawal) => {
    store.addWithdrawal(withdrawal);
    await settleProfiles(store, [withdrawal.profileId]);
  };
  const after = (place: number) =>
    world.withdrawals.filter(
      (_, index) => Math.min(world.withdrawnAfter[index] ?? 0, world.batches.length) === place,
    );
  for (const withdrawal of after(0)) await withdraw(withdrawal);
  for (const [index, batch] of world.batches.entries()) {
    store.addFacts(batch);
    await settleFacts(store, batch);
    for (const withdrawal of after(index + 1)) await withdraw(withdrawal);
  }
  return canonicalIdentities(store.identities());
}

describe('who is who', () => {
  it('is the same in any order, repeated, and settled in any pieces, as all at once', () =>
    fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const whole = workOutIdentities(world.facts, world.withdrawals, world.contactOf);
        expect(await settleInPieces(world)).toBe(canonicalIdentities(whole));
      }),
      { numRuns: 10_000 },
    ));

  it('gives no span to two people, none to somebody nobody named, and leaves no gap between spans', () =>
    fc.assert(
      fc.property(factSets, withdrawalSets, contactMaps, (facts, withdrawals, map) => {
        const contactOf = contactsBy(map);
        const { users, profiles } = workOutIdentities(facts, withdrawals, contactOf);
        for (const [profileId, spans] of profiles) {
          const named = standing({ facts, withdrawals, users, profileId, contactOf });
          for (const { contact } of spans) expect(named.map((one) => one.contact)).toContain(contact);
          spans.forEach((span, index) => {
            const next = spans[index + 1];
            expect(span.toMs).toBe(next ? next.fromMs : null);
            if (next) expect(next.contact).not.toBe(span.contact);
            if (next && span.fromMs !== null) expect(span.toMs).toBeGreaterThan(span.fromMs);
          });
          for (const { atMs, contact } of named) {
            const rivals = named.filter((one) => one.atMs === atMs).map((one) => one.contact);
            const owner = ownerAt(spans, atMs);
            if (new Set(rivals).size === 1) expect(owner).toBe(contact);
            else expect(rivals).toContain(owner);
          }
        }
      }),
      { numRuns: 3_000 },
    ));

  it('takes no history from anybody when another signs in later', () =>
    fc.assert(
      fc.property(
        factSets,
        withdrawalSets,
        fc.constantFrom('phone', 'laptop'),
        (facts, withdrawals, profileId) => {
          const contactOf = (person: PersonKey) => person;
          const later: IdentityFact = {
            id: 'later',
            kind: 'identify',
            atMs: 100,
            profileId,
            userId: null,
            previousUserId: null,
            previousProfileId: null,
            email: 'late@comer.com',
            contactId: null,
            verified: true,
          };
          const before = workOutIdentities(facts, withdrawals, contactOf).profiles.get(profileId) ?? [];
          const after =
            workOutIdentities([...facts, later], withdrawals, contactOf).profiles.get(profileId) ?? [];
          if (before.length === 0) return;
          for (let atMs = -1; atMs < 100; atMs += 1) expect(ownerAt(after, atMs)).toBe(ownerAt(before, atMs));
          expect(ownerAt(after, 100)).toBe('email:late@comer.com');
        },
      ),
      { numRuns: 1_000 },
    ));
});

function ownerAt(spans: readonly Span[], atMs: number): string | undefined {
  return spans.find(
    ({ fromMs, toMs }) => (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs),
  )?.contact;
}

/** The facts on a profile that count: verified, of somebody who can be, not withdrawn. */
function standing(options: {
  facts: readonly IdentityFact[];
  withdrawals: readonly IdentityWithdrawal[];
  users: ReadonlyMap<string, PersonKey>;
  profileId: string;
  contactOf: (person: PersonKey) => string | undefined;
}): { atMs: number; contact: string }[] {
  const { users, profileId } = options;
  const named = options.facts.flatMap((fact) => {
    const subject = subjectOf(fact);
    if (!fact.verified || !profilesOf(fact).includes(profileId) || subject === null) return [];
    return [{ kind: fact.kind, atMs: fact.atMs, person: personOfKey(subject, users) }];
  });
  return named.flatMap(({ atMs, person }) => {
    const contact = options.contactOf(person);
    const until = Math.max(
      ...options.withdrawals
        .filter((one) => one.profileId === profileId)
        .filter((one) => one.keys.some((key) => personOfKey(key, users) === person))
        .map((one) => one.beforeMs),
    );
    const counts = named.some(
      (one) => one.person === person && one.kind !== 'use' && one.atMs > until && one.atMs <= atMs,
    );
    return contact === undefined || (until >= 0 && !counts) ? [] : [{ atMs, contact }];
  });
}
