import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { definitionBody } from './bodies.ts';
import { problemsOf } from './check-body.ts';
import { newTeams } from './definitions.test-support.ts';
import { hashOf } from './hash-body.ts';
import { definitionsInForce } from './in-force.ts';
import { definitionsRouter as router } from './router.ts';
import { starterKeys } from './starter/starter-bodies.ts';
import { ensureStarterDefinitions } from './starter.ts';

let services: TestServices;
let teams: Awaited<ReturnType<typeof newTeams>>;

beforeAll(async () => {
  services = await openTestServices();
  teams = await newTeams(services);
  await teams.join('marketing', 'Mara');
  await teams.join('sales', 'Sven');
});
afterAll(() => services.close());

test('every workspace has them, once, in force and said to be unsigned', async () => {
  await Promise.all([ensureStarterDefinitions(services), ensureStarterDefinitions(services)]);
  await ensureStarterDefinitions(services);
  const inForce = await services.database.inWorkspace(teams.workspaceId, definitionsInForce);
  expect(inForce.map((one) => one.key)).toEqual(starterKeys);
  expect(inForce.every((one) => one.unsigned && one.number === 1)).toBe(true);
  for (const { key, kind, definitionId: id, body } of inForce) {
    expect(definitionBody.parse(body)).toEqual(body);
    const problems = await services.database.inWorkspace(teams.workspaceId, (tx) =>
      problemsOf({ tx, definition: { id, key, kind }, body }),
    );
    expect(problems).toEqual([]);
  }
  const listed = await call(router.listDefinitions, {}, teams.as('Mara'));
  expect(listed).toMatchObject({ unsigned: starterKeys.length, awaitingMe: 0, openQuestions: 0 });
});

test('are signed as they are, by both sides, and then count as signed', async () => {
  const { versions, usedBy } = await call(router.getDefinition, { id: 'lead_score' }, teams.as('Mara'));
  expect(usedBy.map((one) => one.word)).toEqual(['MQL']);
  const [version] = versions;
  if (version === undefined) throw new Error('no version');
  expect(version.hash).toBe(hashOf(version.body));
  expect(version).toMatchObject({ unsigned: true, missing: [{ side: 'marketing' }, { side: 'sales' }] });
  expect(await teams.sign('Mara', version, 'marketing')).toMatchObject({
    unsigned: true,
    status: 'in_force',
  });
  expect(await teams.sign('Sven', version, 'sales')).toMatchObject({ unsigned: false, missing: [] });
  await expect(teams.sign('Sven', version, 'sales')).rejects.toMatchObject({ code: 'conflict' });
});
