import type { Tx } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import type { FunnelByRow, FunnelDimension, FunnelFilter } from './contract.ts';
import { type Dimension, findDimension, presentDimension } from './dimensions.ts';
import { velocityOf } from './histogram.ts';
import { sumMoney } from './money.ts';
import { type FunnelPlan, holdSnapshot, planFunnel } from './plan.ts';
import {
  countByDimension,
  type DimensionDeals,
  type DimensionGroup,
  sumDealsByDimension,
} from './queries/count-by-dimension.ts';

/** Not "unknown": that is a value which fields really have. */
const unknownLabel = '(none)';

/** The funnel by one dimension; the rows add up to the funnel, in people and in money. */
export async function splitFunnel(options: {
  tx: Tx;
  recast?: Recast | null | undefined;
  now: Date;
  filter: FunnelFilter;
  dimension: string;
  limit: number;
}): Promise<{ dimension: FunnelDimension; currency: string; rows: FunnelByRow[] }> {
  await holdSnapshot(options.tx);
  const plan = await planFunnel(options);
  const dimension = findDimension(plan.dimensions, options.dimension);
  const people = await countByDimension(plan, { dimension, limit: options.limit });
  const named = new Set(people.flatMap((group) => (group.key === null ? [] : [group.key])));
  const isCut = named.size >= options.limit;
  const deals = await sumDealsByDimension(plan, { dimension, keys: isCut ? [...named] : null });
  const rows = await presentRows({ plan, dimension, people, deals });
  return { dimension: presentDimension(dimension), currency: plan.currency, rows };
}

async function presentRows(options: {
  plan: FunnelPlan;
  dimension: Dimension;
  people: readonly DimensionGroup[];
  deals: readonly DimensionDeals[];
}): Promise<FunnelByRow[]> {
  const { plan, dimension } = options;
  const people = Map.groupBy(options.people, (group) => group.key);
  const deals = Map.groupBy(options.deals, (group) => group.key);
  const keys = [...new Set([...people.keys(), ...deals.keys()])];
  const known = keys.flatMap((key) => (key === null || key === '' ? [] : [key]));
  const labels = dimension.labels ? await dimension.labels(plan.tx, known) : null;
  const labelOf = (key: string | null) => {
    if (key === null) return 'all others';
    return key === '' ? unknownLabel : (labels?.get(key) ?? key);
  };
  const rows = keys.map((key) => {
    const groups = people.get(key) ?? [];
    const own = deals.get(key) ?? [];
    return {
      key: key ?? '',
      label: labelOf(key),
      isRest: key === null,
      stages: countStages(plan, groups),
      throughout: velocityOf(
        groups.flatMap(({ hours, people: n }) => (hours === null ? [] : [{ hours, people: n }])),
      ),
      deals: own.reduce((sum, one) => sum + one.deals, 0),
      value: sumMoney(own, plan.currency),
    };
  });
  const size = (row: FunnelByRow) => row.stages[plan.stages[0]?.key ?? ''] ?? 0;
  return rows.toSorted(
    (one, other) =>
      Number(one.isRest) - Number(other.isRest) ||
      size(other) - size(one) ||
      (one.label < other.label ? -1 : 1),
  );
}

function countStages(plan: FunnelPlan, groups: readonly DimensionGroup[]): Record<string, number> {
  return Object.fromEntries(
    plan.stages.map((stage) => [
      stage.key,
      groups.reduce((sum, group) => (group.depth >= stage.rank ? sum + group.people : sum), 0),
    ]),
  );
}
