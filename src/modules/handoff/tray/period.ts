import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cameBack, cameBackAt } from './returned-condition.ts';

const dayMs = 86_400_000;
const usualDays = 28;
const longDays = 365;

export type Period = {
  /** First and last day, in the workspace's time zone. */
  from: string;
  to: string;
  days: number;
  today: string;
  timeZone: string;
  fromAt: Date;
  untilAt: Date;
  /** As many days before. */
  beforeAt: Date;
};

/** The days asked for; without them the last four weeks, or the last year where nothing came back in those. */
export async function readPeriod(
  tx: Tx,
  asked: { from?: string | undefined; to?: string | undefined; now: Date },
): Promise<Period> {
  const workspace = await tx.first<{ time_zone: string; today: string }>(sql`
    select time_zone, (${asked.now}::timestamptz at time zone time_zone)::date::text as today from workspace`);
  const { time_zone: timeZone, today } = workspace ?? {
    time_zone: 'UTC',
    today: asked.now.toISOString().slice(0, 10),
  };
  const to = asked.to ?? today;
  const usual = await periodOf(tx, { from: asked.from ?? dayBefore(to, usualDays - 1), to, today, timeZone });
  if (asked.from !== undefined || asked.to !== undefined) return usual;
  const any = await tx.first(sql`select 1 from handoff h where ${cameBack}
    and h.decided_at >= ${usual.fromAt} and ${cameBackAt} < ${usual.untilAt} limit 1`);
  if (any) return usual;
  return periodOf(tx, { from: dayBefore(to, longDays - 1), to, today, timeZone });
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10);

async function periodOf(
  tx: Tx,
  { from, to, today, timeZone }: Pick<Period, 'from' | 'to' | 'today' | 'timeZone'>,
): Promise<Period> {
  const days = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1);
  const before = dayBefore(from, days);
  const at = await tx.first<{ from_at: Date; until_at: Date; before_at: Date }>(sql`
    select ${from}::date::timestamp at time zone ${timeZone} as from_at,
      (${to}::date + 1)::timestamp at time zone ${timeZone} as until_at,
      ${before}::date::timestamp at time zone ${timeZone} as before_at`);
  if (!at) throw new Error('A period has its ends.');
  return {
    from,
    to,
    days,
    today,
    timeZone,
    fromAt: at.from_at,
    untilAt: at.until_at,
    beforeAt: at.before_at,
  };
}
