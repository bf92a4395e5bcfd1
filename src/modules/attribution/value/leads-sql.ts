import { AppError } from '../../../platform/errors.ts';
import type { ValuePlan } from './plan.ts';

export const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";
export const dayMs = 86_400_000;
/** A piece met so soon is what somebody came by. */
const cameByDays = 7;

export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
export const quotedList = (texts: readonly string[]): string => `[${texts.map(quoted).join(', ')}]`;

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new AppError('invalid_input', 'A whole number was expected.');
  return String(value);
}

/** Sizes of companies as most statistics cut them; the words are shown. */
const sizeBand = `multiIf(employees is null, 'size unknown', employees < 50, 'under 50 people',
  employees < 250, '50 to 249 people', employees < 1000, '250 to 999 people', '1,000 people or more')`;

/** When the stage, or a later one, was first reached; 0: not. */
function reachedSql(plan: ValuePlan, position: number): string {
  const keys = plan.stages.filter((stage) => stage.position >= position).map(({ key }) => key);
  const times = keys.map((key) => `reached_ms[${quoted(key)}]`);
  return `arrayMin(arrayConcat(arrayFilter(ms -> ms > 0, [${times.join(', ')}]), [toInt64(9223372036854775807)]))`;
}

/** What a lead is counted under; '' where that is not known. */
function keySql(plan: ValuePlan): string {
  if (plan.by === 'channel') return 'channel';
  if (plan.by === 'campaign') return `if(campaign_id = ${nobody}, '', toString(campaign_id))`;
  if (plan.by === 'asset') return `if(asset_id = ${nobody}, '', toString(asset_id))`;
  if (plan.by === 'asset_type') {
    if (plan.assetTypes.length === 0) return `''`;
    const ids = quotedList(plan.assetTypes.map(({ id }) => id));
    return `transform(toString(asset_id), ${ids}, ${quotedList(plan.assetTypes.map(({ type }) => type))}, '')`;
  }
  const owned = plan.campaigns.filter(({ ownerId }) => ownerId !== null);
  if (owned.length === 0) return `''`;
  const ids = quotedList(owned.map(({ id }) => id));
  return `transform(toString(campaign_id), ${ids}, ${quotedList(owned.map(({ ownerId }) => ownerId ?? ''))}, '')`;
}

function baselineSql({ setting }: ValuePlan): string {
  if (setting.kind === 'channel' && setting.channel !== null) return `channel = ${quoted(setting.channel)}`;
  if (setting.kind === 'campaigns' && setting.campaignIds.length > 0)
    return `has(${quotedList(setting.campaignIds)}, toString(campaign_id))`;
  return '0';
}

/** Quarters are the workspace's; who became known is what came in, whatever was seen of them before. */
const cameSql = ({ timeZone }: ValuePlan): string =>
  `toTimeZone(fromUnixTimestamp64Milli(came_ms), ${quoted(timeZone)})`;

/** Every sum that a lead is part of: of its row, of all that marketing brought, of the baseline. One pass for all. */
export const namesSql = `arrayJoin(arrayConcat([concat('row:', key)], if(is_marketing, ['marketing'], []),
  if(is_baseline, ['baseline'], [])))`;

export type LeadsOptions = {
  /** Within so long of coming in success counts; younger leads are not judged. */
  horizonMs: number;
};

/**
 * A query with a row for each lead who came in during the period: `id, account_id, came_ms, channel, campaign_id,
 * asset_id, key, is_baseline, is_marketing, reached_at_ms, won_at_ms (0: not), is_young, converted, segment, size_band,
 * role, quarter`. `came_there`: they stood in the stage when they became known, as who is named once a deal is there does. Where they came from is what their record says, else the first that was seen of them.
 */
export function leadsSql(plan: ValuePlan, { horizonMs }: LeadsOptions): string {
  const ofWorkspace = `workspace_id = toUUID(${quoted(plan.workspaceId)})`;
  const isNow = `${ofWorkspace} and not gone and valid_to >= toDateTime64('2299-12-31 00:00:00', 3, 'UTC')`;
  const never = '9223372036854775807';
  const journeys = `select id, account_id, opened_ms as came_ms,
      if(length(channels) > 0, toString(channels[1]), '') as first_channel,
      if(length(campaign_ids) > 0, campaign_ids[1], ${nobody}) as first_campaign,
      arrayElement(arrayFilter((asset, ms) -> asset != ${nobody} and ms <= came_ms + ${cameByDays * dayMs}, asset_ids, at), 1) as asset_id,
      ${reachedSql(plan, plan.stage.position)} as stage_ms, ${reachedSql(plan, plan.lastStage.position)} as last_ms
    from journey
    where ${ofWorkspace} and eligibility = 'person' and opened_ms >= ${integer(plan.range.fromMs)}
      and opened_ms < ${integer(plan.range.toMs)}`;
  const known = `select contact_id as id, toString(channel) as own_channel, campaign_id as own_campaign, persona, buying_role
    from lead_state final where ${isNow}`;
  const accounts = `select account_id, toString(segment) as account_segment, employee_count as employees
    from account_state final where ${isNow}`;
  const placed = `select id, account_id, came_ms, asset_id,
      if(own_channel != '', own_channel, first_channel) as channel,
      if(own_campaign != ${nobody}, own_campaign, first_campaign) as campaign_id,
      if(stage_ms = ${never}, 0, greatest(stage_ms, came_ms)) as reached_at_ms,
      if(last_ms = ${never}, 0, greatest(last_ms, came_ms)) as won_at_ms,
      stage_ms <= came_ms as came_there,
      not came_there and came_ms + ${integer(horizonMs)} > ${integer(plan.nowMs)} as is_young,
      not came_there and not is_young as is_judged,
      is_judged and reached_at_ms > 0 and reached_at_ms <= came_ms + ${integer(horizonMs)} as converted,
      if(account_segment = '', 'segment unknown', account_segment) as segment, ${sizeBand} as size_band,
      multiIf(persona != '', toString(persona), buying_role != '', toString(buying_role), 'role unknown') as role,
      concat(toString(toYear(${cameSql(plan)})), ' Q', toString(toQuarter(${cameSql(plan)}))) as quarter
    from (${journeys}) as journey inner join (${known}) as lead using (id)
    left join (${accounts}) as account using (account_id)
    settings join_use_nulls = 0`;
  const sales = quotedList(plan.setting.salesChannels);
  return `select *, ${keySql(plan)} as key, toUInt8(${baselineSql(plan)}) as is_baseline,
      toUInt8(not is_baseline and channel != '' and not has(${plan.setting.salesChannels.length === 0 ? "['']" : sales}, channel)) as is_marketing
    from (${placed})`;
}
