import type { JourneyStep } from './deals-contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import { ask, type JourneysPlan } from './plan.ts';
import { listOf, quoted } from './sql-text.ts';

/** More in one step are `rest`, so that a picture stays one. */
const mostInStep = 7;

export const rest = '~rest';
export const none = '~none';
export const flowEnds = ['won', 'open', 'lost'] as const;

type StepsSeen = { keys: string[][]; journeys: number; goOn: number; withoutRate: number };

/**
 * The keys of each step that stand for themselves, by how many journeys pass through them; and how many journeys there
 * are, go on after these steps, and have no rate: the step before the first.
 */
export async function seeSteps(
  plan: JourneysPlan,
  { by, steps }: { by: JourneyStep; steps: number },
): Promise<StepsSeen> {
  const rows = await ask<{ nth: number; key: string; journeys: number; go_on: number; no_rate: number }>(
    plan,
    `select nth, key, count() as journeys, countIf(goes_on) as go_on, countIf(has_no_rate) as no_rate
      from (select arrayCompact(${stepKey[by]}) as walked, length(walked) > ${steps} as goes_on, minor is null as has_no_rate,
        arrayConcat([''], arraySlice(walked, 1, ${steps})) as keys from (${dealsSql(plan)}) as deal)
      array join keys as key, arrayEnumerate(keys) as place group by place - 1 as nth, key
    order by nth, journeys desc, key limit ${mostInStep + 1} by nth`,
  );
  const [all] = rows.filter(({ nth }) => nth === 0);
  const keys = Array.from({ length: steps }, (_, step) => {
    const own = rows.filter(({ nth }) => nth === step + 1).map(({ key }) => key);
    return own.length > mostInStep ? own.slice(0, mostInStep - 1) : own;
  });
  return { keys, journeys: all?.journeys ?? 0, goOn: all?.go_on ?? 0, withoutRate: all?.no_rate ?? 0 };
}

/**
 * Each journey as the places it passes in the picture: `0:webinar`, `1:~call`, …, `end:won`. What is not among the
 * keys of its step is its rest.
 */
export function placesSql(
  plan: JourneysPlan,
  { by, keys }: { by: JourneyStep; keys: readonly (readonly string[])[] },
): string {
  const cases = keys.map(
    (own, step) =>
      `nth = ${step + 1}, if(key in ${own.length ? listOf(own.map(quoted)) : "('')"}, concat('${step}:', key), '${step}:${rest}')`,
  );
  return `select *, arrayCompact(${stepKey[by]}) as walked,
      arrayConcat(
        if(empty(walked), ['0:${none}'],
          arrayMap((key, nth) -> multiIf(${cases.join(', ')}, ''), arraySlice(walked, 1, ${keys.length}),
            arrayEnumerate(arraySlice(walked, 1, ${keys.length})))),
        [concat('end:', toString(status))]) as places
    from (${dealsSql(plan)}) as deal`;
}
