import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { RuleGroup } from '../rules/rule.ts';
import type { BodyOf } from './bodies.ts';
import { bringIntoForce } from './bring-into-force.ts';
import { newTeams } from './definitions.test-support.ts';
import { definitionsRouter as router } from './router.ts';
import { ensureStarterDefinitions } from './starter.ts';

let services: TestServices;
let teams: Awaited<ReturnType<typeof newTeams>>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-03-10T12:00:00Z'));
  teams = await newTeams(services);
  await teams.join('marketing', 'Mara');
  await teams.join('sales', 'Sven');
  await ensureStarterDefinitions(services);
  await addField();
});
afterAll(() => services.close());

const addField = () =>
  services.database.inWorkspace(teams.workspaceId, (tx) =>
    tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type)
      values (${newId()}, ${teams.workspaceId}, 'contact', 'seniority', 'Seniority', 'text')`),
  );
const removeField = () =>
  services.database.inWorkspace(teams.workspaceId, (tx) =>
    tx.run(sql`delete from custom_field where key = 'seniority'`),
  );
const asks = (field: string, value: string | boolean = 'x', operator: '=' | 'contains' = '='): RuleGroup => ({
  combinator: 'and',
  rules: [{ field, operator, value }],
});
const persona = (rule: RuleGroup): BodyOf<'persona'> => ({
  kind: 'persona',
  word: 'Senior',
  meaning: 'one who has been there long',
  rule,
});
const create = (key: string, rule: RuleGroup) =>
  call(router.createDefinition, { key, body: persona(rule) }, teams.as('Mara'));

async function proposedOnField(key: string, wantedFrom?: string) {
  const made = await create(key, asks('contact.custom.seniority', 'senior', 'contains'));
  const [draft] = made.versions;
  if (draft === undefined) throw new Error('no draft');
  return teams.propose('Mara', draft, wantedFrom);
}

describe('refuses what could not hold, and says where', () => {
  test('a rule on a field that is not there', async () => {
    await expect(create('no_field', asks('contact.custom.hat_size'))).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: expect.stringContaining('body.rule') }],
    });
  });
  test('a window of 0 days', async () => {
    const rule: RuleGroup = {
      combinator: 'and',
      rules: [{ field: 'interactions.count', operator: '>=', value: 1, of: { withinDays: 0 } }],
    };
    await expect(create('no_window', rule)).rejects.toThrow();
  });
  test('definitions that ask one another in a circle', async () => {
    const { id } = await call(router.getDefinition, { id: 'qualified_lead' }, teams.as('Mara'));
    const body: BodyOf<'test'> = {
      kind: 'test',
      word: 'Qualified lead',
      meaning: 'one whom we have qualified',
      tests: [{ name: 'is an MQL', rule: asks('passes.qualified_lead', true) }],
    };
    await expect(call(router.writeVersion, { id, body }, teams.as('Mara'))).rejects.toThrow(/itself/);
  });
  test('another kind of body, and a stage that is none', async () => {
    const { id } = await call(router.getDefinition, { id: 'mql' }, teams.as('Mara'));
    const write = (body: BodyOf<'term'> | BodyOf<'stage'>) =>
      call(router.writeVersion, { id, body }, teams.as('Mara'));
    await expect(write({ kind: 'term', word: 'MQL', meaning: 'a word' })).rejects.toThrow(/kind stage/);
    const stage: BodyOf<'stage'> = {
      kind: 'stage',
      stageKey: 'sql',
      word: 'MQL',
      meaning: 'a stage',
      gate: null,
      sendsBack: null,
    };
    await expect(write(stage)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

test('what rests on a field that was deleted since is not signed, and nothing is left half done', async () => {
  const version = await proposedOnField('senior');
  await teams.sign('Mara', version, 'marketing');
  await removeField();
  await expect(teams.sign('Sven', version, 'sales')).rejects.toMatchObject({
    code: 'unprocessable',
    message: expect.stringMatching(/no longer is.*withdraw this one/),
  });
  const { versions } = await call(router.getDefinition, { id: 'senior' }, teams.as('Sven'));
  expect(versions[0]).toMatchObject({ status: 'proposed', missing: [{ side: 'sales', more: 1 }] });
  await addField();
  expect(await teams.sign('Sven', version, 'sales')).toMatchObject({ status: 'in_force' });
});

test('what was signed for a day and can no longer hold on it is taken back, with the reason', async () => {
  const version = await proposedOnField('senior_later', '2026-03-12');
  await teams.sign('Mara', version, 'marketing');
  await teams.sign('Sven', version, 'sales');
  await removeField();
  await bringIntoForce({ ...services, now: () => new Date('2026-03-12T08:00:00Z') });
  const { versions } = await call(router.getDefinition, { id: 'senior_later' }, teams.as('Sven'));
  expect(versions[0]?.status).toBe('withdrawn');
  const { items } = await call(
    router.listDefinitionEvents,
    { id: version.definitionId, limit: 1 },
    teams.as('Sven'),
  );
  expect(items[0]).toMatchObject({ what: 'withdrawn', name: 'Liaison' });
  await addField();
});
