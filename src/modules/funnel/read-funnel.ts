import type { Tx } from '../../platform/postgres/database.ts';
import { sql } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import type { Funnel, FunnelFilter, FunnelStage, Velocity } from './contract.ts';
import { velocityOf } from './histogram.ts';
import { sumMoney } from './money.ts';
import { type FunnelPlan, holdSnapshot, type PlanStage, planFunnel } from './plan.ts';
import { countPeople, type PeopleGroup } from './queries/count-people.ts';
import { findLongestWaiting, type LongestWaiting } from './queries/find-longest-waiting.ts';
import { measureHours, type StepHours } from './queries/measure-hours.ts';
import { type DealGroup, sumDeals } from './queries/sum-deals.ts';

/** Below so many people a pass rate says little; a gate with fewer is called the tightest only where all have fewer. */
const peopleForATightestGate = 20;

/** Both lenses from one snapshot: the filter's counts and the gates' are sums over the very same groups. */
export async function readFunnel(options: {
  tx: Tx;
  recast?: Recast | null | undefined;
  now: Date;
  filter: FunnelFilter;
}): Promise<Funnel> {
  await holdSnapshot(options.tx);
  const plan = await planFunnel(options);
  const groups = await countPeople(plan);
  const hours = await measureHours(plan);
  const deals = await sumDeals(plan, plan.window);
  const dealsBefore = plan.before ? await sumDeals(plan, plan.before) : null;
  const waitingPeople = countOf(groups, (group) => isHere(group, group.rank));
  const longest = waitingPeople === 0 ? [] : await findLongestWaiting(plan, { waitingPeople });
  const stages = markTightest(
    plan.stages.map((stage) => presentStage({ plan, stage, groups, hours, deals, longest })),
  );
  return {
    asOf: plan.now,
    range: plan.range,
    recast: plan.recast && presentRecast(plan.recast),
    currency: plan.currency,
    stages,
    won: presentWon(plan, deals),
    wonBefore: dealsBefore && presentWon(plan, dealsBefore),
    throughout: velocityAt(hours, 0, false),
    throughoutBefore: plan.before ? velocityAt(hours, 0, true) : null,
    late: stages.reduce((sum, stage) => sum + stage.late, 0),
    hasPeople: groups.length > 0 || (await options.tx.first(sql`select 1 from contact limit 1`)) !== null,
  };
}

function presentRecast({ versionId, number, word, stageKey, step, madeAt }: Recast): Funnel['recast'] {
  return { versionId, number, word, stage: stageKey, step, madeAt };
}

const countOf = (groups: readonly PeopleGroup[], isCounted: (group: PeopleGroup) => boolean): number =>
  groups.reduce((sum, group) => (isCounted(group) ? sum + group.people : sum), 0);

/** Counts for their present stage, this one, and is open in it. */
const isHere = (group: PeopleGroup, rank: number) =>
  rank > 0 && group.rank === rank && group.depth >= rank && !group.isLeft;

function velocityAt(hours: readonly StepHours[], rank: number, isBefore: boolean): Velocity | null {
  return velocityOf(hours.filter((one) => one.rank === rank && one.isBefore === isBefore));
}

function presentStage(options: {
  plan: FunnelPlan;
  stage: PlanStage;
  groups: readonly PeopleGroup[];
  hours: readonly StepHours[];
  deals: readonly DealGroup[];
  longest: readonly LongestWaiting[];
}): FunnelStage {
  const { plan, stage, groups, hours } = options;
  const { rank, ...own } = stage;
  const isLast = rank === plan.stages.length;
  const reached = countOf(groups, (group) => group.depth >= rank);
  const reachedBefore = plan.before && countOf(groups, (group) => group.depthBefore >= rank);
  const next = countOf(groups, (group) => group.depth > rank);
  const nextBefore = countOf(groups, (group) => group.depthBefore > rank);
  const late = countOf(groups, (group) => isHere(group, rank) && group.isLate);
  const waiting = countOf(groups, (group) => isHere(group, rank) && !group.isLate);
  const goneOn = countOf(groups, (group) => group.depth >= rank && group.rank > rank);
  return {
    ...own,
    reached,
    reachedBefore,
    passRate: isLast || reached === 0 ? null : next / reached,
    passRateBefore: isLast || !reachedBefore ? null : nextBefore / reachedBefore,
    tightest: false,
    toNext: isLast ? null : velocityAt(hours, rank, false),
    toNextBefore: isLast || !plan.before ? null : velocityAt(hours, rank, true),
    waiting,
    late,
    goneOn,
    // Whoever counts here and is neither open here nor further on: they left here, or stand at an earlier stage now.
    left: countOf(
      groups,
      (group) => group.depth >= rank && (group.rank < rank || (group.rank === rank && group.isLeft)),
    ),
    won: sumMoney(
      options.deals.filter((deal) => deal.depth >= rank),
      plan.currency,
    ),
    longest: options.longest
      .filter((one) => one.stage === stage.key)
      .map(({ stage: _stage, ...person }) => person),
  };
}

function presentWon(plan: FunnelPlan, deals: readonly DealGroup[]): Funnel['won'] {
  const count = (groups: readonly DealGroup[]) => groups.reduce((sum, group) => sum + group.deals, 0);
  return {
    deals: count(deals),
    value: sumMoney(deals, plan.currency),
    dealsWithoutPerson: count(deals.filter((deal) => !deal.hasPerson)),
  };
}

/** The gate with the lowest pass rate among those that enough people came to; the earlier one of two alike. */
function markTightest(stages: readonly FunnelStage[]): FunnelStage[] {
  const gates = stages.filter((stage) => stage.passRate !== null);
  const busy = gates.filter((stage) => stage.reached >= peopleForATightestGate);
  let tightest: FunnelStage | null = null;
  for (const stage of busy.length > 0 ? busy : gates) {
    if (tightest === null || (stage.passRate ?? 1) < (tightest.passRate ?? 1)) tightest = stage;
  }
  const key = (tightest?.passRate ?? 1) < 1 ? tightest?.key : undefined;
  return stages.map((stage) => ({ ...stage, tightest: stage.key === key }));
}
