/** The statements that make the journeys of a workspace, in ClickHouse, from what it knows of leads and deals. */
export const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";

export const eligibilities = ['group', 'account', 'primary'] as const;
export type Eligibility = (typeof eligibilities)[number];

/** What we did, or what said nothing: no touchpoint. Tests of `journeys.test.ts` hold the list to the guide. */
export const noTouchpoints = [
  'email_sent',
  'email_delivered',
  'email_bounced',
  'email_unsubscribed',
  'ad_shown',
  'asset_shared',
  'scroll',
  'withdrawn',
] as const;

export type JourneyPlan = {
  workspaceId: string;
  /** Tables that are being filled: they replace what there is once all of it stands. */
  journeys: string;
  deals: string;
  said: string;
  /** The lifecycle stage at which a lead counts as created; null: when the contact became known. */
  leadStage: string | null;
  /** Of so many parts, which: what a statement holds in memory stays bounded. */
  part: number;
  parts: number;
};

const workspaceOf = ({ workspaceId }: Pick<JourneyPlan, 'workspaceId'>) => `toUUID('${workspaceId}')`;

/** Everybody there is, by what is known of them now. */
const leadsNow = (plan: JourneyPlan): string => `
  select contact_id, account_id, toUnixTimestamp64Milli(known_at) as known_ms, channel, campaign_id, persona,
    mapApply((stage, reached_at) -> (stage, toUnixTimestamp64Milli(reached_at)), reached) as reached_ms,
    ${plan.leadStage === null ? 'toNullable(known_ms)' : `if(mapContains(reached_ms, ${quoted(plan.leadStage)}), toNullable(reached_ms[${quoted(plan.leadStage)}]), null)`} as lead_created_ms
  from lead_state final
  where workspace_id = ${workspaceOf(plan)} and not gone and valid_to >= toDateTime64('2299-12-31 00:00:00', 3, 'UTC')`;

const tracked = (plan: JourneyPlan, among: string): string => `
  select person_id, id as touch_id, toUnixTimestamp64Milli(at) as ms, kind, type, channel, campaign_id, asset_id, teammate_id
  from lead_interaction
  where workspace_id = ${workspaceOf(plan)} and counted and type not in (${noTouchpoints.map(quoted).join(', ')})
    and person_id in (${among})`;

/**
 * Touchpoints of these people. Where somebody came from stands in their record; where nothing was seen of them up to
 * when they became known, that is their first touchpoint, at that time, and goes by the contact's own id.
 */
const touchesOf = (plan: JourneyPlan, among: string): string => `
  ${tracked(plan, among)}
  union all
  select contact_id as person_id, contact_id as touch_id, known_ms as ms, 'content' as kind, 'origin' as type, channel,
    campaign_id, ${nobody} as asset_id, ${nobody} as teammate_id
  from (${leadsNow(plan)}) as lead
  left join (select person_id as seen_id, min(ms) as first_ms, 1 as was_seen from (${tracked(plan, among)}) group by person_id) as seen
    on seen_id = contact_id
  where contact_id in (${among}) and (channel != '' or campaign_id != ${nobody}) and (was_seen = 0 or first_ms > known_ms)`;

const touchColumns = `ms, touch_id, person_id, kind, type, channel, campaign_id, asset_id, teammate_id, persona`;

/** In order of time, each once, whoever of several took part. */
const inOrder = `arraySort(touch -> (touch.1, touch.2, touch.3), groupArray((${touchColumns}))) as sorted,
  arrayFilter((touch, nth) -> nth = 1 or touch.2 != sorted[nth - 1].2, sorted, arrayEnumerate(sorted)) as touches`;

const arraysOf = `arrayMap(touch -> touch.1, touches) as at, arrayMap(touch -> touch.2, touches) as touch_ids,
  arrayMap(touch -> touch.3, touches) as person_ids, arrayMap(touch -> touch.4, touches) as kinds,
  arrayMap(touch -> touch.5, touches) as types, arrayMap(touch -> touch.6, touches) as channels,
  arrayMap(touch -> touch.7, touches) as campaign_ids, arrayMap(touch -> touch.8, touches) as asset_ids,
  arrayMap(touch -> touch.9, touches) as teammate_ids, arrayMap(touch -> touch.10, touches) as personas,
  arrayMap(ms -> arrayElement(said_stages, arrayLastIndex(said -> said <= ms, said_ms)), at) as buying_stages`;

const journeyColumns = `workspace_id, eligibility, id, account_id, status, opened_ms, closed_ms, amount_minor, currency,
  lead_created_ms, reached_ms, at, touch_ids, person_ids, kinds, types, channels, campaign_ids, asset_ids, teammate_ids,
  personas, buying_stages`;

const saidOf = (plan: JourneyPlan, records: string): string => `
  select owner_id as said_of, arraySort(said -> said.1, groupArray((at_ms, stage))) as all_said,
    arrayMap(said -> said.1, all_said) as said_ms, arrayMap(said -> toString(said.2), all_said) as said_stages
  from (select record_id, at_ms, stage from ${plan.said} where workspace_id = ${workspaceOf(plan)}) as said
  inner join (${records}) as record using (record_id)
  group by owner_id`;

/** Journeys of deals. What came after the close led to nothing. */
export function dealJourneysSql(plan: JourneyPlan, eligibility: Eligibility): string {
  const deals = `select * from ${plan.deals} where workspace_id = ${workspaceOf(plan)}
    and cityHash64(id) % ${plan.parts} = ${plan.part}`;
  const whose = {
    group: `select id as deal_id, arrayJoin(group_ids) as person_id from (${deals})`,
    primary: `select id as deal_id, primary_id as person_id from (${deals}) where primary_id != ${nobody}`,
    account: `select distinct deal_id, person_id from (
      select id as deal_id, arrayJoin(group_ids) as person_id from (${deals})
      union all
      select id as deal_id, contact_id as person_id from (${deals}) as deal
      inner join (select contact_id, account_id from (${leadsNow(plan)}) where account_id != ${nobody}) as lead using (account_id))`,
  }[eligibility];
  const records = `select id as record_id, id as owner_id from (${deals})
    union all select account_id as record_id, id as owner_id from (${deals})
    union all select arrayJoin(group_ids) as record_id, id as owner_id from (${deals})`;
  const members = `select deal_id, member.person_id as person_id, persona, lead_created_ms from (${whose}) as member
    left join (select contact_id, persona, lead_created_ms from (${leadsNow(plan)})) as lead on contact_id = person_id`;
  return `insert into ${plan.journeys} (${journeyColumns})
    select ${workspaceOf(plan)} as workspace_id, '${eligibility}' as eligibility, id, account_id, status, opened_ms, closed_ms,
      ifNull(amount_minor, 0) as amount_minor, currency, lead_created_ms, map() as reached_ms, ${arraysOf}
    from (${deals}) as deal
    left join (select deal_id, min(lead_created_ms) as lead_created_ms from (${members}) group by deal_id) as created
      on created.deal_id = id
    left join (
      select deal_id, ${inOrder}
      from (select touch.*, deal_id, persona from (${touchesOf(plan, `select person_id from (${whose})`)}) as touch
        inner join (${members}) as member using (person_id)) as mine
      inner join (select id as until_id, ifNull(closed_ms, toInt64(9223372036854775807)) as until_ms from (${deals})) as until
        on until_id = deal_id
      where ms <= until_ms
      group by deal_id) as had on had.deal_id = id
    left join (${saidOf(plan, records)}) as said on said_of = id`;
}

/** Journeys of leads: what each person did, over all time. */
export function leadJourneysSql(plan: JourneyPlan): string {
  const leads = `select * from (${leadsNow(plan)}) where cityHash64(contact_id) % ${plan.parts} = ${plan.part}`;
  const records = `select contact_id as record_id, contact_id as owner_id from (${leads})
    union all select account_id as record_id, contact_id as owner_id from (${leads}) where account_id != ${nobody}`;
  return `insert into ${plan.journeys} (${journeyColumns})
    select ${workspaceOf(plan)} as workspace_id, 'person' as eligibility, contact_id as id, account_id, '' as status,
      known_ms as opened_ms, null as closed_ms, 0 as amount_minor, '' as currency, lead_created_ms, reached_ms, ${arraysOf}
    from (${leads}) as lead
    left join (
      select person_id, ${inOrder}
      from (select touch.*, persona from (${touchesOf(plan, `select contact_id from (${leads})`)}) as touch
        inner join (select contact_id as person_id, persona from (${leads})) as lead using (person_id))
      group by person_id) as had on person_id = contact_id
    left join (${saidOf(plan, records)}) as said on said_of = contact_id`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
