import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { deliveries, factSets } from './fact-sets.test-support.ts';
import type { IdentityFact } from './identity-fact.ts';
import { settleWaiting } from './settle-waiting.ts';
import { insertFacts, insertProfiles, storedIdentities, storedPeople } from './stored.test-support.ts';
import { canonicalIdentities, workOutIdentities } from './work-out-identities.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

async function settleInPieces(batches: readonly (readonly IdentityFact[])[]) {
  const { workspaceId } = await createTestWorkspace(services);
  const profileIds = await insertProfiles(services, workspaceId, ['phone', 'laptop', 'kiosk']);
  for (const batch of batches) {
    await insertFacts(services, workspaceId, batch, profileIds);
    await settleWaiting(services, workspaceId);
  }
  return {
    identities: await storedIdentities(services, workspaceId),
    people: await storedPeople(services, workspaceId),
  };
}

describe('who is who, in PostgreSQL', () => {
  it(
    'is the same in any order, repeated and in any pieces, and so is what is known of the people',
    () =>
      fc.assert(
        fc.asyncProperty(
          factSets.chain((facts) => fc.tuple(fc.constant(facts), deliveries(facts), deliveries(facts))),
          async ([facts, first, second]) => {
            const whole = canonicalIdentities(workOutIdentities(facts, [], (person) => person));
            const one = await settleInPieces(first);
            expect(one.identities).toBe(whole);
            const other = await settleInPieces(second);
            expect(other.identities).toBe(whole);
            expect(other.people).toEqual(one.people);
          },
        ),
        { numRuns: 300, interruptAfterTimeLimit: 120_000 },
      ),
    240_000,
  );
});
