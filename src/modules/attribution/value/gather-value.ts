import type { Services } from '../../../platform/services.ts';
import { type TestsPassed, testsPassed } from '../../language/index.ts';
import { seedOf } from '../board/seeded-random.ts';
import { exchangeOf, readMoney } from '../settings/money.ts';
import { allOfMarketing, type ValueQuery } from './contract.ts';
import { type CostSums, readEntries, sumCosts } from './costs/sum-costs.ts';
import { leadsSql } from './leads-sql.ts';
import { planValue, type ValuePlan } from './plan.ts';
import { countPassed, type PassedCounts, weeksOf } from './queries/count-passed.ts';
import { type Counted, countRows } from './queries/count-rows.ts';
import { readGroups } from './queries/read-groups.ts';
import { type Horizon, readHorizon } from './queries/read-horizon.ts';
import { type Revenue, readRevenue } from './queries/read-revenue.ts';
import { type Compared, compareRates } from './statistics/compare-rates.ts';
import { type Compiled, compileGroups } from './strata.ts';

export type ValueServices = Pick<Services, 'clickhouse' | 'database' | 'now'>;

/** Everything that value is composed of, by `row:<key>`, `marketing`, `baseline`. */
export type Gathered = {
  plan: ValuePlan;
  horizon: Horizon;
  counted: Counted;
  tests: TestsPassed | null;
  passed: ReadonlyMap<string, PassedCounts>;
  compiled: Compiled;
  compared: ReadonlyMap<string, Compared>;
  costs: CostSums;
  revenue: Revenue;
};

const noRevenue: Revenue = { byName: new Map(), dealsWithoutRate: 0, dealsWithoutPeople: 0 };

/** To be called after `journeysReady`. `ratesOnly`: neither who passed the tests nor revenue is read. */
export async function gatherValue(
  services: ValueServices,
  { workspaceId, query, ratesOnly = false }: { workspaceId: string; query: ValueQuery; ratesOnly?: boolean },
): Promise<Gathered> {
  const now = services.now();
  const { plan, money, entries } = await services.database.inWorkspace(workspaceId, async (tx) => {
    const planned = await planValue(tx, { workspaceId, now, query });
    return { plan: planned, money: await readMoney(tx), entries: await readEntries(tx) };
  });
  const horizon = await readHorizon(services, plan, query.horizonDays);
  const span = { horizonMs: horizon.days * 86_400_000 };
  const tests = ratesOnly
    ? null
    : await services.database.inWorkspace(workspaceId, (tx) =>
        testsPassed(tx, {
          workspaceId,
          key: plan.setting.testsKey,
          moments: weeksOf(plan),
          among: `select id from (${leadsSql(plan, span)})`,
        }),
      );
  const counted = await countRows(services, plan, span);
  const leads = counted.rows.reduce((sum, row) => sum + row.leads, 0);
  const [passed, groups, revenue] = await Promise.all([
    tests === null ? new Map<string, PassedCounts>() : countPassed(services, plan, { ...span, tests }),
    readGroups(services, plan, { ...span, leads }),
    ratesOnly ? noRevenue : readRevenue(services, plan, { ...span, money }),
  ]);
  const compiled = compileGroups(groups, allOfMarketing);
  return {
    plan,
    horizon,
    counted,
    tests,
    passed,
    compiled,
    compared: await compareRates({
      ...compiled,
      seed: seedOf(`${workspaceId} ${plan.range.from} ${plan.range.to}`),
    }),
    costs: sumCosts(plan, { entries, exchange: exchangeOf(money), today: now.toISOString().slice(0, 10) }),
    revenue,
  };
}
