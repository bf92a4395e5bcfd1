import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Week } from './weeks.ts';

export type WeekCounts = { offered: number; answered: number; backlog: number; reached: number };

type Row = { place: number; what: 'offered' | 'answered' | 'done'; many: number };

/**
 * Of each week: offers made, answers given, offers without an answer at its end, and leads that reached the stage of the
 * offer. One look at the hand-offs, however many weeks.
 */
export async function countWeeks(
  tx: Tx,
  options: { weeks: readonly Week[]; offerStage: string; now: Date },
): Promise<WeekCounts[]> {
  const { weeks, offerStage, now } = options;
  const starts = sql.param(weeks.map(({ fromMs }) => new Date(fromMs)));
  const rows = await tx.rows<Row>(sql`with h as (
      select width_bucket(offered_at, ${starts}::timestamptz[]) as offered,
        width_bucket(least(decided_at, closed_at), ${starts}::timestamptz[]) as done,
        case when decided_at is not null and state not in ('expired', 'withdrawn')
          then width_bucket(decided_at, ${starts}::timestamptz[]) end as answered
      from handoff where offered_at <= ${now})
    select offered as place, 'offered' as what, count(*)::int as many from h group by 1
    union all select done, 'done', count(*)::int from h where done is not null group by 1
    union all select answered, 'answered', count(*)::int from h where answered is not null group by 1`);
  const reached = await countReached(tx, { weeks, offerStage, now });
  const many = (what: Row['what'], place: number) =>
    rows.find((row) => row.what === what && row.place === place)?.many ?? 0;
  let backlog = many('offered', 0) - many('done', 0);
  return weeks.map((_, at) => {
    backlog += many('offered', at + 1) - many('done', at + 1);
    return {
      offered: many('offered', at + 1),
      answered: many('answered', at + 1),
      backlog,
      reached: reached.get(at + 1) ?? 0,
    };
  });
}

async function countReached(
  tx: Tx,
  options: { weeks: readonly Week[]; offerStage: string; now: Date },
): Promise<Map<number, number>> {
  const { weeks, offerStage, now } = options;
  const starts = weeks.map(({ fromMs }) => new Date(fromMs));
  const rows = await tx.rows<{ place: number; many: number }>(sql`
    select width_bucket(at, ${sql.param(starts)}::timestamptz[]) as place, count(distinct contact_id)::int as many
    from stage_change
    where superseded_at is null and at >= ${starts[0] ?? now} and at <= ${now}
      and stage = ${offerStage} and outcome = 'reached'
    group by 1`);
  return new Map(rows.map((row) => [row.place, row.many]));
}
