import { formatCount, formatMoney, formatShare } from '../../../web/parts/money.tsx';
import type { FunnelRange, PeopleState, Velocity } from '../contract.ts';
import type { Funnel, FunnelStage } from './rows.ts';

const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const dayMonth = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const formatDay = (day: string): string => dayMonth.format(new Date(`${day}T00:00:00Z`));

/** `4.2 days`, `11 days`, `7 hours`: as many digits as mean something. */
export function formatDays(days: number, style: 'long' | 'short' = 'long'): string {
  if (days < 1) {
    const hours = Math.round(days * 24);
    if (hours === 0) return style === 'short' ? '< 1 h' : 'under an hour';
    return style === 'short' ? `${hours} h` : `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
  }
  const shown = days < 10 ? oneDigit.format(days) : formatCount(Math.round(days));
  return style === 'short' ? `${shown} d` : `${shown} ${shown === '1' ? 'day' : 'days'}`;
}

export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const periodDays = { last30: 30, last90: 90, last365: 365 } as const;

/** "the last 90 days", "all time", "1 Mar to 31 Mar 2026". */
export function periodWords(range: Pick<FunnelRange, 'period' | 'from' | 'to'>): string {
  if (range.period === 'all') return 'all time';
  if (range.period !== 'custom') return `the last ${periodDays[range.period]} days`;
  if (range.from && range.to) return `${formatDay(range.from)} to ${formatDay(range.to)}`;
  if (range.from) return `the time since ${formatDay(range.from)}`;
  return range.to ? `the time up to ${formatDay(range.to)}` : 'all time';
}

/** "the 90 days before"; for other periods, the days themselves. */
export function beforeWords(range: FunnelRange): string | null {
  if (!range.beforeFrom || !range.beforeTo) return null;
  if (range.period !== 'custom' && range.period !== 'all')
    return `the ${periodDays[range.period]} days before`;
  return `${formatDay(range.beforeFrom)} to ${formatDay(range.beforeTo)}`;
}

/** How the first line begins. */
export function sentenceStart(range: Pick<FunnelRange, 'period' | 'from' | 'to'>): string {
  if (range.period === 'all') return 'In all,';
  if (range.period !== 'custom') return `In ${periodWords(range)}`;
  if (range.from && range.to) return `From ${periodWords(range)},`;
  return range.from ? `Since ${formatDay(range.from)},` : `Up to ${formatDay(range.to ?? '')},`;
}

/** Below so many, a percentage makes much of little; the plain difference says it. */
const enoughForPercent = 30;

export type Delta = { text: string; isBetter: boolean; isWorse: boolean };

/** `+8 %`, or `+3` where there were few; null without a period before. */
export function deltaOf(now: number, before: number | null): Delta | null {
  if (before === null) return null;
  const difference = now - before;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±';
  const size = Math.abs(difference);
  const text = before >= enoughForPercent ? formatShare(size / before) : formatCount(size);
  return { text: `${sign}${text}`, isBetter: difference > 0, isWorse: difference < 0 };
}

/** "8 % more in, 3 more won, 2.1 days faster from first touch to contract". */
export function againstBefore(funnel: Funnel): string[] {
  const [first] = funnel.stages;
  const last = funnel.stages.at(-1);
  const parts: string[] = [];
  if (first && first.reachedBefore !== null)
    parts.push(`${moreOrFewer(first.reached, first.reachedBefore)} in`);
  if (last && last.reachedBefore !== null && last !== first) {
    parts.push(`${moreOrFewer(last.reached, last.reachedBefore)} won`);
  }
  const faster = fasterBy(funnel.throughout, funnel.throughoutBefore);
  if (faster) parts.push(`${faster} from coming in to ${last?.name.toLowerCase() ?? 'the end'}`);
  return parts;
}

function moreOrFewer(now: number, before: number): string {
  if (now === before) return 'as many';
  const word = now > before ? 'more' : 'fewer';
  const size = Math.abs(now - before);
  return before >= enoughForPercent
    ? `${formatShare(size / before)} ${word}`
    : `${formatCount(size)} ${word}`;
}

function fasterBy(now: Velocity | null, before: Velocity | null): string | null {
  if (!now || !before) return null;
  const difference = before.medianDays - now.medianDays;
  if (Math.abs(difference) < 0.05) return 'as fast';
  return `${formatDays(Math.abs(difference))} ${difference > 0 ? 'faster' : 'slower'}`;
}

/** What passing a gate means, with its subject: "sales accepted 61 % of what marketing offered". */
export function gateSentence(options: { stage: FunnelStage; next: FunnelStage }): {
  before: string;
  after: string;
} {
  if (options.next.key === 'sal') return { before: 'sales accepted ', after: ' of what marketing offered' };
  if (options.next.key === 'customer') return { before: '', after: ' of the deals on the table were won' };
  return { before: '', after: ` of those at ${options.stage.name} went on` };
}

const stateWords: Record<PeopleState, string> = {
  reached: 'reached',
  here: 'waiting at',
  waiting: 'waiting in time at',
  late: 'past their time at',
  goneOn: 'gone on from',
  left: 'left at, or came back from,',
  timed: 'timed from',
};

/** "14 people past their time at MQL" without the number. */
export function groupWords(stage: Pick<FunnelStage, 'name'>, state: PeopleState, isLast = false): string {
  if (isLast && state === 'timed') return 'people timed all the way';
  if (isLast && (state === 'here' || state === 'waiting')) return `people who are at ${stage.name} now`;
  if (state === 'reached') return `people who reached ${stage.name}`;
  return `people ${stateWords[state]} ${stage.name}`;
}

export function countOf(stage: FunnelStage, state: PeopleState): number {
  if (state === 'here') return stage.waiting + stage.late;
  if (state === 'timed') return stage.toNext?.people ?? 0;
  return stage[state];
}

/** "6 d over", "due in 2 d", "12 d here": how somebody stands with their time. */
export function timeLeft(options: { since: string | Date; dueAt: string | Date | null; now: Date }): {
  text: string;
  isLate: boolean;
} {
  const { since, dueAt, now } = options;
  const daysTo = (moment: string | Date) => (new Date(moment).getTime() - now.getTime()) / 86_400_000;
  if (dueAt === null)
    return { text: `${formatDays(Math.max(0, -daysTo(since)), 'short')} here`, isLate: false };
  const left = daysTo(dueAt);
  if (left < 0) return { text: `${formatDays(-left, 'short')} over`, isLate: true };
  return {
    text:
      left < 1 && new Date(dueAt).getDate() === now.getDate()
        ? 'due today'
        : `due in ${formatDays(left, 'short')}`,
    isLate: false,
  };
}

/** Main currency; what else there is stands behind it. */
export function moneyWords(money: readonly { amountMinor: number; currency: string }[]): string {
  const [main, ...others] = money;
  if (!main) return '–';
  return [main, ...others].map((one) => formatMoney(one)).join(' + ');
}
