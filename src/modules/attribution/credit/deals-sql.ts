import { nobody, quoted, quotedUuid } from '../journeys/sql-text.ts';
import { rateSql } from '../settings/money.ts';
import { microsEach } from './contract.ts';
import { type Dimension, isById } from './dimensions.ts';
import { type Plan, unitOf } from './plan.ts';

const holdsNow = `not gone and valid_to >= toDateTime64('2299-12-31 00:00:00', 3, 'UTC')`;
/** Before all time, so that no touchpoint lies at or before it. */
const notReached = 'toInt64(-9223372036854775808)';
const dayMs = 86_400_000;
const closedMs = 'assumeNotNull(closed_ms)';

/** Over a row of `journey`: whether it is a result of the kind asked, when, and in which journeys it is looked for. */
function resultOf(plan: Pick<Plan, 'value' | 'eligibility'>): {
  eligibility: string;
  isResult: string;
  ms: string;
  opportunityMs: string;
} {
  const { value, eligibility } = plan;
  if (value.startsWith('stage:')) {
    const stage = quoted(value.slice('stage:'.length));
    return {
      eligibility: 'person',
      isResult: `mapContains(reached_ms, ${stage})`,
      ms: `reached_ms[${stage}]`,
      opportunityMs: `if(mapContains(reached_ms, 'opportunity'), reached_ms['opportunity'], ${notReached})`,
    };
  }
  if (value === 'pipeline' || value === 'opportunities')
    return { eligibility, isResult: '1', ms: 'opened_ms', opportunityMs: 'opened_ms' };
  return {
    eligibility,
    isResult: `status = 'won' and closed_ms is not null`,
    ms: closedMs,
    opportunityMs: 'opened_ms',
  };
}

/** Whether a moment lies in the period; 1 where there is none. */
function inWindow({ fromMs, toMs }: Plan['window'], ms: string): string {
  const parts = [
    ...(fromMs === null ? [] : [`${ms} >= ${fromMs}`]),
    ...(toMs === null ? [] : [`${ms} < ${toMs}`]),
  ];
  return parts.length === 0 ? '1' : `(${parts.join(' and ')})`;
}

const isOfTouch = ({ from }: Dimension): boolean => 'touches' in from || 'person' in from;

const keysIn = (dimension: Dimension, keys: readonly string[]): string =>
  `(${keys
    .map((key) =>
      isById(dimension) ? (key === '' ? nobody : `toUUIDOrZero(${quoted(key)})`) : quoted(foldKey(key)),
    )
    .join(', ')})`;

const foldKey = (key: string): string => key.normalize('NFKC').trim().toLowerCase();

/** The one key asked for, as ClickHouse holds it. */
export const keySql = (dimension: Dimension, key: string): string => keysIn(dimension, [key]).slice(1, -1);

type Joined = { joins: string[]; columnOf: Map<string, string> };

/** What stands beside a journey: its company, its deal, and for each touchpoint something of its person. */
function joinsOf(plan: Plan, dimensions: readonly Dimension[]): Joined {
  const workspace = `workspace_id = ${quotedUuid(plan.workspaceId)}`;
  const joins: string[] = [];
  const columnOf = new Map<string, string>();
  for (const [index, dimension] of dimensions.entries()) {
    const { from } = dimension;
    const name = `joined_${index}`;
    if ('touches' in from) columnOf.set(dimension.key, from.touches);
    else columnOf.set(dimension.key, name);
    if ('account' in from)
      joins.push(`left join (select account_id as of_${name}, ${from.account} as ${name} from account_state final
        where ${workspace} and ${holdsNow}) as by_${name} on of_${name} = account_id`);
    if ('deal' in from)
      joins.push(`left join (select id as of_${name}, ${from.deal} as ${name} from journey_deal
        where ${workspace}) as by_${name} on of_${name} = id`);
    if ('person' in from) {
      // Each person of a journey once, however often they were met in it.
      columnOf.set(dimension.key, `arrayMap(one -> ${name}[indexOf(people_of_${name}, one)], person_ids)`);
      joins.push(`left join (
        select id as of_${name}, groupArray(person_id) as people_of_${name}, groupArray(person_value) as ${name}
        from (select id, arrayJoin(arrayDistinct(person_ids)) as person_id from journey
          where ${workspace} and eligibility = '${resultOf(plan).eligibility}') as met
        left join (select contact_id, ${isById(dimension) ? from.person : `toLowCardinality(${from.person})`} as person_value from lead_state final where ${workspace} and ${holdsNow}) as lead
          on contact_id = person_id
        group by id) as by_${name} on of_${name} = id`);
    }
  }
  return { joins, columnOf };
}

/** What stands beside a result when it is opened. */
const told = ['account_id', 'amount_minor', 'currency', 'rate_then'] as const;

export type DealsSql = {
  /** A row for each result with a touchpoint: `id`, `size` (without `sign`), `n`, `at`, `keys`, `persons`, places of milestones and `counted`. */
  sql: string;
  /** Whether some touchpoints of a result do not count in the figure: `counted` says which do. */
  isPartial: boolean;
  /** Which bit of `news` says that a touchpoint is the first of its key; null: there is no such column. */
  newBit: number | null;
};

/** The arrays of touchpoints by the bits of `news`, as the table has them. */
const newBits = [
  'met',
  'campaign_ids',
  'asset_ids',
  'kinds',
  'types',
  'personas',
  'buying_stages',
  'teammate_ids',
];

type DealsOptions = {
  amount?: 'value' | 'count';
  columns?: readonly string[];
  /** With `news`, where a journey's touchpoints all stand in its row and all count. */
  withNew?: boolean;
  /** Journeys that came to nothing as well: `won` says which ended in a result. */
  withOthers?: boolean;
  /** Only these, with what is told of each. */
  ids?: readonly string[];
  /** Results of which no touchpoint is known as well. */
  withUntouched?: boolean;
};

/**
 * The results asked and the touchpoints that led to them. Credit is shared out among all of them; what the period of
 * touchpoints and filters on touchpoints leave out (`counted`) keeps its share, which is then not shown.
 */
export function dealsSql(plan: Plan, options: DealsOptions = {}): DealsSql {
  const result = resultOf(plan);
  const partial = plan.filters.filter(({ dimension }) => isOfTouch(dimension));
  const whole = plan.filters.filter(({ dimension }) => !isOfTouch(dimension));
  const dimensions = [
    ...new Map([plan.by, ...plan.filters.map((one) => one.dimension)].map((one) => [one.key, one])).values(),
  ];
  const { joins, columnOf } = joinsOf(plan, dimensions);
  // Journeys of deals end at the close.
  const isCut = plan.lookbackDays !== null || result.ms !== closedMs;
  const cut = (array: string) => (isCut ? `arraySlice(${array}, from_nth, length_cut)` : array);
  const isByTouch = plan.basis === 'touch' && plan.window.fromMs !== plan.window.toMs;
  const counts = [
    ...(isByTouch ? [inWindow(plan.window, 'touch_ms')] : []),
    ...partial.map(({ dimension, keys }, index) => `filter_${index} in ${keysIn(dimension, keys)}`),
  ];
  const filterArrays = partial.map(({ dimension }) => cut(columnOf.get(dimension.key) ?? ''));
  const keys = columnOf.get(plan.by.key) ?? '';
  const isDirect = `(channel = 'direct')`;
  const bit = 'touches' in plan.by.from ? newBits.indexOf(plan.by.from.touches) : -1;
  const newBit = options.withNew && !isCut && counts.length === 0 && bit >= 0 ? bit : null;
  // Of a whole journey it is known already which touchpoints its milestones were; `isCut` says that this may be a part.
  const nthAt = (ms: string, known: string) => (isCut ? `arrayCount(t -> t <= ${ms}, at)` : known);
  return {
    isPartial: counts.length > 0,
    newBit,
    sql: `select ${[
      'id',
      'toInt64(abs(assumeNotNull(value))) as size',
      'toInt64(if(assumeNotNull(value) < 0, -1, 1)) as sign',
      'result_ms',
      'toInt64(length(at)) as n',
      'at',
      isOfTouch(plan.by) ? 'keys' : 'arrayWithConstant(length(at), key_of_all) as keys',
      'talks',
      `toInt64(if(lead_ms > result_ms, 0, ${nthAt('lead_ms', 'known_lead_nth')})) as lead_nth`,
      `toInt64(if(opportunity_ms > result_ms, 0, ${nthAt('opportunity_ms', 'known_opened_nth')})) as opportunity_nth`,
      'if(other_nth = 0, n, toInt64(other_nth)) as non_direct_nth',
      ...(newBit === null ? [] : ['news']),
      ...(counts.length > 0 ? ['counted'] : []),
      ...(options.withOthers ? ['won'] : []),
      ...(options.columns ?? []),
      ...(options.ids ? told : []),
    ].join(', ')}
    from (
      select id, result_ms, size as value, lead_ms, opportunity_ms, ${options.withOthers ? 'won, ' : ''}${options.ids ? `${told.join(', ')}, ` : ''}${cut('at')} as at,
        ${isOfTouch(plan.by) ? `${cut(keys)} as keys` : `${keys} as key_of_all`},
        arrayMap(kind -> kind = 'person', ${cut('kinds')}) as talks,
        ${isCut ? `arrayLastIndex(channel -> not ${isDirect}, ${cut('channels')})` : 'known_other_nth'} as other_nth
        ${isCut ? '' : ', known_lead_nth, known_opened_nth'}${newBit === null ? '' : ', news'}
        ${counts.length > 0 ? `, arrayMap((touch_ms${filterArrays.map((_, index) => `, filter_${index}`).join('')}) -> ${counts.join(' and ')}, ${[cut('at'), ...filterArrays].join(', ')}) as counted` : ''}
        ${(options.columns ?? []).map((column) => `, ${cut(column)} as ${column}`).join('')}
      from (
        ${journeysSql(plan, options, { dimensions, isCut })}
      ) as journey ${joins.join('\n')}
      where size is not null ${whole
        .map(
          ({ dimension, keys: wanted }) =>
            ` and ${columnOf.get(dimension.key)} in ${keysIn(dimension, wanted)}`,
        )
        .join('')}
    ) ${options.withUntouched ? '' : 'where n > 0'}`,
  };
}

/** Rows of `journey`, with when each came to its end, what it is worth, and when its milestones were. */
function journeysSql(
  plan: Plan,
  options: DealsOptions,
  { dimensions, isCut }: { dimensions: readonly Dimension[]; isCut: boolean },
): string {
  const result = resultOf(plan);
  const isAsked = `(eligibility = '${result.eligibility}' and ${result.isResult}${plan.basis === 'result' ? ` and ${inWindow(plan.window, result.ms)}` : ''})`;
  const size = sizeSql(plan, options.amount ?? 'value');
  return `select *${needed(dimensions)}${options.withNew ? ', news' : ''},
          lead_nth as known_lead_nth, opened_nth as known_opened_nth, non_direct_nth as known_other_nth, ${options.withOthers ? `${isAsked} as won, if(won, ${result.ms}, ifNull(closed_ms, at[length(at)])) as result_ms` : `${result.ms} as result_ms`},
          ${options.withOthers ? `if(won, ${size}, toNullable(toInt64(0))) as size` : `${size} as size`},
          ${options.ids ? `${unitOf(plan.value) === 'minor' ? rateOf(plan) : 'toFloat64(1)'} as rate_then,` : ''}
          ifNull(lead_created_ms, ${notReached}) as lead_ms, ${result.opportunityMs} as opportunity_ms
          ${isCut ? `, ${cutSql(plan)}` : ''}
        from journey
        where workspace_id = ${quotedUuid(plan.workspaceId)} ${options.ids ? `and id in (${options.ids.map(quotedUuid).join(', ')})` : ''} and ${options.withOthers ? `(${isAsked} or ${otherJourneys(plan)})` : isAsked}`;
}

/**
 * Journeys to hold against those that ended in a result: deals that were lost in the period, or were opened in it and
 * are still open; leads that became known in it and did not get so far.
 */
function otherJourneys(plan: Plan): string {
  const result = resultOf(plan);
  const during = (ms: string) => (plan.basis === 'result' ? inWindow(plan.window, ms) : '1');
  if (plan.value.startsWith('stage:'))
    return `(eligibility = 'person' and not ${result.isResult} and ${during('opened_ms')})`;
  if (result.ms === closedMs)
    return `(eligibility = '${result.eligibility}' and ((status = 'lost' and ${during(closedMs)}) or (status = 'open' and ${during('opened_ms')})))`;
  return `(eligibility = 'person' and ${during('opened_ms')} and id not in (
    select arrayJoin(group_ids) from journey_deal where workspace_id = ${quotedUuid(plan.workspaceId)}))`;
}

/** Materialized columns stand in no `*`. */
const needed = (dimensions: readonly Dimension[]): string =>
  dimensions.some(({ from }) => 'touches' in from && from.touches === 'met') ? ', met' : '';

/** Which touchpoints lie in the look-back before the result. */
const cutSql = (plan: Plan): string => `
  ${plan.lookbackDays === null ? '1' : `arrayCount(t -> t < result_ms - ${plan.lookbackDays * dayMs}, at) + 1`} as from_nth,
  greatest(0, toInt64(arrayCount(t -> t <= result_ms, at)) - from_nth + 1) as length_cut`;

/** What a result is worth in the unit asked for; null where nothing says so. */
function sizeSql(plan: Plan, amount: 'value' | 'count'): string {
  if (amount === 'count' || unitOf(plan.value) === 'micro') return `toNullable(toInt64(${microsEach}))`;
  return `multiIf((${rateOf(plan)} as rate) = 0, null, rate = 1, toNullable(amount_minor), toInt64(floor(amount_minor * rate + 0.5)))`;
}

const rateOf = (plan: Plan): string =>
  rateSql({ ...plan, asked: plan.currency, currency: 'currency', ms: 'result_ms' });

/** All results asked, with or without touchpoints, before anything is shared out: for sums and counts. */
export function resultsSql(plan: Plan): string {
  const result = resultOf(plan);
  const whole = plan.filters.filter(({ dimension }) => !isOfTouch(dimension));
  const { joins, columnOf } = joinsOf(
    plan,
    whole.map(({ dimension }) => dimension),
  );
  const isCut = plan.lookbackDays !== null || result.ms !== closedMs;
  return `select size, currency, amount_minor, ${isCut ? 'length_cut > 0' : 'notEmpty(at)'} as touched, result_ms, id, at
    from (
      select *, ${result.ms} as result_ms, ${sizeSql(plan, 'value')} as size ${isCut ? `, ${cutSql(plan)}` : ''}
      from journey
      where workspace_id = ${quotedUuid(plan.workspaceId)} and eligibility = '${result.eligibility}' and ${result.isResult}
        ${plan.basis === 'result' ? `and ${inWindow(plan.window, result.ms)}` : ''}
    ) as journey ${joins.join('\n')}
    ${whole.length > 0 ? `where ${whole.map(({ dimension, keys }) => `${columnOf.get(dimension.key)} in ${keysIn(dimension, keys)}`).join(' and ')}` : ''}`;
}
