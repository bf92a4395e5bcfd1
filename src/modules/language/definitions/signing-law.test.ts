import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { createDefinition } from './create-definition.ts';
import { termBody } from './definitions.test-support.ts';
import { hashOf } from './hash-body.ts';
import { loadVersions } from './load-versions.ts';
import { objectToVersion } from './object-to-version.ts';
import { proposeVersion } from './propose-version.ts';
import { signVersion } from './sign-version.ts';
import type { Step } from './step.ts';
import { withdrawVersion } from './withdraw-version.ts';
import { writeVersion } from './write-version.ts';

let services: TestServices;
let workspaceId = '';

const people = [
  { id: newId(), name: 'Mara', role: 'marketing' },
  { id: newId(), name: 'Mika', role: 'marketing' },
  { id: newId(), name: 'Sven', role: 'sales' },
  { id: newId(), name: 'Ada', role: 'admin' },
  { id: newId(), name: 'Lou', role: 'liaison' },
] as const;
const quorum = { marketing: 2, sales: 1 };

beforeAll(async () => {
  services = await openTestServices();
  ({ workspaceId } = await createTestWorkspace(services));
  await services.database.asSystem(async (tx) => {
    for (const { id, name, role } of people) {
      await tx.run(
        sql`insert into auth_user (id, name, email) values (${id}, ${name}, ${`${name}@signing-law.example`})`,
      );
      await tx.run(sql`insert into member (id, workspace_id, user_id, role)
        values (${newId()}, ${workspaceId}, ${id}, ${role})`);
    }
    await tx.run(sql`insert into signing_rule (workspace_id, side, roles, quorum) values
      (${workspaceId}, 'marketing', array['marketing', 'admin'], ${quorum.marketing}),
      (${workspaceId}, 'sales', array['sales', 'admin'], ${quorum.sales})`);
  });
});
afterAll(() => services.close());

const side = fc.constantFrom('marketing' as const, 'sales' as const);
const who = fc.constantFrom(...people);
/** Which version, of however many there are. */
const which = fc.nat(2);
const stale = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const sign = fc.record({ do: fc.constant('sign' as const), who, which, side, stale });
const move = fc.oneof(
  fc.record({ do: fc.constant('write' as const), who, meaning: fc.constantFrom('a', 'b', 'c', 'd') }),
  fc.record({ do: fc.constant('counter' as const), who, which, meaning: fc.constantFrom('e', 'f', 'g') }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('propose' as const), who, which }) },
  { weight: 3, arbitrary: sign },
  fc.record({ do: fc.constant('object' as const), who, which, side }),
  fc.record({ do: fc.constant('withdraw' as const), who, which }),
);
/** Several who sign the same version one after another, most of them for their own side. */
const round = fc
  .record({ which, signers: fc.shuffledSubarray([...people.slice(0, 4)], { minLength: 3 }), admin: side })
  .map(({ which: of, signers, admin }) =>
    signers.map((one) => ({
      do: 'sign' as const,
      who: one,
      which: of,
      side:
        one.role === 'sales' ? ('sales' as const) : one.role === 'marketing' ? ('marketing' as const) : admin,
      stale: false,
    })),
  );
const game = fc
  .array(fc.oneof({ weight: 3, arbitrary: move.map((one) => [one]) }, { weight: 1, arbitrary: round }), {
    minLength: 8,
    maxLength: 16,
  })
  .map((parts) => parts.flat());

type Move = typeof move extends fc.Arbitrary<infer One> ? One : never;

/** What is refused must be refused in words, and change nothing; what is not expected fails the test. */
async function play(definitionId: string, one: Move): Promise<void> {
  await services.database
    .inWorkspace(workspaceId, async (tx) => {
      const step: Step = {
        tx,
        workspaceId,
        actor: { kind: 'member', id: one.who.id, name: one.who.name },
        userId: one.who.id,
        now: new Date(),
      };
      if (one.do === 'write') return writeVersion({ ...step, definitionId, body: termBody(one.meaning) });
      const versions = await loadVersions(tx, definitionId);
      const version = versions[one.which % versions.length];
      if (version === undefined) throw new Error('a definition has a version');
      const of = { ...step, definitionId, versionId: version.id };
      if (one.do === 'counter')
        return writeVersion({ ...step, definitionId, body: termBody(one.meaning), answersId: version.id });
      if (one.do === 'propose') return proposeVersion(of);
      if (one.do === 'object') return objectToVersion({ ...of, side: one.side, reason: 'not so' });
      if (one.do === 'withdraw') return withdrawVersion({ ...of, reason: 'not now' });
      const hash = one.stale ? hashOf(termBody('what it said before')) : version.hash;
      return signVersion({ ...of, side: one.side, hash });
    })
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
}

test('whatever people do, at most one version is in force, both quorums signed it, and no text changes', async () => {
  const reached = { inForce: 0 };
  await fc.assert(
    fc.asyncProperty(game, async (moves) => {
      const [mara] = people;
      const { id } = await services.database.inWorkspace(workspaceId, (tx) =>
        createDefinition({
          tx,
          workspaceId,
          actor: { kind: 'member', id: mara.id, name: mara.name },
          userId: mara.id,
          now: new Date(),
          key: `w${newId().replaceAll('-', '')}`,
          body: termBody('the first'),
        }),
      );
      await play(id, { do: 'propose', who: mara, which: 0 });
      const texts = new Map<string, string>();
      for (const one of moves) {
        await play(id, one);
        const versions = await services.database.inWorkspace(workspaceId, (tx) => loadVersions(tx, id));
        for (const version of versions) {
          if (version.status === 'draft') continue;
          expect(version.hash).toBe(hashOf(version.body));
          expect(version.hash).toBe(texts.get(version.id) ?? version.hash);
          texts.set(version.id, version.hash);
          expect(new Set(version.signatures.map((one) => one.userId)).size).toBe(version.signatures.length);
          expect(version.signatures.every((one) => one.hash === version.hash)).toBe(true);
        }
        const inForce = versions.filter((version) => version.status === 'in_force');
        expect(inForce.length).toBeLessThanOrEqual(1);
        for (const version of [...inForce, ...versions.filter((one) => one.inForceFrom !== null)]) {
          reached.inForce += 1;
          for (const wanted of ['marketing', 'sales'] as const) {
            const signed = version.signatures.filter((signature) => signature.side === wanted);
            expect(signed.length).toBeGreaterThanOrEqual(quorum[wanted]);
          }
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(reached.inForce).toBeGreaterThan(0);
}, 120_000);
