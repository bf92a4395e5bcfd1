import { type JourneyPlan, nobody } from './journeys-sql.ts';

const dayMs = 86_400_000;
/** A piece met so soon is what somebody came by. */
const cameByDays = 7;

const columns =
  'workspace_id, id, account_id, came_ms, channel, campaign_id, asset_id, segment, employees, role, reached_ms, won';

/**
 * Fills `journey_lead` from journeys that stand: where a lead came from is what its record says, else the first that was
 * seen of it; who became known is what came in, whatever was seen of them before. Each won deal with an amount is split
 * among its buying group, of which a lead is the `nth` of so many `people`.
 */
export function journeyLeadsSql(
  plan: Pick<JourneyPlan, 'workspaceId' | 'journeys' | 'deals' | 'part' | 'parts'> & { leads: string },
): string {
  const ofWorkspace = `workspace_id = toUUID('${plan.workspaceId}')`;
  const ofPart = (id: string) => `cityHash64(${id}) % ${plan.parts} = ${plan.part}`;
  const isNow = `${ofWorkspace} and not gone and valid_to >= toDateTime64('2299-12-31 00:00:00', 3, 'UTC')`;
  const journeys = `select id, account_id, opened_ms as came_ms, reached_ms,
      if(length(channels) > 0, toString(channels[1]), '') as first_channel,
      if(length(campaign_ids) > 0, campaign_ids[1], ${nobody}) as first_campaign,
      arrayElement(arrayFilter((asset, ms) -> asset != ${nobody} and ms <= came_ms + ${cameByDays * dayMs}, asset_ids, at), 1) as first_asset
    from ${plan.journeys} where ${ofWorkspace} and eligibility = 'person' and ${ofPart('id')}`;
  const known = `select contact_id, toString(channel) as own_channel, campaign_id as own_campaign,
      if(persona != '', toString(persona), toString(buying_role)) as own_role
    from lead_state final where ${isNow} and ${ofPart('contact_id')}`;
  const accounts = `select account_id, toString(segment) as segment, employee_count as employees
    from account_state final where ${isNow}`;
  const won = `select member.1 as member_id, groupArray((deal_id, amount, deal_currency, closed, people, toUInt32(member.2))) as parts
    from (
      select id as deal_id, assumeNotNull(amount_minor) as amount, currency as deal_currency, ifNull(closed_ms, 0) as closed,
        toUInt32(length(group_ids)) as people, arrayJoin(arrayZip(group_ids, arrayEnumerate(group_ids))) as member
      from ${plan.deals} where ${ofWorkspace} and status = 'won' and amount_minor is not null)
    where ${ofPart('member_id')} group by member_id`;
  return `insert into ${plan.leads} (${columns})
    select toUUID('${plan.workspaceId}') as workspace_id, id, account_id, came_ms,
      if(own_channel != '', own_channel, first_channel) as channel,
      if(own_campaign != ${nobody}, own_campaign, first_campaign) as campaign_id, first_asset as asset_id, segment,
      employees, own_role as role, reached_ms, parts as won
    from (${journeys}) as journey
    inner join (${known}) as lead on contact_id = id
    left join (${accounts}) as account using (account_id)
    left join (${won}) as member on member_id = id`;
}
