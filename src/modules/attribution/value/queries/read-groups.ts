import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import type { Turns } from '../../models/turns.ts';
import { type LeadsOptions, leadsSql, nobody } from '../leads-sql.ts';
import type { ValuePlan } from '../plan.ts';

/** Leads old enough to be judged, alike in all that they are compared by. */
export type LeadGroup = {
  key: string;
  isBaseline: 0 | 1;
  isMarketing: 0 | 1;
  segment: string;
  size: string;
  role: string;
  quarter: string;
  /** An account, or a person without one; of many, some accounts together. */
  cluster: string;
  leads: number;
  converted: number;
};

/** Beyond so many leads accounts stand together in so many groups by chance, which draws as well and answers sooner. */
const mostSingle = 50_000;
const bundles = 200;

type Cell = Omit<LeadGroup, 'cluster' | 'leads' | 'converted'> & { some: [string, number, number][] };

export async function readGroups(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  plan: ValuePlan,
  { turns, ...options }: LeadsOptions & { leads: number; turns: Turns },
): Promise<LeadGroup[]> {
  const decider = `if(account_id = ${nobody}, id, account_id)`;
  const cluster = options.leads > mostSingle ? `cityHash64(${decider}) % ${bundles}` : decider;
  // A row for each cell with its clusters in an array: what is alike of a thousand clusters is told once.
  const cells = await rowsOf<Cell>(
    clickhouse,
    `select key, is_baseline as isBaseline, is_marketing as isMarketing, segment, size, role, quarter,
      groupArray((toString(cluster), leads, converted)) as some
    from (
      select key, is_baseline, is_marketing, segment, size_band as size, role, quarter, ${cluster} as cluster,
        toUInt32(count()) as leads, toUInt32(countIf(converted)) as converted
      from (${leadsSql(plan, options)}) where is_judged
      group by key, is_baseline, is_marketing, segment, size, role, quarter, cluster)
    group by key, isBaseline, isMarketing, segment, size, role, quarter
    order by segment, size, role, quarter, key`,
  );
  const groups: LeadGroup[] = [];
  for (const { some, ...cell } of cells) {
    for (const [name, leads, converted] of some) groups.push({ ...cell, cluster: name, leads, converted });
    if (turns.isOver) await turns.others();
  }
  return groups;
}
