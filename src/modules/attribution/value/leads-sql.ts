import { AppError } from '../../../platform/errors.ts';
import type { ValuePlan } from './plan.ts';

export const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";
export const dayMs = 86_400_000;

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
  const never = '9223372036854775807';
  const leads = `select id, account_id, came_ms, asset_id, channel, campaign_id, won,
      ${reachedSql(plan, plan.stage.position)} as stage_ms, ${reachedSql(plan, plan.lastStage.position)} as last_ms,
      if(stage_ms = ${never}, 0, greatest(stage_ms, came_ms)) as reached_at_ms,
      if(last_ms = ${never}, 0, greatest(last_ms, came_ms)) as won_at_ms,
      stage_ms <= came_ms as came_there,
      not came_there and came_ms + ${integer(horizonMs)} > ${integer(plan.nowMs)} as is_young,
      not came_there and not is_young as is_judged,
      is_judged and reached_at_ms > 0 and reached_at_ms <= came_ms + ${integer(horizonMs)} as converted,
      if(segment = '', 'segment unknown', segment) as segment, ${sizeBand} as size_band,
      if(role = '', 'role unknown', role) as role,
      concat(toString(toYear(${cameSql(plan)})), ' Q', toString(toQuarter(${cameSql(plan)}))) as quarter
    from journey_lead
    where ${ofWorkspace} and came_ms >= ${integer(plan.range.fromMs)} and came_ms < ${integer(plan.range.toMs)}`;
  const sales = quotedList(plan.setting.salesChannels);
  return `select *, ${keySql(plan)} as key, toUInt8(${baselineSql(plan)}) as is_baseline,
      toUInt8(not is_baseline and channel != '' and not has(${plan.setting.salesChannels.length === 0 ? "['']" : sales}, channel)) as is_marketing
    from (${leads})`;
}
