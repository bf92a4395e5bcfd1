import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { ask } from './ask.ts';
import { microsEach } from './contract.ts';
import { dealsSql, resultsSql } from './deals-sql.ts';
import type { Plan } from './plan.ts';

export type Summary = {
  results: number;
  total: number;
  hasNegative: boolean;
  withoutTouch: { deals: number; value: number; results: number };
  withoutAmount: number;
  noRate: { currency: string; deals: number }[];
};

type Row = {
  currency: string;
  hasRate: number;
  isTouched: number;
  deals: number;
  total: number;
  least: number;
  withoutAmount: number;
};

/** What there is to be shared out, before it is. */
export async function readSummary(
  clickhouse: ClickHouse,
  plan: Plan,
  signal?: AbortSignal | undefined,
): Promise<Summary> {
  const rows = await ask<Row>(
    clickhouse,
    `select currency, size is not null as hasRate, touched as isTouched, count() as deals, sum(ifNull(size, 0)) as total,
      min(ifNull(size, 0)) as least, countIf(amount_minor = 0) as withoutAmount
    from (${resultsSql(plan)}) group by 1, 2, 3`,
    signal,
  );
  const known = rows.filter(({ hasRate }) => hasRate);
  const untouched = known.filter(({ isTouched }) => !isTouched);
  const sum = (some: readonly Row[], of: (row: Row) => number) =>
    some.reduce((total, row) => total + of(row), 0);
  const missing = Map.groupBy(
    rows.filter(({ hasRate }) => !hasRate),
    ({ currency }) => currency,
  );
  const deals = sum(untouched, (row) => row.deals);
  return {
    results: sum(known, (row) => row.deals),
    total: sum(known, ({ total }) => total),
    hasNegative: known.some(({ least }) => least < 0),
    withoutTouch: { deals, value: sum(untouched, ({ total }) => total), results: deals * microsEach },
    withoutAmount: plan.value.startsWith('stage:') ? 0 : sum(known, (row) => row.withoutAmount),
    noRate: [...missing].map(([currency, some]) => ({ currency, deals: sum(some, (row) => row.deals) })),
  };
}

/** How many different persons the touchpoints are of. */
export async function countPeople(
  clickhouse: ClickHouse,
  plan: Plan,
  signal?: AbortSignal | undefined,
): Promise<number> {
  const { sql, isPartial } = dealsSql(plan, { columns: ['person_ids'] });
  const people = isPartial ? 'arrayFilter((id, counts) -> counts, person_ids, counted)' : 'person_ids';
  const [row] = await ask<{ people: number }>(
    clickhouse,
    `select uniqExactArray(${people}) as people from (${sql})`,
    signal,
  );
  return row?.people ?? 0;
}
