import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newTeams } from '../definitions/definitions.test-support.ts';
import { definitionsRouter } from '../definitions/router.ts';
import { questionsRouter as router } from './router.ts';

let services: TestServices;
let teams: Awaited<ReturnType<typeof newTeams>>;
let definitionId = '';

beforeAll(async () => {
  services = await openTestServices();
  teams = await newTeams(services);
  await teams.join('marketing', 'Mara');
  await teams.join('marketing', 'Mika');
  await teams.join('sales', 'Sven');
  await teams.join('liaison', 'Lou');
  await teams.join('viewer', 'Vera');
  definitionId = (await teams.define('Mara', 'one who has answered us', 'Warm lead')).id;
});
afterAll(() => services.close());

const ask = (who: string, text: string) => call(router.ask, { definitionId, text }, teams.as(who));
const answer = (who: string, id: string, text: string) => call(router.answer, { id, text }, teams.as(who));

test('a question of one side is settled by the other, and stays to be read', async () => {
  const asked = await ask('Sven', 'What do you mean by answered?');
  expect(asked).toMatchObject({
    about: 'definition',
    definition: { key: 'warm_lead', word: 'Warm lead' },
    side: 'sales',
    askedByMe: true,
    settledAt: null,
  });
  expect((await answer('Sven', asked.id, 'I mean: does an opened mail count?')).settledAt).toBeNull();
  expect((await answer('Lou', asked.id, 'Good question.')).settledAt).toBeNull();
  expect((await answer('Vera', asked.id, 'I wonder too.')).settledAt).toBeNull();
  const settled = await answer('Mara', asked.id, 'A reply that a person wrote.');
  expect(settled).toMatchObject({ askedByMe: false, askedBy: 'Sven' });
  expect(settled.settledAt).not.toBeNull();
  expect(settled.answers.map(({ name, side }) => [name, side])).toEqual([
    ['Sven', 'sales'],
    ['Lou', 'liaison'],
    ['Vera', null],
    ['Mara', 'marketing'],
  ]);
  const again = await answer('Mika', asked.id, 'And one that we can read.');
  expect(again.settledAt).toBe(settled.settledAt);
  const { items } = await call(
    definitionsRouter.listDefinitionEvents,
    { id: definitionId, limit: 50 },
    teams.as('Lou'),
  );
  expect(items.filter((event) => event.what === 'answered')).toHaveLength(5);
});

test('a question of the liaison, or of a viewer, is settled by anybody else', async () => {
  const asked = await ask('Lou', 'Since when?');
  expect((await answer('Lou', asked.id, 'since last year?')).settledAt).toBeNull();
  expect((await answer('Sven', asked.id, 'Since March.')).settledAt).not.toBeNull();
  const other = await ask('Vera', 'For whom?');
  expect((await answer('Mika', other.id, 'For all of us.')).settledAt).not.toBeNull();
});

test('open ones are counted and come first, page by page', async () => {
  const opened = [await ask('Sven', 'First?'), await ask('Mara', 'Second?'), await ask('Lou', 'Third?')];
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(
      router.listQuestions,
      { definitionId, limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      teams.as('Lou'),
    );
    expect(page.open).toBe(3);
    listed.push(...page.items.map((one) => (one.settledAt === null ? one.text : 'settled')));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(listed).toEqual(['Third?', 'Second?', 'First?', 'settled', 'settled', 'settled']);
  const { openQuestions } = await call(
    definitionsRouter.getDefinition,
    { id: definitionId },
    teams.as('Lou'),
  );
  expect(openQuestions).toBe(opened.length);
  const settled = await call(router.listQuestions, { open: 'false', limit: 50 }, teams.as('Lou'));
  expect(settled.items).toHaveLength(3);
});

test('is asked of a number too, with the page it stands on', async () => {
  const figure = { key: 'funnel:mql', label: 'MQL: 162', href: '/funnel?mode=cohort' };
  const asked = await call(router.ask, { figure, text: 'Of which month?' }, teams.as('Sven'));
  expect(asked).toMatchObject({ about: 'figure', figure, definition: null });
  const { items, open } = await call(
    router.listQuestions,
    { figureKey: 'funnel:mql', limit: 50 },
    teams.as('Mara'),
  );
  expect([items.length, open]).toEqual([1, 1]);
  await expect(call(router.ask, { text: 'Of nothing?' }, teams.as('Sven'))).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(
    call(router.ask, { figure, definitionId, text: 'Of both?' }, teams.as('Sven')),
  ).rejects.toMatchObject({ code: 'invalid_input' });
});
