import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { BodyOf } from '../definitions/bodies.ts';
import { printVersion } from '../definitions/command.ts';
import { newTeams } from '../definitions/definitions.test-support.ts';
import { definitionsRouter as router } from '../definitions/router.ts';
import { ensureStarterDefinitions } from '../definitions/starter.ts';
import { rejectReasonsInForce, slaInForce, slaVersion } from './in-force.ts';
import { slaRouter } from './router.ts';

let services: TestServices;
let teams: Awaited<ReturnType<typeof newTeams>>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-03-10T12:00:00Z'));
  teams = await newTeams(services, { timeZone: 'Europe/Berlin' });
  await teams.join('marketing', 'Mara');
  await teams.join('sales', 'Sven');
  await ensureStarterDefinitions(services);
});
afterAll(() => services.close());

const inForce = () => services.database.inWorkspace(teams.workspaceId, slaInForce);
const read = () => call(router.getDefinition, { id: 'sla' }, teams.as('Mara'));

async function bodyInForce(): Promise<{ id: string; body: BodyOf<'sla'> }> {
  const definition = await read();
  const body = definition.versions.find(({ status }) => status === 'in_force')?.body;
  if (body?.kind !== 'sla') throw new Error('no agreement is in force');
  return { id: definition.id, body: structuredClone(body) };
}

async function write(who: string, change: (body: BodyOf<'sla'>) => void, answersId?: string) {
  const { id, body } = await bodyInForce();
  change(body);
  return call(router.writeVersion, { id, body, ...(answersId ? { answersId } : {}) }, teams.as(who));
}

const answersA1Within = (hours: number) => [
  { grades: ['A1'], hours },
  { grades: ['A2'], hours: 4 },
  { grades: ['B'], hours: 8 },
];

test('a workspace begins with an agreement in its own time zone that nobody has signed', async () => {
  expect(await inForce()).toMatchObject({
    key: 'sla',
    word: 'Hand-off agreement',
    number: 1,
    unsigned: true,
    policy: { offerStage: 'mql', calendars: [{ timeZone: 'Europe/Berlin' }] },
  });
  const reasons = await services.database.inWorkspace(teams.workspaceId, rejectReasonsInForce);
  expect(reasons).toMatchObject({ key: 'reject_reasons', unsigned: true });
  expect(reasons?.reasons.length).toBeGreaterThan(2);
});

test('one that was there before agreements were gets it at the next start', async () => {
  await services.database.asSystem((tx) =>
    tx.run(sql`delete from definition where workspace_id = ${teams.workspaceId} and key = 'sla'`),
  );
  expect(await inForce()).toBeNull();
  await ensureStarterDefinitions(services);
  expect(await inForce()).toMatchObject({ number: 1, unsigned: true });
});

test('is proposed, objected to, answered, compared, signed by both, and then holds', async () => {
  const draft = await write('Mara', (body) => {
    body.policy.sales.firstResponse = answersA1Within(2);
    body.policy.marketing.volumePerMonth = 30;
  });
  const proposed = await teams.propose('Mara', draft);
  expect(proposed).toMatchObject({ status: 'proposed', side: 'marketing', number: 2 });
  await call(
    router.object,
    {
      id: proposed.definitionId,
      versionId: proposed.id,
      side: 'sales',
      reason: 'two hours is less than a visit',
    },
    teams.as('Sven'),
  );
  const answer = await write(
    'Sven',
    (body) => {
      body.policy.sales.firstResponse = answersA1Within(3);
      body.policy.marketing.volumePerMonth = 30;
    },
    proposed.id,
  );
  const countered = await teams.propose('Sven', answer);
  const definition = await read();
  const first = definition.versions.find(({ number }) => number === 1);
  const compared = await call(
    router.compareVersions,
    { id: definition.id, from: first?.id ?? '', to: countered.id },
    teams.as('Mara'),
  );
  expect(compared.summary).toEqual([
    'new: marketing offers: at least 30 leads a month',
    'first response to A1: 3 business hours instead of 4',
  ]);
  await teams.sign('Mara', countered, 'marketing');
  expect(await inForce()).toMatchObject({ number: 1, unsigned: true });
  await teams.sign('Sven', countered, 'sales');
  const now = await inForce();
  expect(now).toMatchObject({ number: 3, unsigned: false, versionId: countered.id });
  const before = await services.database.inWorkspace(teams.workspaceId, (tx) =>
    slaVersion(tx, first?.id ?? ''),
  );
  expect(before).toMatchObject({ number: 1, policy: { marketing: { volumePerMonth: null } } });
});

test('is printed by the command line, promise by promise', async () => {
  const definition = await read();
  const [version] = definition.versions.filter(({ status }) => status === 'in_force');
  if (version === undefined) throw new Error('nothing in force');
  const printed = printVersion(definition, version);
  expect(printed).toContain('Hand-off agreement (sla), version 3, in force');
  expect(printed).toContain('first response to A1: within 3 business hours');
  expect(printed).toMatch(/signed for sales by Sven/);
});

describe('refuses', () => {
  test('what could not be promised, at its place in the text', async () => {
    await expect(
      write('Mara', (body) => {
        body.policy.escalation = [{ hours: -40, to: ['owner'] }];
        body.policy.offerStage = 'hot';
      }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'body.policy.offerStage' }, { path: 'body.policy.escalation.0.hours' }],
    });
  });
  test('a second agreement beside the one there is', async () => {
    const { body } = await bodyInForce();
    await expect(
      call(router.createDefinition, { key: 'other', body: { ...body, word: 'Another' } }, teams.as('Mara')),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('already') });
  });
});

describe('holidays', () => {
  test('are listed by place, the next ones first', async () => {
    const { countries, states, regions } = await call(
      slaRouter.listHolidayPlaces,
      { country: 'DE', state: 'BY' },
      teams.as('Sven'),
    );
    expect(countries.length).toBeGreaterThan(100);
    expect(states).toContainEqual({ key: 'BY', name: 'Bayern' });
    expect(regions.length).toBeGreaterThan(0);
    const { items } = await call(
      slaRouter.listHolidays,
      { country: 'DE', state: 'BY', from: '2026-12-01', count: 4 },
      teams.as('Sven'),
    );
    expect(items.map(({ date }) => date)).toEqual(['2026-12-25', '2026-12-26', '2027-01-01', '2027-01-06']);
  });
  test('of a place that nobody knows are refused with what to do', async () => {
    await expect(
      call(slaRouter.listHolidays, { country: 'DE', state: 'CA', from: '2026-01-01' }, teams.as('Sven')),
    ).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('DE, CA') });
  });
});
