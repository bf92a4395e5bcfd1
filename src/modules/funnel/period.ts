import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { FunnelFilter, FunnelRange } from './contract.ts';

/** Half-open: from, but not to. Null: open on that side. */
export type Window = { from: Date | null; to: Date | null };

export type ResolvedPeriod = {
  range: FunnelRange;
  window: Window;
  /** The period of the same number of days right before; null where there is none to compare with. */
  before: Window | null;
};

const daysByPeriod = { last30: 30, last90: 90, last365: 365 } as const;

const plusDays = (date: string, days: number): string => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

type Days = { from: string | null; to: string | null; beforeFrom: string | null; beforeTo: string | null };

/** Whole days, today included, so that everyone who looks on the same day sees the same period. */
function daysOf(options: { period: FunnelRange['period']; from?: string; to?: string; today: string }): Days {
  const { period, today } = options;
  if (period === 'all') return { from: null, to: null, beforeFrom: null, beforeTo: null };
  if (period !== 'custom') {
    const days = daysByPeriod[period];
    const from = plusDays(today, 1 - days);
    return { from, to: today, beforeFrom: plusDays(from, -days), beforeTo: plusDays(from, -1) };
  }
  const from = options.from ?? null;
  const to = options.to ?? (from === null ? null : today);
  if (from === null || to === null) return { from, to, beforeFrom: null, beforeTo: null };
  const days = daysBetween(from, to) + 1;
  if (days < 1) {
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      {
        fields: [{ path: 'to', message: 'is before from' }],
      },
    );
  }
  return { from, to, beforeFrom: plusDays(from, -days), beforeTo: plusDays(from, -1) };
}

type Edges = { from: Date | null; until: Date | null; beforeFrom: Date | null; beforeUntil: Date | null };

/** The first instants of the days in the zone of the workspace; PostgreSQL knows the zones and their changes. */
async function edgesOf(tx: Tx, days: Days, timeZone: string): Promise<Edges> {
  const next = (day: string | null) => (day === null ? null : plusDays(day, 1));
  const start = (day: string | null) => sql`${day}::date::timestamp at time zone ${timeZone}`;
  const edges =
    await tx.first<Edges>(sql`select ${start(days.from)} as "from", ${start(next(days.to))} as until,
    ${start(days.beforeFrom)} as "beforeFrom", ${start(next(days.beforeTo))} as "beforeUntil"`);
  if (!edges) throw new Error('A select without a table answers one row.');
  return edges;
}

/** Turns what was asked for into instants. `cameInDuring` says whether anyone did, for the period `auto`. */
export async function resolvePeriod(options: {
  tx: Tx;
  filter: Pick<FunnelFilter, 'period' | 'mode' | 'from' | 'to'>;
  now: Date;
  timeZone: string;
  cameInDuring: (window: Window) => Promise<boolean>;
}): Promise<ResolvedPeriod> {
  const { tx, filter, timeZone } = options;
  const isCustom = filter.from !== undefined || filter.to !== undefined;
  const asked = isCustom ? 'custom' : filter.period;
  if (asked === 'custom' && !isCustom) {
    throw new AppError(
      'invalid_input',
      'A custom period needs its first day (from), its last day (to) or both.',
      {
        fields: [{ path: 'from', message: 'is missing' }],
      },
    );
  }
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(options.now);
  const resolve = async (period: FunnelRange['period']): Promise<ResolvedPeriod> => {
    const days = daysOf({ period, from: filter.from, to: filter.to, today });
    const edges = await edgesOf(tx, days, timeZone);
    return {
      range: { period, mode: filter.mode, ...days },
      window: { from: edges.from, to: edges.until },
      before: days.beforeFrom === null ? null : { from: edges.beforeFrom, to: edges.beforeUntil },
    };
  };
  if (asked !== 'auto') return resolve(asked);
  const recent = await resolve('last90');
  return (await options.cameInDuring(recent.window)) ? recent : resolve('all');
}
