import type { JourneyStep } from './deals-contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import { ask, type JourneysPlan } from './plan.ts';
import { listOf, quoted } from './sql-text.ts';

/** More in one step are `rest`, so that a picture stays one. */
const mostInStep = 7;

export const rest = '~rest';
export const none = '~none';
export const flowEnds = ['won', 'open', 'lost'] as const;

/** The keys of each step that stand for themselves, by how many journeys pass through them. */
export async function keysOfSteps(
  plan: JourneysPlan,
  { by, steps }: { by: JourneyStep; steps: number },
): Promise<string[][]> {
  const rows = await ask<{ nth: number; key: string }>(
    plan,
    `select nth, key from (
      select nth, key, count() as journeys
      from (select arraySlice(arrayCompact(${stepKey[by]}), 1, ${steps}) as walked from (${dealsSql(plan)}) as deal)
      array join walked as key, arrayEnumerate(walked) as nth group by nth, key)
    order by nth, journeys desc, key limit ${mostInStep + 1} by nth`,
  );
  return Array.from({ length: steps }, (_, step) => {
    const keys = rows.filter(({ nth }) => nth === step + 1).map(({ key }) => key);
    return keys.length > mostInStep ? keys.slice(0, mostInStep - 1) : keys;
  });
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
