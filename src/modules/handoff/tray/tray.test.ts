import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newTalks, startOfTest } from '../../conversations/conversations.test-support.ts';
import { ensureStarterDefinitions } from '../../language/index.ts';
import { offerLead } from '../handoffs/offer-lead.ts';
import { recycleHandoff } from '../handoffs/recycle-handoff.ts';
import { rejectHandoff } from '../handoffs/reject-handoff.ts';
import { analyseReturned } from './analyse-returned.ts';
import { type ComparedLead, compareRules, rankRules } from './compare-rules.ts';
import { countReturned } from './count-returned.ts';
import { listReturned } from './list-returned.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const inDays = (days: number) => new Date(startOfTest.getTime() + days * 86_400_000);

test('the tray tells what came back, why, what would have been accepted, and when it is due again', async () => {
  const talks = await newTalks(services);
  await ensureStarterDefinitions(services);
  const { as, within, ada, bo, workspaceId } = talks;
  const mia = await talks.member('marketing', 'Mia');
  const kim = await talks.member('sales', 'Kim');
  const offer = (contactId: string) =>
    as(mia, (step) => offerLead(step, { contactId, origin: 'hand' })).then(({ handoffId }) => handoffId);
  const [first, second] = [await offer(ada), await offer(bo)];
  services.setNow(inDays(1));
  await as(kim, (step) =>
    rejectHandoff(step, {
      id: first,
      revision: 1,
      reasonKey: 'no_budget',
      wouldAcceptIf: 'a budget is named',
    }),
  );
  await as(kim, (step) =>
    recycleHandoff(step, { id: second, revision: 1, until: '2026-06-20', reason: 'Their year ends then' }),
  );
  const now = inDays(2);
  const list = (followUp?: 'due' | 'later') => within((tx) => listReturned({ tx, now, limit: 10, followUp }));
  expect((await list('due')).items).toMatchObject([
    {
      id: first,
      state: 'rejected',
      reasonKey: 'no_budget',
      wouldAcceptIf: 'a budget is named',
      cameBackBy: 'Kim',
      isDue: true,
      followUp: 'open',
    },
  ]);
  expect((await list('later')).items).toMatchObject([{ id: second, recycleOn: '2026-06-20', isDue: false }]);
  expect(await within((tx) => countReturned({ tx, now }))).toEqual({ waiting: 1, resting: 1 });
  const later = new Date('2026-06-20T06:00:00Z');
  expect(await within((tx) => countReturned({ tx, now: later }))).toEqual({ waiting: 2, resting: 0 });
  const figures = await within((tx) => analyseReturned({ tx, now }));
  expect(figures).toMatchObject({ cameBack: 2, cameBackBefore: 0, accepted: 0, waiting: 1, resting: 1 });
  expect(figures.reasons.map(({ key, count }) => [key, count])).toEqual([
    ['no_budget', 1],
    ['recycled', 1],
  ]);
  expect(figures.months).toHaveLength(12);
  expect(figures.months.at(-1)).toMatchObject({ month: '2026-06', cameBack: 2 });
  expect((await list()).items).toHaveLength(figures.cameBack);
  const compared = await within((tx) => compareRules({ tx, workspaceId, now }));
  expect(compared.rules).toEqual([]);
});

describe('a rule', () => {
  const rule = (name: string) => ({
    definitionKey: 'score',
    word: 'Lead score',
    versionNumber: 1,
    kind: 'signal' as const,
    rule: name,
  });
  const lead = (cameBack: boolean, rules: string[], wanted: string | null = null): ComparedLead => ({
    cameBack,
    wanted,
    held: rules.map(rule),
  });
  test('that more of what came back rested on stands first, one true of all alike not at all', () => {
    const found = rankRules([
      lead(true, ['webinar', 'known'], 'they have a budget'),
      lead(true, ['webinar', 'known'], 'they have a budget'),
      lead(true, ['pricing', 'known']),
      lead(false, ['pricing', 'known']),
      lead(false, ['pricing', 'known']),
      lead(false, ['webinar', 'pricing', 'known']),
    ]);
    expect(found.map(({ rule: name, cameBack, accepted }) => [name, cameBack, accepted])).toEqual([
      ['webinar', 2, 1],
      ['pricing', 1, 3],
    ]);
    expect(found[0]?.wantedInstead).toEqual(['they have a budget']);
  });
  test('says nothing where one side is empty', () => {
    expect(rankRules([lead(true, ['webinar'])])).toEqual([]);
  });
});
