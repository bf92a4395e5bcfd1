import { sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import type { Dimension } from '../dimensions.ts';
import type { KeyColumn, SlaPlan } from '../plan.ts';

/** One key of one dimension: for each commitment how many kept it, of how many; of packets the sum and squares of shares. */
export type KeyCounts = {
  dimension: string;
  key: string;
  n: number;
  accepted: number;
  acceptanceOf: number;
  responseKept: number;
  responseOf: number;
  responseMedianS: number | null;
  attemptsKept: number;
  attemptsOf: number;
  dispositionKept: number;
  dispositionOf: number;
  notExpired: number;
  expiredOf: number;
  packets: number;
  completenessSum: number;
  completenessSquares: number;
};

/** The columns that cases are grouped by. */
export const keyColumns = (dimensions: readonly Dimension[]): KeyColumn[] =>
  dimensions.map(({ value }, index) => ({ name: `key_${index}`, value }));

/** How the commitments were kept by each key of the dimensions, in one pass over the hand-offs. */
export async function compareByDimension(
  plan: SlaPlan,
  dimensions: readonly Dimension[],
): Promise<KeyCounts[]> {
  if (dimensions.length === 0) return [];
  const keys = keyColumns(dimensions);
  const columns = keys.map(({ name }) => sql.identifier(name));
  const sets = sql.join(
    columns.map((column) => sql`(${column})`),
    sql`, `,
  );
  const names = dimensions.map(({ key }, index) => sql`when grouping(${columns[index]}) = 0 then ${key}`);
  const values = columns.map((column) => sql`when grouping(${column}) = 0 then ${column}`);
  const kept = (name: string) => sql`count(*) filter (where ${sql.identifier(`${name}_is`)} = 'kept')`;
  const judged = (name: string) =>
    sql`count(*) filter (where ${sql.identifier(`${name}_is`)} in ('kept', 'broken'))`;
  return plan.tx.rows<KeyCounts>(sql`
    with k as materialized (select * from ${casesOf(plan, { window: plan.window, keys })} k)
    select case ${sql.join(names, sql` `)} end as dimension, case ${sql.join(values, sql` `)} end as key, count(*) as n,
      ${kept('acceptance')} as accepted, ${judged('acceptance')} as "acceptanceOf",
      ${kept('response')} as "responseKept", ${judged('response')} as "responseOf",
      percentile_cont(0.5) within group (order by response_s) as "responseMedianS",
      ${kept('attempts')} as "attemptsKept", ${judged('attempts')} as "attemptsOf",
      ${kept('disposition')} as "dispositionKept", ${judged('disposition')} as "dispositionOf",
      ${kept('expired')} as "notExpired", ${judged('expired')} as "expiredOf",
      count(completeness) as packets, coalesce(sum(completeness), 0)::float8 as "completenessSum",
      coalesce(sum(completeness * completeness), 0)::float8 as "completenessSquares"
    from k group by grouping sets (${sets})`);
}
