import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import {
  type CreditsSql,
  creditsSql,
  type Place,
  places,
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
  const all = asked.models.map((model) => creditsSql(model, asked.plan.rules));
  const { sql, isPartial } = dealsSql(asked.plan, { amount: asked.amount });
  const deals = withCreditColumns(sql, all);
  const built = { ...asked, isPartial };
  return [ofTouches(deals, all, built), ...ofPlaces(deals, all, built)].join('\nunion all\n');
}

/** A sum over all touchpoints; what they get alike stands in columns of the deal. */
function ofTouches(deals: string, all: readonly CreditsSql[], built: Built): string {
  const { hasNegative, isPartial, group, only } = built;
  const signed = (sql: string) => (hasNegative ? `sign * (${sql})` : sql);
  const counted = (array: string) =>
    isPartial ? `arrayFilter((one, counts) -> counts, ${array}, counted)` : array;
  const arrays = all.flatMap(({ array }, index) => (array ? [`${counted(array)} as array_${index}`] : []));
  const names = all.flatMap(({ array }, index) => (array ? [`array_${index} as a${index}`] : []));
  const sums = all.map(({ base, array }, index) => {
    if (base) return `sum(${signed(base)}) as c${index}`;
    return array ? `sum(${signed(`a${index}`)}) as c${index}` : `toInt64(0) as c${index}`;
  });
  return `select ${group}, toInt64(count()) as touchpoints, toInt64(sum(talk)) as persons, toInt64(countIf(nth_of_key = 1)) as deals
      ${sums.map((sum) => `, ${sum}`).join('')}
    from (
      select * except (keys, at, talks), ${counted('keys')} as keys, ${counted('talks')} as talks,
        ${counted('arrayEnumerate(at)')} as nths ${arrays.map((array) => `, ${array}`).join('')}
      from (${deals})
    ) array join keys as key, talks as talk, nths as nth, arrayEnumerateUniq(keys) as nth_of_key
      ${names.map((name) => `, ${name}`).join('')}
    ${only === undefined ? '' : `where key = ${only}`}
    group by ${group}`;
}

/** What the touchpoints of milestones get besides, a row for each place of a deal where a model gives something. */
function ofPlaces(deals: string, all: readonly CreditsSql[], built: Built): string[] {
  const { hasNegative, isPartial, group, only } = built;
  const used = (Object.keys(places) as Place[]).filter((place) =>
    all.some(({ differences }) => differences[place] !== undefined),
  );
  if (used.length === 0) return [];
  const where = [...(isPartial ? ['counts'] : []), ...(only === undefined ? [] : [`key = ${only}`])];
  const at = (array: string) => `[${used.map((place) => `${array}[${places[place]}]`).join(', ')}]`;
  const sums = all.map((_, index) => `sum(${hasNegative ? 'sign * ' : ''}d${index}) as c${index}`);
  const arrays = all.map(
    ({ differences }, index) =>
      `[${used.map((place) => `toInt64(${differences[place] ?? 0})`).join(', ')}] as d${index}`,
  );
  return [
    `select ${group}, toInt64(0) as touchpoints, toInt64(0) as persons, toInt64(0) as deals, ${sums.join(', ')}
    from (${deals})
    array join ${at('keys')} as key, ${arrays.join(', ')}${isPartial ? `, ${at('counted')} as counts` : ''}
    ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
    group by ${group}`,
  ];
}
