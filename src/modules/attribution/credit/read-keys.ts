import { quoted } from '../journeys/sql-text.ts';
import { ask } from './ask.ts';
import type { Learning } from './data-driven.ts';
import { dealsSql } from './deals-sql.ts';

/** More are too many to be told by numbers. */
const mostKeys = 5_000;

/** Everything that stands in a journey, as ClickHouse says it; most of what came of it first. Null: too many. */
export async function readKeys({
  clickhouse,
  plan,
  amount,
  signal,
}: Learning): Promise<{ key: string; came: number }[] | null> {
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  const rows = await ask<{ key: string; came: number }>(
    clickhouse,
    `select toString(key) as key, countIf(won) as came
    from (select arrayDistinct(keys) as each, won from (${sql})) array join each as key
    group by key order by came desc, key limit ${mostKeys + 1}`,
    signal,
  );
  return rows.length > mostKeys ? null : rows;
}

/** An array of keys as their numbers, from 1 on; `other` for those that are not among them. */
export const numberedSql = (keys: readonly string[], array: string, other: number): string =>
  `arrayMap(key -> transform(toString(key), [${keys.map(quoted).join(', ')}], [${keys.map((_, index) => `toUInt16(${index + 1})`).join(', ')}], toUInt16(${other})), ${array})`;
