import { type SQL, sql } from '../../../../../platform/postgres/database.ts';
import { listStages } from '../../../../people/index.ts';
import { standings } from '../../../../timeline/index.ts';
import { type PiecePlan, peopleOf } from '../plan.ts';

/** Where somebody who left stood: in no stage. */
const leftKey = 'left';

/** Where our side said that somebody was at a time: the latest that holds. */
const lifecycleAt = sql`left join lateral (
  select case when s.outcome = 'left' then ${leftKey} else s.stage end as stage from stage_change s
  where s.contact_id = p.contact_id and s.superseded_at is null and s.at <= p.first_at
  order by s.at desc, s.id desc limit 1) l on true`;

/** `people` with both stages of each when they first read it: subquery `staged`. */
export function stagesWhenRead(): SQL {
  return sql`${sql.join(standings, sql`, `)},
    staged as materialized (
      select p.*, b.stage as buying, l.stage as lifecycle from people p
      left join standing b on b.key = p.contact_id and p.first_at >= b.from_at and p.first_at < b.to_at
      ${lifecycleAt})`;
}

export type StageCount = { key: string | null; name: string; readers: number };

export async function countStages(
  plan: PiecePlan,
): Promise<{ buyingStages: StageCount[]; lifecycleStages: StageCount[] }> {
  const rows = await plan.tx.rows<{ isBuying: boolean; key: string | null; readers: number }>(sql`
    with ${peopleOf(plan)}, ${stagesWhenRead()}
    select grouping(lifecycle) = 1 as "isBuying", case when grouping(lifecycle) = 1 then buying else lifecycle end as key,
      count(*) as readers
    from staged group by grouping sets ((buying), (lifecycle))`);
  const names = await stageNames(plan);
  const countsOf = (isBuying: boolean, known: ReadonlyMap<string, string>): StageCount[] => {
    const counts = new Map(
      rows.filter((row) => row.isBuying === isBuying).map((row) => [row.key, row.readers]),
    );
    const shown = [...known].map(([key, name]): StageCount => ({ key, name, readers: counts.get(key) ?? 0 }));
    const unknown = counts.get(null) ?? 0;
    return unknown > 0 ? [...shown, { key: null, name: 'not known', readers: unknown }] : shown;
  };
  return {
    buyingStages: countsOf(true, names.buying),
    lifecycleStages: countsOf(false, names.lifecycle),
  };
}

/** Keys and names of both kinds of stages, in order. */
export async function stageNames({ tx }: Pick<PiecePlan, 'tx'>): Promise<{
  buying: Map<string, string>;
  lifecycle: Map<string, string>;
}> {
  const buying = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from buying_stage order by position`,
  );
  const lifecycle = await listStages({ tx });
  return {
    buying: new Map(buying.map(({ key, name }) => [key, name])),
    lifecycle: new Map([
      ...lifecycle.map(({ key, name }): [string, string] => [key, name]),
      [leftKey, 'Left'],
    ]),
  };
}
