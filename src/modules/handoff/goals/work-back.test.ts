import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requireGoal } from './require-goal.ts';
import { type GoalInput, shiftMonth, wholePeople, workBack } from './work-back.ts';

const keys = ['inquiry', 'mql', 'sal', 'opportunity', 'customer'];

const rate = fc.integer({ min: 1, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const goals: fc.Arbitrary<GoalInput> = fc
  .record({
    revenueMinor: fc.integer({ min: 0, max: 10_000_000_00 }),
    averageDealMinor: fc.integer({ min: 1_00, max: 500_000_00 }),
    peoplePerDeal: fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
    months: fc.integer({ min: 1, max: 24 }),
    rates: fc.tuple(rate, rate, rate, rate),
    ahead: fc.integer({ min: 0, max: 18 }),
    year: fc.integer({ min: 2020, max: 2030 }),
    monthOfYear: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ rates, ahead, year, monthOfYear, ...rest }) => ({
    ...rest,
    from: `${year}-${String(monthOfYear).padStart(2, '0')}`,
    offerStage: 'mql',
    thisMonth: '2026-03',
    stages: keys.map((key, at) => ({
      key,
      rate: rates[at] ?? null,
      monthsToWon: at === keys.length - 1 ? 0 : ahead,
    })),
  }));

const leadShare = (goal: GoalInput) =>
  goal.stages.slice(1, -1).reduce((product, stage) => product * (stage.rate ?? 1), 1);

test('works a goal back, month by month', () => {
  const goal: GoalInput = {
    revenueMinor: 1_200_000_00,
    averageDealMinor: 24_000_00,
    peoplePerDeal: 1,
    months: 12,
    from: '2026-07',
    offerStage: 'mql',
    thisMonth: '2026-06',
    stages: [
      { key: 'inquiry', rate: 0.25, monthsToWon: 5 },
      { key: 'mql', rate: 0.5, monthsToWon: 3 },
      { key: 'sal', rate: 0.4, monthsToWon: 2 },
      { key: 'opportunity', rate: 0.5, monthsToWon: 1 },
      { key: 'customer', rate: null, monthsToWon: 0 },
    ],
  };
  const worked = workBack(goal);
  expect(worked).toMatchObject({ deals: 50, leadToCustomer: 0.1, leadsPerMonth: 42, leads: 504 });
  expect(worked.byMonth[0]).toEqual({
    month: '2026-07',
    revenueMinor: 100_000_00,
    deals: 5,
    leads: 42,
    offerIn: '2026-04',
    past: true,
  });
  expect(worked.byMonth.filter(({ past }) => past)).toHaveLength(2);
  expect(worked.stages.map(({ key, perMonth }) => [key, perMonth])).toEqual([
    ['inquiry', 167],
    ['mql', 42],
    ['sal', 21],
    ['opportunity', 9],
    ['customer', 5],
  ]);
});

test('led forward again through the rates, the leads bring the goal, and one fewer would not', () => {
  fc.assert(
    fc.property(goals, (goal) => {
      const { byMonth } = workBack(goal);
      const perLead = (leadShare(goal) * goal.averageDealMinor) / goal.peoplePerDeal;
      expect(byMonth.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(goal.revenueMinor);
      for (const { leads, revenueMinor } of byMonth) {
        const slack = 1e-6 * Math.max(1, revenueMinor);
        expect(leads * perLead).toBeGreaterThanOrEqual(revenueMinor - slack);
        if (leads > 0) expect((leads - 1) * perLead).toBeLessThan(revenueMinor + slack);
      }
    }),
    { numRuns: 500 },
  );
});

test('more people a deal take as many more leads', () => {
  fc.assert(
    fc.property(goals, (goal) => {
      const { byMonth } = workBack({ ...goal, peoplePerDeal: 1 });
      const doubled = workBack({ ...goal, peoplePerDeal: 2 }).byMonth;
      for (const [at, { leads }] of byMonth.entries()) {
        const two = doubled[at]?.leads ?? 0;
        expect(two).toBeLessThanOrEqual(leads * 2);
        expect(two).toBeGreaterThanOrEqual(leads * 2 - 2);
      }
    }),
  );
});

test('a higher goal, a smaller deal or a lower rate never take fewer leads', () => {
  fc.assert(
    fc.property(goals, rate, fc.integer({ min: 1, max: 1_000_000 }), (goal, factor, more) => {
      const { leads } = workBack(goal);
      expect(workBack({ ...goal, revenueMinor: goal.revenueMinor + more }).leads).toBeGreaterThanOrEqual(
        leads,
      );
      const cheaper = Math.max(1, Math.floor(goal.averageDealMinor * factor));
      expect(workBack({ ...goal, averageDealMinor: cheaper }).leads).toBeGreaterThanOrEqual(leads);
      const stages = goal.stages.map((stage) =>
        stage.key === 'sal' ? { ...stage, rate: (stage.rate ?? 1) * factor } : stage,
      );
      expect(workBack({ ...goal, stages }).leads).toBeGreaterThanOrEqual(leads);
    }),
    { numRuns: 500 },
  );
});

test('of each stage at least as many are needed as of the next', () => {
  fc.assert(
    fc.property(goals, (goal) => {
      const totals = workBack(goal).stages.map(({ total }) => total ?? Number.NaN);
      expect(totals).toEqual(totals.toSorted((one, other) => other - one));
    }),
  );
});

test('people are whole, and a computer’s own rounding makes nobody of nothing', () => {
  expect(wholePeople(0)).toBe(0);
  expect(wholePeople(3)).toBe(3);
  expect(wholePeople(3.01)).toBe(4);
  expect(wholePeople(0.1 / 0.1 / 0.1)).toBe(10);
  expect(wholePeople(5 / (0.7 * 0.5) / (1 / 0.35))).toBe(5);
});

test('months go over the turn of the year both ways', () => {
  expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  expect(shiftMonth('2026-11', 14)).toBe('2028-01');
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 40 }), (by) => {
      expect(shiftMonth(shiftMonth('2026-05', by), -by)).toBe('2026-05');
    }),
  );
});

describe('says what cannot be worked back, and what to do', () => {
  const goal: GoalInput = {
    revenueMinor: 1_000,
    averageDealMinor: 100,
    peoplePerDeal: 1,
    months: 1,
    from: '2026-05',
    offerStage: 'mql',
    thisMonth: '2026-03',
    stages: [
      { key: 'mql', rate: 0.5, monthsToWon: 0 },
      { key: 'sal', rate: 0.5, monthsToWon: 0 },
      { key: 'customer', rate: null, monthsToWon: 0 },
    ],
  };
  const withRate = (key: string, rate: number | null): GoalInput => ({
    ...goal,
    stages: goal.stages.map((stage) => (stage.key === key ? { ...stage, rate } : stage)),
  });
  test('a rate of nothing', () => {
    expect(() => requireGoal(goal)).not.toThrow();
    expect(() => requireGoal(withRate('sal', 0))).toThrow(/rate of 0 % from "sal".*Give the rate/);
    expect(() => requireGoal(withRate('mql', null))).toThrow(/nobody becomes a customer/);
  });
  test('before the offer a rate of nothing only leaves its own stage unsaid', () => {
    const withInquiry = {
      ...goal,
      stages: [{ key: 'inquiry', rate: 0, monthsToWon: 0 }, ...goal.stages],
    };
    expect(() => requireGoal(withInquiry)).not.toThrow();
    expect(workBack(withInquiry).stages[0]).toMatchObject({ total: null, perMonth: null });
    expect(workBack(withInquiry).leads).toBe(40);
  });
  test('a deal of nothing, a stage that is none, more leads than there are people', () => {
    expect(() => requireGoal({ ...goal, averageDealMinor: 0 })).toThrow(/Give the average deal/);
    expect(() => requireGoal({ ...goal, offerStage: 'hot' })).toThrow(/not one of the stages/);
    expect(() => requireGoal({ ...goal, revenueMinor: Number.MAX_SAFE_INTEGER })).toThrow(/Check/);
  });
});
