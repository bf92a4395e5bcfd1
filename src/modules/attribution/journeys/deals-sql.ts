import type { JourneyStep } from './deals-contract.ts';
import { leadsSql } from './dimensions.ts';
import { inWindow, type JourneysPlan } from './plan.ts';
import { nobody } from './sql-text.ts';

/**
 * What the steps of a journey go by. Where a talk has no channel, it is told by what it was (~call), as nothing that a
 * buyer met is left without a name.
 */
export const stepKey: Readonly<Record<JourneyStep, string>> = {
  channel:
    "arrayMap((channel, type) -> if(channel != '', toString(channel), concat('~', toString(type))), channels, types)",
  type: 'arrayMap(type -> toString(type), types)',
  kind: 'arrayMap(kind -> toString(kind), kinds)',
  campaign: `arrayMap(id -> if(id = ${nobody}, '', toString(id)), campaign_ids)`,
  asset: `arrayMap(id -> toString(id), arrayFilter(id -> id != ${nobody}, asset_ids))`,
};

/**
 * Deals that closed in the period and those open at its end, with what led to them: a row each, the arrays in order of
 * time. Of whom only those whose primary contact the filter lets through.
 */
export function dealsSql(plan: JourneysPlan): string {
  const isOpenAtEnd = plan.window.toMs === null ? '1' : `deal.opened_ms < ${plan.window.toMs}`;
  const money = plan.money({ amount: 'deal.amount_minor', currency: 'deal.currency', ms: 'result_ms' });
  const matches =
    plan.matches === null
      ? ''
      : `and deal.primary_id in (select lead_id from (${leadsSql({ workspace: plan.workspace, matches: plan.matches, value: "''" })}))`;
  return `
    select deal.id as id, deal.name as name, deal.account_id as account_id, deal.owner_id as owner_id, deal.status as status,
      toString(deal.stage) as stage, deal.opened_ms as opened_ms, deal.closed_ms as closed_ms, deal.group_ids as group_ids,
      assumeNotNull(ifNull(deal.closed_ms, deal.opened_ms)) as result_ms, ${money} as minor,
      at, touch_ids, person_ids, kinds, types, channels, campaign_ids, asset_ids
    from journey_deal as deal
    inner join (
      select id as journey_id, at, touch_ids, person_ids, kinds, types, channels, campaign_ids, asset_ids from journey
      where workspace_id = ${plan.workspace} and eligibility = '${plan.eligibility}') as journey on journey_id = deal.id
    where deal.workspace_id = ${plan.workspace}
      and if(deal.status = 'open', ${isOpenAtEnd}, ${inWindow(plan, 'assumeNotNull(deal.closed_ms)')}) ${matches}`;
}
