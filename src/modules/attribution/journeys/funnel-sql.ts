import { dayMs, quoted } from './sql-text.ts';

/** Click, becoming known, each lifecycle stage, won deal. `index` counts from 1. */
export type FunnelStep = { index: number; key: string; stage: string | null };

export function funnelSteps(stages: readonly string[]): FunnelStep[] {
  const keys = ['click', 'known', ...stages.map((stage) => `stage:${stage}`), 'won'];
  return keys.map((key, nth) => ({
    index: nth + 1,
    key,
    stage: key.startsWith('stage:') ? key.slice('stage:'.length) : null,
  }));
}

export type FunnelOptions = {
  /** As ClickHouse reads it: toUUID('…'). */
  workspace: string;
  stages: readonly string[];
  basis: 'touch' | 'known';
  fromMs: number | null;
  toMs: number | null;
  /** Rows of `lead_id` and `row_key`: only these people, told apart so; null: everybody, by month or not at all. */
  leads: string | null;
  /** Told apart by when they joined, in this zone. */
  cohort: { unit: 'month' | 'quarter'; timeZone: string } | null;
  /** The money of a deal; over `amount_minor`, `currency` and `result_ms`. */
  money: string;
};

/** When a person took a step, as recorded; null where they did not, or went past it. */
function timeOf(step: FunnelStep): string {
  if (step.key === 'click') return 'first_ms';
  if (step.key === 'known') return 'toNullable(known_ms)';
  if (step.key === 'won') return 'won_ms';
  const stage = quoted(step.stage ?? '');
  return `if(mapContains(reached_ms, ${stage}), toNullable(reached_ms[${stage}]), null)`;
}

/**
 * A row for each person of the cohort: how deep they got (`depth`, a step's index) and when (`times`). Whoever is of
 * a won deal's buying group won; the deal and its money count once, under its primary contact.
 */
export function cohortSql(options: FunnelOptions): string {
  const { workspace, basis, cohort } = options;
  const steps = funnelSteps(options.stages);
  const joined = basis === 'touch' ? 'first_ms' : 'known_ms';
  const window = [
    ...(options.fromMs === null ? [] : [`${joined} >= ${options.fromMs}`]),
    ...(options.toMs === null ? [] : [`${joined} < ${options.toMs}`]),
  ];
  const depths = steps
    .slice(2)
    .toReversed()
    .map((step) => `${timeOf(step)} is not null, ${step.index}`);
  const at = `toTimeZone(fromUnixTimestamp64Milli(assumeNotNull(${joined})), ${quoted(cohort?.timeZone ?? 'UTC')})`;
  const unit =
    cohort === null
      ? "''"
      : cohort.unit === 'month'
        ? `formatDateTime(${at}, '%Y-%m')`
        : `concat(toString(toYear(${at})), ' Q', toString(toQuarter(${at})))`;
  return `
    select id, first_ms, known_ms, reached_ms, touches, first_type, first_channel, first_campaign_id, won_ms, won_deals,
      won_minor, open_minor, without_rate, ${options.leads === null ? unit : 'row_key'} as row_key,
      multiIf(${[...depths, '2'].join(', ')}) as depth, [${steps.map(timeOf).join(', ')}] as times
    from (
      select id, if(notEmpty(at), toNullable(at[1]), null) as first_ms, opened_ms as known_ms, reached_ms,
        length(at) as touches, types[1] as first_type, channels[1] as first_channel, campaign_ids[1] as first_campaign_id
      from journey
      where workspace_id = ${workspace} and eligibility = 'person'${basis === 'touch' ? ' and notEmpty(at)' : ''}
        ${window.map((part) => `and ${part}`).join(' ')}) as person
    ${options.leads === null ? '' : `inner join (${options.leads}) as lead on lead_id = person.id`}
    left join (
      select member_id, countIf(status = 'won') as wins, if(wins = 0, null, toNullable(minIf(result_ms, status = 'won'))) as won_ms,
        countIf(is_primary and status = 'won') as won_deals, sumIf(ifNull(minor, 0), is_primary and status = 'won') as won_minor,
        sumIf(ifNull(minor, 0), is_primary and status = 'open') as open_minor,
        countIf(is_primary and status != 'lost' and minor is null) as without_rate
      from (
        select arrayJoin(group_ids) as member_id, member_id = primary_id as is_primary, status,
          assumeNotNull(ifNull(closed_ms, opened_ms)) as result_ms, ${options.money} as minor
        from journey_deal where workspace_id = ${workspace})
      group by member_id) as deal on member_id = person.id`;
}

const daysBetween = (one: string, other: string) => `(${other} - ${one}) / ${dayMs}`;

/**
 * The waterfall in one pass over everybody: a row for each `row_key`, with how many got to each step, and the median and
 * ninetieth percentile of the days from each step to the next, of who has both recorded, in order.
 */
export function funnelSql(options: FunnelOptions & { limit: number | null; latestFirst: boolean }): string {
  const steps = funnelSteps(options.stages);
  const first = options.basis === 'touch' ? 1 : 2;
  const last = steps.length;
  const velocity = (one: number, other: number, name: string) => {
    const [from, to] = [`times[${one}]`, `times[${other}]`];
    const isTimed = `${from} is not null and ${to} is not null and ${to} >= ${from}`;
    const days = daysBetween(`assumeNotNull(${from})`, `assumeNotNull(${to})`);
    return `countIf(${isTimed}) as ${name}_n, quantilesExactIf(0.5, 0.9)(${days}, ${isTimed}) as ${name}_days`;
  };
  const columns = [
    ...steps.map(({ index }) => `countIf(depth >= ${index}) as people_${index}`),
    ...steps.map(({ index }) => `sumIf(open_minor, depth >= ${index}) as open_${index}`),
    ...steps.slice(0, -1).map(({ index }) => velocity(index, index + 1, `step_${index}`)),
    velocity(first, last, 'throughout'),
    'sum(won_deals) as deals',
    'sum(won_minor) as won',
    'sum(without_rate) as no_rate',
  ];
  return `select row_key, ${columns.join(', ')} from (${cohortSql(options)}) as cohort
    group by row_key order by ${options.latestFirst ? 'row_key desc' : `people_${first} desc, row_key`}
    ${options.limit === null ? '' : `limit ${options.limit}`}`;
}
