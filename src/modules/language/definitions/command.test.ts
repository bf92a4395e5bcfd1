import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { pickVersion, printList, printVersion } from './command.ts';
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
});
afterAll(() => services.close());

test('prints every word with what is in force and who signed it', async () => {
  const { versions } = await call(router.getDefinition, { id: 'mql' }, teams.as('Mara'));
  const [version] = versions;
  if (version === undefined) throw new Error('no version');
  await teams.sign('Mara', version, 'marketing');
  await teams.sign('Sven', version, 'sales');
  const { items } = await call(router.listDefinitions, {}, teams.as('Mara'));
  const lines = printList(items).split('\n');
  expect(lines.find((line) => line.startsWith('mql '))).toMatch(
    /MQL +version 1 since .*, signed by Mara \(marketing\) and Sven \(sales\)$/,
  );
  expect(lines.find((line) => line.startsWith('sal '))).toMatch(/SAL +version 1, not signed yet$/);
});

test('prints one in full, of the version that was named', async () => {
  const definition = await call(router.getDefinition, { id: 'qualified_lead' }, teams.as('Sven'));
  const printed = printVersion(definition, pickVersion(definition, '1'));
  expect(printed).toMatch(/^Qualified lead \(qualified_lead\), version 1, in force, not signed yet\n/);
  expect(printed).toMatch(/the company is one we want: .*50/);
  expect(() => pickVersion(definition, '7')).toThrow('"qualified_lead" has no version 7. There are: 1.');
});
