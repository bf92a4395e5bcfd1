import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { backtestWorkspace } from './backtest.test-support.ts';
import { listDifferences } from './list-differences.ts';
import { runBacktest } from './run-backtest.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-07-15T12:00:00Z'));
});
afterAll(() => services.close());

const pricing = (times: number) => ({
  kind: 'stage' as const,
  stageKey: 'mql',
  word: 'MQL',
  meaning: 'Looked at what it costs.',
  gate: {
    combinator: 'and' as const,
    rules: [
      {
        field: 'interactions.count',
        operator: '>=' as const,
        value: times,
        of: { pages: ['/pricing'], withinDays: 30 },
      },
    ],
  },
  sendsBack: null,
});

test('every figure is the one counted by hand', async () => {
  const { workspaceId, company } = await backtestWorkspace(services);
  await company([
    // Looks twice in January, is won in March: found by both.
    {
      key: 'ann',
      knownAt: '2025-12-01',
      reached: { mql: '2026-01-20', sal: '2026-01-25', customer: '2026-03-10' },
      looks: ['2026-01-05', '2026-01-10'],
    },
    // Looks once in February: accepted, no more.
    { key: 'bob', knownAt: '2026-01-15', reached: { sal: '2026-02-20' }, looks: ['2026-02-10'] },
    // Looks once in February and once in April: twice in 30 days never.
    { key: 'cid', knownAt: '2026-01-15', reached: {}, looks: ['2026-02-10', '2026-04-10'] },
    // Won without a look.
    { key: 'dee', knownAt: '2026-02-01', reached: { sal: '2026-03-01', customer: '2026-05-01' }, looks: [] },
    // A customer before the period began: no lead any more.
    {
      key: 'eve',
      knownAt: '2025-06-01',
      reached: { customer: '2025-12-15' },
      looks: ['2026-02-01', '2026-02-02'],
    },
    // Known after the period.
    { key: 'fay', knownAt: '2026-07-02', reached: {}, looks: ['2026-07-02', '2026-07-03'] },
    // It held already when the period began.
    {
      key: 'gus',
      knownAt: '2025-11-01',
      reached: { customer: '2026-02-14' },
      looks: ['2025-12-20', '2025-12-21'],
    },
    // Looks only after the contract: no find.
    {
      key: 'hal',
      knownAt: '2025-11-01',
      reached: { customer: '2026-02-01' },
      looks: ['2026-03-03', '2026-03-04'],
    },
  ]);
  const backtest = await runBacktest({
    services,
    workspaceId,
    input: {
      subject: { body: pricing(2) },
      against: { body: pricing(1) },
      from: '2026-01-01',
      to: '2026-06-30',
      outcome: 'won',
      capacityPerMonth: 1,
    },
  });
  expect(backtest).toMatchObject({
    from: '2026-01-01',
    to: '2026-06-30',
    step: 'day',
    leads: 6,
    interactions: 11,
    base: { accepted: 5, opportunity: 4, won: 4 },
    capacity: { perMonth: 1, source: 'as asked' },
    agreement: { both: 2, onlySubject: 0, onlyAgainst: 2, neither: 2 },
    wonChange: { gained: 0, lost: 0 },
    sentence: 'passes 2 fewer leads, keeps every one that was won, and fits what sales can take',
  });
  expect(backtest.subject).toMatchObject({
    label: 'draft',
    qualified: 2,
    perMonth: [
      { month: '2026-01', qualified: 1 },
      { month: '2026-02', qualified: 0 },
      { month: '2026-03', qualified: 1 },
      { month: '2026-04', qualified: 0 },
      { month: '2026-05', qualified: 0 },
      { month: '2026-06', qualified: 0 },
    ],
    accepted: { count: 2, of: 2, share: 1 },
    // Hal was a customer before he looked.
    won: { count: 1, of: 2, share: 0.5 },
    // Ann in time and Gus before the period; neither Dee nor Hal.
    wonFound: { count: 2, of: 4, share: 0.5 },
    wonFoundBefore: 1,
    precision: 0.5,
    recall: 0.5,
    lift: 0.75,
    roc: null,
    auc: null,
  });
  expect(backtest.against).toMatchObject({
    qualified: 4,
    accepted: { count: 3, of: 4, share: 0.75 },
    won: { count: 1, of: 4 },
    wonFound: { count: 2, of: 4 },
    precision: 0.25,
    recall: 0.5,
  });
  // Ann: recorded on the 20th, held from the end of the 10th (twice) or the 5th (once). Hal: 30 days after the contract.
  expect(backtest.subject.daysGained?.people).toBe(2);
  expect(backtest.subject.daysToOutcome).toEqual({ people: 1, medianDays: 58.5 });
});

const stagesOf = (index: number): Record<string, string> =>
  index % 4 === 0 ? { sal: '2026-05-10', customer: '2026-06-20' } : {};

const period = { from: '2026-01-01', to: '2026-06-30', outcome: 'won' as const };

test('laws: the agreement sums to all leads, shares are shares, the same differs by none, wider never finds less', async () => {
  const { workspaceId, company } = await backtestWorkspace(services);
  await company(
    Array.from({ length: 40 }, (_, index) => ({
      key: `lead ${index}`,
      knownAt: `2026-0${1 + (index % 5)}-03`,
      reached: stagesOf(index),
      looks: Array.from(
        { length: index % 6 },
        (_look, day) => `2026-05-${String(8 + day * 3).padStart(2, '0')}`,
      ),
    })),
  );
  const run = (subject: number, against: number) =>
    runBacktest({
      services,
      workspaceId,
      input: { subject: { body: pricing(subject) }, against: { body: pricing(against) }, ...period },
    });
  const wider = await run(1, 3);
  const sum = Object.values(wider.agreement ?? {}).reduce((total, count) => total + count, 0);
  expect(sum).toBe(wider.leads);
  expect((wider.agreement?.both ?? 0) + (wider.agreement?.onlySubject ?? 0)).toBe(wider.subject.qualified);
  for (const side of [wider.subject, wider.against]) {
    for (const share of [side?.precision, side?.recall, side?.accepted.share]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(side?.perMonth.reduce((total, month) => total + month.qualified, 0)).toBe(side?.qualified);
  }
  expect(wider.subject.recall).toBeGreaterThanOrEqual(wider.against?.recall ?? 1);
  expect(wider.wonChange?.lost).toBe(0);
  const same = await run(2, 2);
  expect(same.agreement).toMatchObject({ onlySubject: 0, onlyAgainst: 0 });
  expect(same.sentence).toContain('passes as many leads');
  const list = await listDifferences({
    services,
    workspaceId,
    input: {
      subject: { body: pricing(1) },
      against: { body: pricing(3) },
      ...period,
      which: 'onlySubject',
      of: 'subject',
      limit: 5,
      offset: 0,
    },
  });
  expect(list.total).toBe(wider.agreement?.onlySubject);
  expect(list.items).toHaveLength(5);
});

test.each([
  ['reversed', { from: '2026-03-01', to: '2026-02-01' }, pricing(1), 'before it starts'],
  ['in the future', { from: '2027-01-01', to: '2027-02-01' }, pricing(1), 'looks at the past'],
  ['without a gate', { from: '2026-01-01', to: '2026-02-01' }, { ...pricing(1), gate: null }, 'has no gate'],
  [
    'on a field that is gone',
    { from: '2026-01-01', to: '2026-02-01' },
    {
      ...pricing(1),
      gate: {
        combinator: 'and' as const,
        rules: [{ field: 'contact.custom.shoe_size', operator: '=' as const, value: 'x' }],
      },
    },
    'shoe_size',
  ],
])('what cannot be asked is refused in words: %s', async (_what, days, body, words) => {
  const { workspaceId } = await backtestWorkspace(services);
  const asked = runBacktest({ services, workspaceId, input: { subject: { body }, ...days, outcome: 'won' } });
  await expect(asked).rejects.toThrow(words);
});
