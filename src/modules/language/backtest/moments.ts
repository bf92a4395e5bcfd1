import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Backtest } from './contract.ts';

export type Step = Backtest['step'];

/** A day of the workspace's calendar as instants: `end` is its last millisecond. */
export type Day = { day: string; start: Date; end: Date };

/** `before` is the last millisecond before the period; each moment is the last one of its step, or the present. */
export type Grid = {
  step: Step;
  from: Date;
  /** The first instant after the period. */
  until: Date;
  before: Date;
  moments: readonly { at: Date; month: string }[];
  months: readonly string[];
  /** The first month begins and the last one ends within the period. */
  wholeMonths: boolean;
};

const longestDays = 3_660;

/** What may be asked, lead by lead and moment by moment, so that the answer comes within seconds. */
const work = { day: 25_000_000, week: 40_000_000 };
/** An interaction is asked about less often than a lead: only those of its window count. */
const interactionsALead = 4;

/** Refuses what is no period of the past, in words; answers the last day, today at most. */
export function checkPeriod(options: { from: string; to: string; today: string }): { to: string } {
  const { from, to, today } = options;
  if (to < from) {
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      {
        fields: [{ path: 'to', message: 'is before from' }],
      },
    );
  }
  if (from > today) {
    throw new AppError(
      'invalid_input',
      `The period starts on ${from}, and today is ${today}. A backtest looks at the past: take an earlier first day.`,
      { fields: [{ path: 'from', message: 'is in the future' }] },
    );
  }
  const [last = to] = [to, today].toSorted();
  if (daysBetween(from, last) >= longestDays) {
    throw new AppError(
      'invalid_input',
      'A backtest looks back over ten years at most. Take a later first day.',
      {
        fields: [{ path: 'from', message: 'is more than ten years before to' }],
      },
    );
  }
  return { to: last };
}

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The days of a period; PostgreSQL knows the zones and their changes. */
export async function readDays(
  tx: Tx,
  options: { from: string; to: string; timeZone: string },
): Promise<Day[]> {
  const rows = await tx.rows<{ day: string; start: Date; next: Date }>(sql`
    select d::date::text as day, d at time zone ${options.timeZone} as start,
      (d + interval '1 day') at time zone ${options.timeZone} as next
    from generate_series(${options.from}::date::timestamp, ${options.to}::date::timestamp, interval '1 day') d
    order by d`);
  return rows.map(({ day, start, next }) => ({ day, start, end: new Date(next.getTime() - 1) }));
}

/** As fine as the numbers allow: days where there are few leads, months where there are a million. */
export function chooseStep(options: { days: number; leads: number; interactions: number }): Step {
  const { days } = options;
  const size = options.leads + options.interactions / interactionsALead;
  if (size * days <= work.day) return 'day';
  return size * (days / 7) <= work.week ? 'week' : 'month';
}

/** Every step ends with a month at the latest, so that each lead belongs to one month. */
export function gridOf(options: { days: readonly Day[]; step: Step; now: Date }): Grid {
  const { days, step, now } = options;
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) throw new AppError('invalid_input', 'The period has no day.');
  const closes = (index: number) => {
    const [here, next] = [days[index], days[index + 1]];
    if (!here || !next || monthOf(here.day) !== monthOf(next.day)) return true;
    return step === 'day' || (step === 'week' && index % 7 === 6);
  };
  const moments = days.flatMap((day, index) =>
    closes(index)
      ? [{ at: new Date(Math.min(day.end.getTime(), now.getTime())), month: monthOf(day.day) }]
      : [],
  );
  return {
    step,
    from: first.start,
    until: new Date(last.end.getTime() + 1),
    before: new Date(first.start.getTime() - 1),
    moments,
    months: [...new Set(days.map((day) => monthOf(day.day)))],
    wholeMonths: first.day.endsWith('-01') && nextDay(last.day).endsWith('-01'),
  };
}

const monthOf = (day: string): string => day.slice(0, -3);

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
