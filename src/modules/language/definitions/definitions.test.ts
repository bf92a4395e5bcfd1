import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { bringIntoForce } from './bring-into-force.ts';
import { newTeams, termBody } from './definitions.test-support.ts';
import { definitionsInForce, versionsOver } from './in-force.ts';
import { definitionsRouter as router } from './router.ts';

let services: TestServices;
let teams: Awaited<ReturnType<typeof newTeams>>;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-03-10T12:00:00Z'));
  teams = await newTeams(services, { timeZone: 'Europe/Berlin' });
  await teams.join('marketing', 'Mara');
  await teams.join('marketing', 'Mika');
  await teams.join('sales', 'Sven');
  await teams.join('sales', 'Sina');
  await teams.join('admin', 'Ada');
  await teams.join('liaison', 'Lou');
});
afterAll(() => services.close());

let words = 0;
/** A new word, proposed by marketing. */
async function proposed(wantedFrom?: string) {
  words += 1;
  const made = await teams.define('Mara', `what it means at first ${words}`, `Word ${words}`);
  const [draft] = made.versions;
  if (draft === undefined) throw new Error('no draft');
  return { id: made.id, key: made.key, version: await teams.propose('Mara', draft, wantedFrom) };
}
const read = (id: string, who = 'Lou') => call(router.getDefinition, { id }, teams.as(who));

test('is written, proposed, signed by both and in force, each step in its history', async () => {
  const { id, version } = await proposed();
  expect(version).toMatchObject({ status: 'proposed', side: 'marketing', number: 1, unsigned: false });
  expect(version.missing).toEqual([
    { side: 'marketing', more: 1 },
    { side: 'sales', more: 1 },
  ]);
  const half = await teams.sign('Mara', version, 'marketing');
  expect(half).toMatchObject({ status: 'proposed', missing: [{ side: 'sales', more: 1 }] });
  const whole = await teams.sign('Sven', version, 'sales');
  expect(whole).toMatchObject({ status: 'in_force', missing: [], inForceFrom: '2026-03-10T12:00:00.000Z' });
  expect(whole.signatures.map(({ side, name, hash }) => [side, name, hash])).toEqual([
    ['marketing', 'Mara', version.hash],
    ['sales', 'Sven', version.hash],
  ]);
  const { items } = await call(router.listDefinitionEvents, { id, limit: 50 }, teams.as('Lou'));
  expect(items.map((event) => event.what)).toEqual([
    'came_into_force',
    'signed',
    'signed',
    'proposed',
    'written',
  ]);
});

test('a new version in force supersedes the former, and the answered proposal', async () => {
  const { id, version: first } = await proposed();
  await teams.sign('Mara', first, 'marketing');
  await teams.sign('Sven', first, 'sales');
  const second = await teams.propose('Mara', await teams.write('Mara', id, 'the second'));
  const counter = await teams.propose('Sven', await teams.write('Sven', id, 'the third', second.id));
  expect(counter).toMatchObject({ side: 'sales', answersId: second.id });
  await teams.sign('Mara', counter, 'marketing');
  await teams.sign('Sven', counter, 'sales');
  const { versions, inForce, proposal } = await read(id);
  expect(versions.map(({ number, status }) => [number, status])).toEqual([
    [3, 'in_force'],
    [2, 'superseded'],
    [1, 'superseded'],
  ]);
  expect(inForce).toMatchObject({ number: 3, unsigned: false });
  expect(proposal).toBeNull();
  const over = await services.database.inWorkspace(teams.workspaceId, (tx) => versionsOver(tx, id));
  expect(over.map(({ number, to }) => [number, to === null])).toEqual([
    [1, false],
    [3, true],
  ]);
  const all = await services.database.inWorkspace(teams.workspaceId, definitionsInForce);
  expect(all.find((one) => one.definitionId === id)).toMatchObject({ number: 3, unsigned: false });
});

test('comes into force at midnight of the workspace, on its day', async () => {
  const { id, version } = await proposed('2026-03-12');
  await teams.sign('Mara', version, 'marketing');
  expect(await teams.sign('Sven', version, 'sales')).toMatchObject({ status: 'signed', inForceFrom: null });
  const at = (now: string) => bringIntoForce({ ...services, now: () => new Date(now) });
  await at('2026-03-11T22:59:59Z');
  expect((await read(id)).versions[0]?.status).toBe('signed');
  await at('2026-03-11T23:00:20Z');
  expect((await read(id)).versions[0]).toMatchObject({
    status: 'in_force',
    inForceFrom: '2026-03-11T23:00:00.000Z',
  });
});

describe('refuses to sign', () => {
  test('another text than the one that stands', async () => {
    const { version } = await proposed();
    await expect(teams.sign('Mara', version, 'marketing', 'f'.repeat(64))).rejects.toThrow(
      /The text you read is not/,
    );
  });
  test('twice, and for both sides', async () => {
    const { version } = await proposed();
    await teams.sign('Ada', version, 'marketing');
    await expect(teams.sign('Ada', version, 'marketing')).rejects.toThrow(
      /signed version 1 for marketing already/,
    );
    await expect(teams.sign('Ada', version, 'sales')).rejects.toThrow(/nobody signs for both/);
  });
  test('for a side that one is not on', async () => {
    const { version } = await proposed();
    await expect(teams.sign('Mara', version, 'sales')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(teams.sign('Lou', version, 'sales')).rejects.toThrow(/liaison does not sign for sales/);
  });
  test('what is not proposed', async () => {
    const made = await teams.define('Mara', 'a draft', 'Only a draft');
    const [draft] = made.versions;
    if (draft === undefined) throw new Error('no draft');
    await expect(teams.sign('Mara', draft, 'marketing')).rejects.toThrow(/is a draft still/);
    await call(router.withdraw, { id: made.id, versionId: draft.id, reason: 'not now' }, teams.as('Mara'));
    await expect(teams.sign('Mara', draft, 'marketing')).rejects.toThrow(/was withdrawn/);
  });
});

test('of two who sign at once both count, and the version is in force once', async () => {
  const { id, version } = await proposed();
  const signed = await Promise.all([
    teams.sign('Mara', version, 'marketing'),
    teams.sign('Sven', version, 'sales'),
  ]);
  expect(signed.map((one) => one.status).sort()).toEqual(['in_force', 'proposed']);
  const { versions, inForce } = await read(id);
  expect(versions[0]?.signatures).toHaveLength(2);
  expect(inForce?.number).toBe(1);
});

test('of one who signs twice at once, and for both sides at once, one signature stands', async () => {
  const { id, version } = await proposed();
  const outcomes = await Promise.allSettled([
    teams.sign('Ada', version, 'marketing'),
    teams.sign('Ada', version, 'marketing'),
    teams.sign('Ada', version, 'sales'),
    teams.sign('Ada', version, 'sales'),
  ]);
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of outcomes) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
  }
  expect((await read(id)).versions[0]).toMatchObject({ status: 'proposed' });
  expect((await read(id)).versions[0]?.signatures).toHaveLength(1);
});

test('two proposals signed at once come into force one after the other', async () => {
  const { id, version: first } = await proposed();
  const second = await teams.propose('Sven', await teams.write('Sven', id, 'another', first.id));
  await teams.sign('Mara', first, 'marketing');
  await teams.sign('Mara', second, 'marketing');
  await Promise.all([teams.sign('Sven', first, 'sales'), teams.sign('Sina', second, 'sales')]).catch(
    () => undefined,
  );
  const { versions } = await read(id);
  expect(versions.filter((one) => one.status === 'in_force')).toHaveLength(1);
});

test('an objection stands until its side signs, or takes it back', async () => {
  const { version } = await proposed();
  const ids = { id: version.definitionId, versionId: version.id };
  const objected = await call(
    router.object,
    { ...ids, side: 'sales', reason: 'a price check is no interest' },
    teams.as('Sven'),
  );
  expect(objected.objections).toMatchObject([{ side: 'sales', name: 'Sven', settledAt: null }]);
  await expect(
    call(router.object, { ...ids, side: 'sales', reason: 'not mine to say' }, teams.as('Mara')),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const objectionId = objected.objections[0]?.id ?? '';
  await expect(
    call(router.withdrawObjection, { ...ids, objectionId }, teams.as('Mara')),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const signed = await teams.sign('Sina', version, 'sales');
  expect(signed.objections[0]?.settledAt).not.toBeNull();
  await expect(
    call(router.withdrawObjection, { ...ids, objectionId }, teams.as('Sven')),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('a draft is changed by its side alone, and a proposal by nobody', async () => {
  const made = await teams.define('Mara', 'first words', 'Changed in draft');
  const [draft] = made.versions;
  if (draft === undefined) throw new Error('no draft');
  const edit = (who: string, meaning: string) =>
    call(
      router.editDraft,
      { id: made.id, versionId: draft.id, body: termBody(meaning, 'Changed in draft') },
      teams.as(who),
    );
  await expect(edit('Sven', 'their words')).rejects.toMatchObject({ code: 'forbidden' });
  const edited = await edit('Mika', 'second words');
  expect(edited.hash).not.toBe(draft.hash);
  await expect(teams.propose('Sven', edited)).rejects.toMatchObject({ code: 'forbidden' });
  await teams.propose('Mara', edited);
  await expect(edit('Mara', 'third words')).rejects.toThrow(/has been proposed, and its text stays/);
  await expect(teams.propose('Mara', edited)).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    call(router.withdraw, { id: made.id, versionId: draft.id, reason: 'no' + 'no' }, teams.as('Sven')),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('says what changed, word by word', async () => {
  const { id, version } = await proposed();
  const next = await teams.write('Mara', id, 'what it means at second');
  const { clauses } = await call(
    router.compareVersions,
    { id, from: version.id, to: next.id },
    teams.as('Sven'),
  );
  const meaning = clauses.find((clause) => clause.key === 'meaning');
  expect(meaning?.after?.filter((piece) => piece.is === 'added').map((piece) => piece.text)).toEqual([
    'second',
  ]);
});

test('a policy with a quorum, and who may sign, are the workspace’s', async () => {
  const other = await newTeams(services);
  await other.join('admin', 'Ada');
  await other.join('marketing', 'Mara');
  await other.join('sales', 'Sven');
  await other.join('liaison', 'Lou');
  await call(
    router.changeSigningPolicy,
    {
      rules: [
        { side: 'marketing', roles: ['marketing', 'admin'], quorum: 2 },
        { side: 'sales', roles: ['sales', 'liaison'], quorum: 1 },
      ],
    },
    other.as('Ada'),
  );
  const made = await other.define('Lou', 'a word of sales', 'By the liaison');
  const [draft] = made.versions;
  if (draft === undefined) throw new Error('no draft');
  expect(draft.side).toBe('sales');
  const version = await other.propose('Lou', draft);
  await other.sign('Lou', version, 'sales');
  expect((await other.sign('Mara', version, 'marketing')).missing).toEqual([{ side: 'marketing', more: 1 }]);
  expect((await call(router.listDefinitions, {}, other.as('Ada'))).awaitingMe).toBe(1);
  await call(
    router.changeSigningPolicy,
    {
      rules: [
        { side: 'marketing', roles: ['marketing', 'admin'], quorum: 1 },
        { side: 'sales', roles: ['sales'], quorum: 1 },
      ],
    },
    other.as('Ada'),
  );
  const { versions, mySide } = await call(router.getDefinition, { id: made.key }, other.as('Lou'));
  expect(versions[0]?.status).toBe('in_force');
  expect(mySide).toBeNull();
});
