import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import { dayMs, type LeadsOptions, leadsSql, namesSql } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

/** How many came by each way, and what became of them. */
export type RowCounts = {
  key: string;
  leads: number;
  /** Of these, of the baseline. */
  baseline: number;
  young: number;
  /** Who stood in the stage when they became known: no lead that anybody brought along. */
  cameThere: number;
  judged: number;
  converted: number;
  won: number;
  medianDays: number | null;
  medianDaysToWon: number | null;
};

const columns = `count() as leads, countIf(is_baseline) as baseline, countIf(is_young) as young,
  countIf(came_there) as cameThere, countIf(is_judged) as judged, countIf(converted) as converted, countIf(won_at_ms > 0) as won,
  if(countIf(reached_at_ms > 0 and not came_there) = 0, null,
    quantileExactInclusiveIf(0.5)((reached_at_ms - came_ms) / ${dayMs}, reached_at_ms > 0 and not came_there)) as medianDays,
  if(countIf(won_at_ms > 0 and not came_there) = 0, null,
    quantileExactInclusiveIf(0.5)((won_at_ms - came_ms) / ${dayMs}, won_at_ms > 0 and not came_there)) as medianDaysToWon`;

export type Counted = { rows: RowCounts[]; marketing: RowCounts; baseline: RowCounts };

/** Of each key, of all that marketing brought, and of the baseline. */
export async function countRows(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  options: LeadsOptions,
): Promise<Counted> {
  const found = await rowsOf<RowCounts & { name: string }>(
    clickhouse,
    `select ${namesSql} as name, ${columns} from (${leadsSql(plan, options)}) group by name`,
  );
  const only = (side: 'marketing' | 'baseline'): RowCounts =>
    found.find(({ name }) => name === side) ?? { ...nothing };
  return {
    rows: found.flatMap(({ name, ...row }) =>
      name.startsWith('row:') ? [{ ...row, key: name.slice('row:'.length) }] : [],
    ),
    marketing: only('marketing'),
    baseline: only('baseline'),
  };
}

const nothing: RowCounts = {
  key: '',
  leads: 0,
  baseline: 0,
  young: 0,
  cameThere: 0,
  judged: 0,
  converted: 0,
  won: 0,
  medianDays: null,
  medianDaysToWon: null,
};
