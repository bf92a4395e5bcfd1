import type { Backtest, BacktestSide } from './contract.ts';

const whole = new Intl.NumberFormat('en');

/** Below so many, a percentage makes much of little; the plain difference says it. */
const enoughForPercent = 30;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

type Told = Pick<Backtest, 'subject' | 'against' | 'capacity' | 'wonChange'>;

/** What a backtest found, for the first line of a page: "passes 18 % fewer leads, keeps every one that was won". */
export function sentenceOf(backtest: Told): string {
  const { subject, against, wonChange } = backtest;
  const capacity = capacityWords(subject, backtest.capacity?.perMonth ?? null);
  const parts =
    against && wonChange
      ? [againstWords(subject.qualified, against.qualified), wonWords(against, wonChange), capacity]
      : [aloneWords(subject), foundWords(subject), capacity];
  return joinWords(parts.filter((part) => part !== null));
}

/** "a, b, and c" */
function joinWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')}${parts.length > 2 ? ',' : ''} and ${parts.at(-1)}`;
}

function againstWords(now: number, before: number): string {
  if (now === before) return before === 0 ? 'passes nobody, as the other' : 'passes as many leads';
  if (now === 0) return 'passes nobody';
  const word = now > before ? 'more' : 'fewer';
  const size = Math.abs(now - before);
  if (before < enoughForPercent)
    return `passes ${whole.format(size)} ${word} ${size === 1 ? 'lead' : 'leads'}`;
  const share = Math.round((size / before) * 100);
  return share === 0 ? `passes ${whole.format(size)} ${word}` : `passes ${share} % ${word} leads`;
}

function wonWords(against: BacktestSide, change: NonNullable<Backtest['wonChange']>): string | null {
  const { count: foundBefore, of: won } = against.wonFound;
  if (won === 0) return null;
  const { gained, lost } = change;
  if (lost > 0) {
    const lostWords = `misses ${whole.format(lost)} of the ${whole.format(foundBefore)} won that were found in time`;
    return gained > 0 ? `${lostWords} but finds ${whole.format(gained)} others` : lostWords;
  }
  if (foundBefore === 0) return gained > 0 ? `finds ${whole.format(gained)} of those that were won` : null;
  return gained > 0
    ? `keeps every one that was won and finds ${whole.format(gained)} more`
    : 'keeps every one that was won';
}

function aloneWords(side: BacktestSide): string {
  if (side.qualified === 0) return 'passes nobody in this period';
  const perMonth = side.qualified / Math.max(1, side.perMonth.length);
  return `passes ${whole.format(side.qualified)} ${side.qualified === 1 ? 'lead' : 'leads'}, ${perMonthWords(perMonth)} a month`;
}

const perMonthWords = (perMonth: number): string =>
  perMonth >= 10 ? whole.format(Math.round(perMonth)) : perMonth.toFixed(1);

function foundWords(side: BacktestSide): string | null {
  if (side.wonFound.share === null) return null;
  if (side.wonFound.count === side.wonFound.of) return 'finds every one that was won';
  return `finds ${percent(side.wonFound.share)} of those that were won`;
}

function capacityWords(side: BacktestSide, capacity: number | null): string | null {
  if (capacity === null || side.perMonth.length === 0) return null;
  const perMonth = side.qualified / side.perMonth.length;
  if (perMonth <= capacity) return 'fits what sales can take';
  return `is ${perMonthWords(perMonth - capacity)} a month more than sales can take`;
}

/** Months, of those whole, in which more came than sales can take. */
export function monthsAbove(side: Pick<BacktestSide, 'perMonth'>, capacity: number): number {
  return side.perMonth.filter((month) => month.qualified > capacity).length;
}
