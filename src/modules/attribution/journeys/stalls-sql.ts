import type { JourneyStep } from './deals-contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import type { JourneysPlan } from './plan.ts';
import { dayMs, holdsNow } from './sql-text.ts';

/** When each deal came to which stage, by what the records say, and when it left it: for the next, or won. */
const stagesOfDeals = (plan: JourneysPlan): string => `
  select opportunity_id as stages_of, arrayMap(at -> toUnixTimestamp64Milli(at), stage_times) as stage_ms,
    arrayMap(stage -> toString(stage), stages) as stage_keys, toUnixTimestamp64Milli(closed_at) as over_ms, status as ended
  from deal_state final where workspace_id = ${plan.workspace} and ${holdsNow}`;

/** How long those that went on stood in a stage: all there ever were, as a period alone has few. */
export const goneOnSql = (plan: JourneysPlan): string => `
  select stage_key as stage, count() as gone_on, quantilesExact(0.5, 0.9)((left_ms - came_ms) / ${dayMs}) as days,
    avg(nth) as position
  from (
    select stage_keys, stage_ms, ended, over_ms,
      arrayMap((ms, nth) -> if(nth < length(stage_ms), stage_ms[nth + 1], if(ended = 'won', ifNull(over_ms, 0), 0)), stage_ms, arrayEnumerate(stage_ms)) as left_times
    from (${stagesOfDeals(plan)}))
  array join stage_keys as stage_key, stage_ms as came_ms, left_times as left_ms, arrayEnumerate(stage_ms) as nth
  where left_ms >= came_ms and left_ms > 0
  group by stage`;

/** Open deals with since when they stand where they stand, and what they met last. */
export const waitingSql = (plan: JourneysPlan, by: JourneyStep): string => `
  select deal.*, ${stepKey[by]} as step_keys, if(empty(step_keys), '', step_keys[-1]) as last_key,
    empty(step_keys) as is_untouched, if(notEmpty(at), toNullable(at[-1]), null) as last_ms,
    if(notEmpty(stage_ms), greatest(stage_ms[-1], opened_ms), opened_ms) as since_ms,
    if(notEmpty(stage_keys), stage_keys[-1], lowerUTF8(stage)) as stage_key
  from (${dealsSql(plan)}) as deal
  left join (${stagesOfDeals(plan)}) as stood on stages_of = deal.id
  where status = 'open'`;
