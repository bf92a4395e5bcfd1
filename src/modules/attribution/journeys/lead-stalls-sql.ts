import type { JourneyStep } from './deals-contract.ts';
import { stepKey } from './deals-sql.ts';
import { leadsSql } from './dimensions.ts';
import type { JourneysPlan } from './plan.ts';
import { dayMs, nobody, quoted } from './sql-text.ts';

/** The same of leads in the lifecycle: the stage they got to last, and what they did last. */
export function leadStallsSql(plan: JourneysPlan, by: JourneyStep): { goneOn: string; waiting: string } {
  const keys = plan.stages.map(({ key }) => key);
  const matches =
    plan.matches === null
      ? ''
      : `and id in (select lead_id from (${leadsSql({ workspace: plan.workspace, matches: plan.matches, value: "''" })}))`;
  const list = `[${keys.map(quoted).join(', ')}]`;
  const people = `select *, arrayFilter(stage -> mapContains(reached_ms, stage), ${list}) as came,
      arrayMap(stage -> reached_ms[stage], came) as came_times
    from journey where workspace_id = ${plan.workspace} and eligibility = 'person' ${matches}`;
  const last = keys.at(-1) ?? '';
  const money = plan.money({ amount: 'amount_minor', currency: 'currency', ms: 'opened_ms' });
  return {
    goneOn: `
      select stage_key as stage, count() as gone_on, quantilesExact(0.5, 0.9)((left_ms - came_ms) / ${dayMs}) as days,
        toFloat64(any(indexOf(${list}, stage_key))) as position
      from (select arrayPopBack(came) as from_keys, arrayPopBack(came_times) as from_times, arrayPopFront(came_times) as left_times from (${people}))
      array join from_keys as stage_key, from_times as came_ms, left_times as left_ms
      where left_ms >= came_ms group by stage`,
    waiting: `
      select *, ${stepKey[by]} as step_keys, if(empty(step_keys), '', step_keys[-1]) as last_key,
        empty(step_keys) as is_untouched, if(notEmpty(at), toNullable(at[-1]), null) as last_ms,
        if(standing_stage = '', came[-1], toString(standing_stage)) as stage_key,
        if(standing_stage = '', came_times[-1], standing_since_ms) as since_ms
      from (${people}) as person
      left join (
        select contact_id, status as standing_status, stage as standing_stage, since_ms as standing_since_ms
        from journey_standing where workspace_id = ${plan.workspace}) as standing on contact_id = id
      left join (
        select primary_id, sum(ifNull(${money}, 0)) as minor from journey_deal
        where workspace_id = ${plan.workspace} and status = 'open' and primary_id != ${nobody} group by primary_id) as deal
        on primary_id = id
      where notEmpty(came) and standing_status != 'left' and stage_key != ${quoted(last)}`,
  };
}
