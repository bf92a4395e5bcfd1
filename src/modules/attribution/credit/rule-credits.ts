import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import {
  creditsSql,
  differences,
  type Place,
  places,
  type ShareSql,
  withCreditColumns,
} from '../execution/credits-sql.ts';
import { type RuleModel, ruleModels } from '../models/models.ts';
import { ask } from './ask.ts';
import { dealsSql } from './deals-sql.ts';
import type { Plan } from './plan.ts';

export const isRuleModel = (model: string): model is RuleModel => ruleModels.some((one) => one === model);

export type KeyCredits = {
  key: string;
  touchpoints: number;
  persons: number;
  deals: number;
  credits: Record<string, number>;
};

type Asked = {
  clickhouse: ClickHouse;
  plan: Plan;
  models: readonly RuleModel[];
  amount: 'value' | 'count';
  /** Some results are worth less than nothing. */
  hasNegative: boolean;
  signal?: AbortSignal | undefined;
};

/** What each key gets by several models, in one query. */
export async function readRuleCredits(asked: Asked): Promise<KeyCredits[]> {
  const { models } = asked;
  const columns = models.map((_, index) => `sum(c${index}) as c${index}`);
  const rows = await ask<Record<string, number> & { key: string }>(
    asked.clickhouse,
    `select toString(key) as key, sum(touchpoints) as touchpoints, sum(persons) as persons, sum(deals) as deals
      ${columns.map((column) => `, ${column}`).join('')}
    from (${ruleCreditsSql({ ...asked, group: 'key' })}) group by key having touchpoints > 0`,
    asked.signal,
  );
  return rows.map((row) => ({
    key: withoutNobody(row.key),
    touchpoints: row.touchpoints ?? 0,
    persons: row.persons ?? 0,
    deals: row.deals ?? 0,
    credits: Object.fromEntries(models.map((model, index) => [model, row[`c${index}`] ?? 0])),
  }));
}

export const withoutNobody = (key: string): string =>
  key === '00000000-0000-0000-0000-000000000000' ? '' : key;

type Built = Pick<Asked, 'hasNegative'> & {
  isPartial: boolean;
  newBit: number | null;
  group: 'key' | 'id';
  /** Only touchpoints of this key. */
  only?: string | undefined;
};

/**
 * Rows to be summed up by key, or by result (`id`). What all touchpoints of a result get alike is summed over the
 * touchpoints; by how much those of milestones differ, over at most a handful of places a result.
 */
export function ruleCreditsSql(
  asked: Omit<Asked, 'clickhouse' | 'signal'> & Pick<Built, 'group' | 'only'>,
): string {
  const credits = creditsSql(asked.models, asked.plan.rules);
  const { sql, isPartial, newBit } = dealsSql(asked.plan, { amount: asked.amount, withNew: true });
  const deals = withCreditColumns(sql, credits);
  const shares = asked.models.flatMap((model) => credits.shares.get(model) ?? []);
  const built = { ...asked, isPartial, newBit };
  return [ofTouches(deals, shares, built), ...ofPlaces(deals, shares, built)].join('\nunion all\n');
}

/** A sum over all touchpoints; what they get alike stands in columns of the deal. */
function ofTouches(deals: string, shares: readonly ShareSql[], built: Built): string {
  const { hasNegative, isPartial, newBit, group, only } = built;
  const signed = (sql: string) => (hasNegative ? `sign * (${sql})` : sql);
  const counted = (array: string) =>
    isPartial ? `arrayFilter((one, counts) -> counts, ${array}, counted)` : array;
  const columns = shares.flatMap(({ base, array }, index) => [
    ...(base ? [`${base.each} as each_${index}`, `${base.end} as end_${index}`] : []),
    ...(array ? [`${counted(array)} as array_${index}`] : []),
  ]);
  const arrays = shares.flatMap(({ array }, index) => (array ? [`array_${index} as a${index}`] : []));
  const sums = shares.map(({ base, array }, index) => {
    if (base) return `sum(${signed(`each_${index} + (nth <= end_${index})`)}) as c${index}`;
    return array ? `sum(${signed(`a${index}`)}) as c${index}` : `toInt64(0) as c${index}`;
  });
  const isNew = newBit === null ? 'nth_of_key = 1' : `bitTest(new, ${newBit})`;
  return `select ${group}, toInt64(count()) as touchpoints, toInt64(sum(talk)) as persons, toInt64(countIf(${isNew})) as deals
      ${sums.map((sum) => `, ${sum}`).join('')}
    from (
      select id, sign, ${counted('keys')} as touch_keys, ${counted('talks')} as touch_talks,
        ${counted('arrayEnumerate(at)')} as nths ${newBit === null ? '' : ', news'} ${columns.map((column) => `, ${column}`).join('')}
      from (${deals})
    ) array join touch_keys as key, touch_talks as talk, nths as nth,
      ${newBit === null ? 'arrayEnumerateUniq(touch_keys) as nth_of_key' : 'news as new'}
      ${arrays.map((name) => `, ${name}`).join('')}
    ${only === undefined ? '' : `where key = ${only}`}
    group by ${group}`;
}

/** What the touchpoints of milestones get besides, a row for each place of a deal where a model gives something. */
function ofPlaces(deals: string, shares: readonly ShareSql[], built: Built): string[] {
  const { hasNegative, isPartial, group, only } = built;
  const isWeighed = shares.some(({ nth }) => nth !== null);
  const used = (Object.keys(places) as Place[]).filter(
    (place) => (isWeighed && moreOf(place)) || shares.some((share) => share.only === place),
  );
  if (used.length === 0) return [];
  const signed = (sql: string) => (hasNegative ? `sign * ${sql}` : sql);
  const more = hasNegative ? 'arrayMap(one -> sign * one, more)' : 'more';
  const at = (array: string) => `[${used.map((place) => `${array}[${places[place]}]`).join(', ')}]`;
  const sums = shares.map(({ only: place, nth }, index) => {
    if (place) return `sumIf(${signed('size')}, place = ${used.indexOf(place) + 1}) as c${index}`;
    return nth === null ? `toInt64(0) as c${index}` : `sumForEach(${more})[${nth}] as c${index}`;
  });
  const nothing = 'emptyArrayInt64()';
  const mores = isWeighed ? [`[${used.map((place) => moreOf(place) ?? nothing).join(', ')}] as more`] : [];
  const where = [...(isPartial ? ['counts'] : []), ...(only === undefined ? [] : [`key = ${only}`])];
  return [
    `select ${group}, toInt64(0) as touchpoints, toInt64(0) as persons, toInt64(0) as deals ${sums.map((sum) => `, ${sum}`).join('')}
    from (${deals})
    array join ${[`${at('keys')} as key`, `[${used.map((_, index) => index + 1).join(', ')}] as place`, ...mores, ...(isPartial ? [`${at('counted')} as counts`] : [])].join(', ')}
    ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
    group by ${group}`,
  ];
}

const moreOf = (place: Place): string | null => differences.find((one) => one.place === place)?.array ?? null;
