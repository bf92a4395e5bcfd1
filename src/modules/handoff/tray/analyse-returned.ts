import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ReturnedAnalysis } from './contract.ts';
import { loadReasonNames } from './load-reason-names.ts';
import { type Period, readPeriod } from './period.ts';
import { readGroups } from './read-groups.ts';
import {
  accepted,
  cameBack,
  cameBackAt,
  decidedAt,
  isDueOn,
  reasonKeyOf,
  reasonName,
} from './returned-condition.ts';

const months = 12;

/** Why leads come back, over a period: by reason and month, campaign and persona. */
export async function analyseReturned(options: {
  tx: Tx;
  now: Date;
  from?: string | undefined;
  to?: string | undefined;
}): Promise<ReturnedAnalysis> {
  const { tx } = options;
  const period = await readPeriod(tx, options);
  const names = await loadReasonNames(tx);
  return {
    from: period.from,
    to: period.to,
    ...(await readTotals(tx, period)),
    reasons: await readReasons(tx, period, names),
    months: await readMonths(tx, period),
    ...(await readGroups(tx, period, names)),
  };
}

type Totals = Pick<
  ReturnedAnalysis,
  'cameBack' | 'cameBackBefore' | 'accepted' | 'decided' | 'waiting' | 'resting' | 'offeredAgain'
>;

async function readTotals(tx: Tx, period: Period): Promise<Totals> {
  const { fromAt, untilAt, beforeAt, today } = period;
  const within = sql`${cameBackAt} >= ${fromAt} and ${cameBackAt} < ${untilAt}`;
  const decided = sql`${decidedAt} >= ${fromAt} and ${decidedAt} < ${untilAt} and h.state <> 'withdrawn'`;
  const isDue = isDueOn(sql`${today}::date`);
  const row = await tx.first<{
    came_back: number;
    before: number;
    accepted: number;
    decided: number;
    waiting: number;
    resting: number;
    again: number;
    again_accepted: number;
  }>(sql`
    select count(*) filter (where ${cameBack} and ${within}) as came_back,
      count(*) filter (where ${cameBack} and ${cameBackAt} >= ${beforeAt} and ${cameBackAt} < ${fromAt}) as before,
      count(*) filter (where ${decided} and ${accepted}) as accepted,
      count(*) filter (where ${decided}) as decided,
      count(*) filter (where ${cameBack} and ${isDue}) as waiting,
      count(*) filter (where ${cameBack} and h.follow_up = 'open' and not ${isDue}) as resting,
      count(*) filter (where ${cameBack} and ${within} and h.follow_up = 'offered_again') as again,
      count(*) filter (where ${cameBack} and ${within} and h.follow_up = 'offered_again' and exists (select from handoff x
        where x.previous_id = h.id and x.state in ('accepted', 'converted', 'returned'))) as again_accepted
    from handoff h where h.closed_at is not null or h.decided_at is not null`);
  return {
    cameBack: row?.came_back ?? 0,
    cameBackBefore: row?.before ?? 0,
    accepted: row?.accepted ?? 0,
    decided: row?.decided ?? 0,
    waiting: row?.waiting ?? 0,
    resting: row?.resting ?? 0,
    offeredAgain: { of: row?.again ?? 0, accepted: row?.again_accepted ?? 0 },
  };
}

async function readReasons(
  tx: Tx,
  { fromAt, untilAt, beforeAt }: Period,
  names: ReadonlyMap<string, string>,
): Promise<ReturnedAnalysis['reasons']> {
  const rows = await tx.rows<{ key: string; count: number; before: number }>(sql`
    select ${reasonKeyOf} as key, count(*) filter (where ${cameBackAt} >= ${fromAt}) as count,
      count(*) filter (where ${cameBackAt} < ${fromAt}) as before
    from handoff h where ${cameBack} and ${cameBackAt} >= ${beforeAt} and ${cameBackAt} < ${untilAt}
    group by 1 order by 2 desc, 3 desc, 1`);
  return rows.map((row) => ({ ...row, name: reasonName(row.key, names) }));
}

/** The twelve months up to the one in which the period ends; empty ones too, or a trend would skip them. */
async function readMonths(tx: Tx, { to, timeZone }: Period): Promise<ReturnedAnalysis['months']> {
  const rows = await tx.rows<{ month: string; key: string | null; count: number }>(sql`
    with month as (
      select date_trunc('month', ${to}::date) - make_interval(months => n) as starts
      from generate_series(0, ${months - 1}) as n
    ), moved as (
      select date_trunc('month', ${cameBackAt} at time zone ${timeZone}) as month, ${reasonKeyOf} as key
      from handoff h where ${cameBack}
      union all
      select date_trunc('month', ${decidedAt} at time zone ${timeZone}), null from handoff h where ${accepted}
    )
    select to_char(m.starts, 'YYYY-MM') as month, v.key, count(v.month) as count
    from month m left join moved v on v.month = m.starts group by m.starts, v.key order by m.starts`);
  const found = new Map<string, ReturnedAnalysis['months'][number]>();
  for (const { month, key, count } of rows) {
    const one = found.get(month) ?? { month, accepted: 0, cameBack: 0, reasons: {} };
    if (key === null) one.accepted += count;
    else {
      one.cameBack += count;
      one.reasons[key] = count;
    }
    found.set(month, one);
  }
  return [...found.values()];
}
