import type { Services } from '../../../platform/services.ts';
import { definitionsInForce, type TestsPassed, testsPassed } from '../../language/index.ts';
import { questionNow } from '../asking/question.ts';
import { seedOf } from '../board/seeded-random.ts';
import type { JourneysAsOf } from '../facts/journeys-ready.ts';
import { KeptAnswers } from '../facts/kept-answers.ts';
import { Turns } from '../models/turns.ts';
import { exchangeOf, type Money, readMoney } from '../settings/money.ts';
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

/** What journeys say, by `row:<key>`, `marketing`, `baseline`. */
type Measured = {
  horizon: Horizon;
  counted: Counted;
  tests: Omit<TestsPassed, 'sql'> | null;
  passed: ReadonlyMap<string, PassedCounts>;
  compiled: Pick<Compiled, 'notComparable' | 'heldAgainst' | 'decisions'>;
  compared: ReadonlyMap<string, Compared>;
  revenue: Revenue;
};

/** Everything that value is composed of. */
export type Gathered = Measured & { plan: ValuePlan; costs: CostSums };

const noRevenue: Revenue = { byName: new Map(), dealsWithoutRate: 0, dealsWithoutPeople: 0 };

/** Whoever may see persons and who may not are composed of the same: what is shown is chosen afterwards. */
const kept = new KeptAnswers<Measured>({ most: 4_000, sizeOf: ({ counted }) => counted.rows.length + 10 });

type Asking = {
  workspaceId: string;
  query: ValueQuery;
  journeys: Pick<JourneysAsOf, 'version'>;
  /** Neither who passed the tests nor revenue is read. */
  ratesOnly?: boolean | undefined;
};

/** To be called after `journeysReady`, which says which journeys there are. */
export async function gatherValue(services: ValueServices, asking: Asking): Promise<Gathered> {
  const { workspaceId, query, journeys, ratesOnly = false } = asking;
  const now = services.now();
  const { plan, money, entries, inForce } = await services.database.inWorkspace(workspaceId, async (tx) => ({
    plan: await planValue(tx, { workspaceId, now, query }),
    money: await readMoney(tx),
    entries: await readEntries(tx),
    inForce: (await definitionsInForce(tx)).map(({ key, number }) => [key, number]),
  }));
  const measured = await kept.of(
    { workspaceId, journeys, what: [plan, query.horizonDays, ratesOnly, money, inForce] },
    () => measure(services, { plan, money, horizonDays: query.horizonDays, ratesOnly }),
  );
  const today = now.toISOString().slice(0, 10);
  return { ...measured, plan, costs: sumCosts(plan, { entries, exchange: exchangeOf(money), today }) };
}

type Measuring = {
  plan: ValuePlan;
  money: Money;
  horizonDays: number | undefined;
  ratesOnly: boolean;
};

async function measure(
  services: ValueServices,
  { plan, money, horizonDays, ratesOnly }: Measuring,
): Promise<Measured> {
  const { workspaceId } = plan;
  const horizon = await readHorizon(services, plan, horizonDays);
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
  const turns = new Turns(questionNow()?.signal);
  const [passed, groups, revenue] = await Promise.all([
    tests === null ? new Map<string, PassedCounts>() : countPassed(services, plan, { ...span, tests }),
    readGroups(services, plan, { ...span, leads, turns }),
    ratesOnly ? noRevenue : readRevenue(services, plan, { ...span, money }),
  ]);
  const { rows, baseline, clusters, notComparable, heldAgainst, decisions } = await compileGroups(
    groups,
    allOfMarketing,
    turns,
  );
  const seed = seedOf(`${workspaceId} ${plan.range.from} ${plan.range.to}`);
  return {
    horizon,
    counted,
    tests: tests && withoutSql(tests),
    passed,
    compiled: { notComparable, heldAgainst, decisions },
    compared: await compareRates({ rows, baseline, clusters, seed, turns }),
    revenue,
  };
}

function withoutSql({ sql: _, ...tests }: TestsPassed): Omit<TestsPassed, 'sql'> {
  return tests;
}
