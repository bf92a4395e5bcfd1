import type { Tx } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import type { FunnelFilter } from './contract.ts';
import { holdSnapshot, planFunnel } from './plan.ts';
import { countByMonth } from './queries/count-by-month.ts';

type Month = { month: string; stages: Record<string, number> };

/** The funnel by month, gaps filled; the months add up to the funnel. */
export async function readTrend(options: {
  tx: Tx;
  recast?: Recast | null | undefined;
  now: Date;
  filter: FunnelFilter;
}): Promise<{ months: Month[] }> {
  await holdSnapshot(options.tx);
  const plan = await planFunnel(options);
  const counts = await countByMonth(plan);
  const byMonth = Map.groupBy(counts, (count) => count.month);
  const known = [...byMonth.keys()].toSorted();
  const months = monthsFrom(known).map((month) => {
    const stages = Object.fromEntries(plan.stages.map((stage) => [stage.key, 0]));
    for (const count of byMonth.get(month) ?? []) {
      const stage = plan.stages[count.rank - 1];
      if (stage) stages[stage.key] = count.people;
    }
    return { month, stages };
  });
  return { months };
}

/** One wrong date, centuries ago, must not make a page of thousands of empty months: before these, gaps stay gaps. */
const gaplessMonths = 240;

function monthsFrom(known: readonly string[]): string[] {
  const last = known.at(-1);
  if (last === undefined) return [];
  const indexOf = (month: string) => Number(month.slice(0, -3)) * 12 + Number(month.slice(-2)) - 1;
  const indexes = new Set(known.map(indexOf));
  const end = indexOf(last);
  const start = [...indexes].find((index) => index > end - gaplessMonths) ?? end;
  for (let index = start; index <= end; index += 1) indexes.add(index);
  return [...indexes]
    .toSorted((one, other) => one - other)
    .map(
      (index) =>
        `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`,
    );
}
