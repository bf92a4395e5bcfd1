import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { dayMs, leadsSql } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

export type Horizon = { days: number; isChosen: boolean; words: string };

const fewestToLearnFrom = 20;
const usualDays = 120;
const shortestDays = 30;
const longestDays = 365;
/** From so long ago on: older habits say little of how long things take now. */
const learntFromMs = 3 * 365 * dayMs;

/** How long a lead gets before it counts as one that did not: until four of five of those who do, have. */
export async function readHorizon(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  chosenDays: number | undefined,
): Promise<Horizon> {
  const { name } = plan.stage;
  if (chosenDays !== undefined)
    return {
      days: chosenDays,
      isChosen: true,
      words: `Chosen: ${name} within ${chosenDays} days of coming in.`,
    };
  const all: ValuePlan = {
    ...plan,
    range: { ...plan.range, fromMs: plan.nowMs - learntFromMs, toMs: plan.nowMs },
  };
  const [row] = await rowsOf<{ reached: number; days: number | null }>(
    clickhouse,
    `select count() as reached, quantileExactInclusive(0.8)((reached_at_ms - came_ms) / ${dayMs}) as days
    from (${leadsSql(all, { horizonMs: 0 })}) where reached_at_ms > 0 and not came_there`,
  );
  const reached = row?.reached ?? 0;
  if (reached < fewestToLearnFrom || row?.days == null)
    return {
      days: usualDays,
      isChosen: false,
      words: `${name} within ${usualDays} days of coming in: too few have reached it to learn how long it takes.`,
    };
  const days = Math.min(longestDays, Math.max(shortestDays, Math.ceil(row.days)));
  return {
    days,
    isChosen: false,
    words: `${name} within ${days} days of coming in: four of five of the ${reached} who reached it did so in that time.`,
  };
}
