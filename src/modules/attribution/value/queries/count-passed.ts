import type { Services } from '../../../../platform/services.ts';
import { executionSettings, type TestsPassed } from '../../../language/index.ts';
import { untilLetGo } from '../../credit/ask.ts';
import { type LeadsOptions, leadsSql, namesSql } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

export type PassedCounts = { passed: number; each: number[] };

const weekMs = 7 * 86_400_000;
/** Ten years of weeks. */
const mostWeeks = 520;

/** Tests are asked at the end of each week since the period began, and now. */
export function weeksOf({ range, nowMs }: ValuePlan): Date[] {
  const weeks: Date[] = [];
  const firstMs = Math.max(range.fromMs, nowMs - mostWeeks * weekMs);
  for (let ms = firstMs + weekMs; ms < nowMs; ms += weekMs) weeks.push(new Date(ms));
  return [...weeks, new Date(nowMs)];
}

/** How many of each key met the tests; `row:<key>`, `marketing`, `baseline`. */
export async function countPassed(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  options: LeadsOptions & { tests: TestsPassed },
): Promise<Map<string, PassedCounts>> {
  const { tests } = options;
  const places = tests.names.map((_, place) => place);
  const met = ['met_0', ...places.map((place) => `met_${place + 1}`)];
  const sums = ['sum(met_0) as passed', ...places.map((place) => `sum(met_${place + 1}) as each_${place}`)];
  const query = `select ${namesSql} as name, ${sums.join(', ')}
    from (select id, key, is_marketing, is_baseline from (${leadsSql(plan, options)})) as leads
    inner join (select contact_id as id, ${met.join(', ')} from (${tests.sql})) as tested using (id)
    group by name`;
  const rows = await untilLetGo(clickhouse, undefined, async (asked) => {
    const result = await clickhouse.query({
      query,
      format: 'JSONEachRow',
      clickhouse_settings: { ...executionSettings, join_use_nulls: 0, compile_expressions: 0 },
      ...asked,
    });
    return result.json<{ name: string } & Record<string, number | string>>();
  });
  return new Map(
    rows.map((row) => [
      row.name,
      {
        passed: Number(row.passed),
        each: places.map((place) => Number(row[`each_${place}`])),
      },
    ]),
  );
}
