import { formatCount } from '../../../../web/parts/money.tsx';
import type { Backtest, BacktestSide } from './types.ts';

/** What is said behind a row: green where better, red where worse, else plain. */
export type Remark = { text: string; tone: 'ok' | 'late' | null };

const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

export const shareWords = (share: number | null): string => (share === null ? '–' : percent.format(share));

const perMonth = (side: BacktestSide): number => side.qualified / Math.max(1, side.perMonth.length);

export const perMonthWords = (side: BacktestSide): string => {
  const value = perMonth(side);
  return value >= 10 ? formatCount(Math.round(value)) : oneDigit.format(value);
};

export const daysWords = (days: { medianDays: number } | null): string =>
  days === null
    ? '–'
    : `${oneDigit.format(days.medianDays).replace('-', '−')} ${Math.abs(days.medianDays) === 1 ? 'day' : 'days'}`;

export function capacityRemark(backtest: Backtest): Remark | null {
  if (backtest.capacity === null) return null;
  const over = perMonth(backtest.subject) - backtest.capacity.perMonth;
  const can = `sales can take ${formatCount(backtest.capacity.perMonth)}`;
  return over > 0 ? { text: `${can}: too many`, tone: 'late' } : { text: can, tone: 'ok' };
}

/** "+13 points" */
export function pointsRemark(now: number | null, before: number | null): Remark | null {
  if (now === null || before === null) return null;
  const points = Math.round(now * 100) - Math.round(before * 100);
  if (points === 0) return { text: 'as before', tone: null };
  const unit = Math.abs(points) === 1 ? 'point' : 'points';
  return { text: `${points > 0 ? '+' : '−'}${Math.abs(points)} ${unit}`, tone: points > 0 ? 'ok' : 'late' };
}

/** "11 more, none lost" */
export function wonRemark(change: Backtest['wonChange']): Remark | null {
  if (change === null) return null;
  const { gained, lost } = change;
  if (gained === 0 && lost === 0) return { text: 'the same people', tone: null };
  const more = gained === 0 ? '' : `${formatCount(gained)} more, `;
  if (lost === 0) return { text: `${more}none lost`, tone: 'ok' };
  return { text: `${more}${formatCount(lost)} lost`, tone: 'late' };
}

/** "0.7 days later" */
export function daysRemark(
  now: { medianDays: number } | null,
  before: { medianDays: number } | null,
): Remark | null {
  if (now === null || before === null) return null;
  const difference = Math.round((now.medianDays - before.medianDays) * 10) / 10;
  if (difference === 0) return { text: 'as soon', tone: null };
  const size = `${oneDigit.format(Math.abs(difference))} ${Math.abs(difference) === 1 ? 'day' : 'days'}`;
  return difference > 0 ? { text: `${size} sooner`, tone: 'ok' } : { text: `${size} later`, tone: 'late' };
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', compactDisplay: 'long' });

/** "2.1 s over 10 million interactions" */
export const tookWords = (backtest: Pick<Backtest, 'tookMs' | 'interactions'>): string =>
  `${oneDigit.format(Math.max(0.1, backtest.tookMs / 1_000))} s over ${compact.format(backtest.interactions)} ${backtest.interactions === 1 ? 'interaction' : 'interactions'}`;

const monthShort = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const monthLong = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const dateOf = (month: string) => new Date(`${month}-01T00:00:00Z`);
export const monthName = (month: string): string => monthShort.format(dateOf(month));
export const monthYear = (month: string): string => monthLong.format(dateOf(month));

const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
export const dayWords = (day: string): string => dayFormat.format(new Date(`${day}T00:00:00Z`));

export const outcomeWords = {
  accepted: 'accepted by sales',
  opportunity: 'became an opportunity',
  won: 'won',
} as const;

/** The twelve whole months before this one, by the reader's calendar. */
export function usualPeriod(now: Date): { from: string; to: string } {
  const text = (date: Date) =>
    `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
  return {
    from: text(new Date(now.getFullYear() - 1, now.getMonth(), 1)),
    to: text(new Date(now.getFullYear(), now.getMonth(), 0)),
  };
}

/** Where a rule without points stands on the curve: of those without the outcome, how many it lets in all the same. */
export function operatingPoint(
  side: BacktestSide,
  backtest: Pick<Backtest, 'leads' | 'base' | 'outcome'>,
): { x: number; y: number } | null {
  const positives = backtest.base[backtest.outcome];
  const negatives = backtest.leads - positives;
  if (side.precision === null || side.recall === null || negatives <= 0) return null;
  return { x: Math.min(1, (side.qualified * (1 - side.precision)) / negatives), y: side.recall };
}
