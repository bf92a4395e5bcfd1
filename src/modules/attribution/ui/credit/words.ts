import { formatCount, formatShare } from '../../../../web/parts/money.tsx';

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`;

const day = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
export const dayWords = (iso: string): string => day.format(new Date(`${iso}T00:00:00Z`));

type Range = { from: string | null; to: string | null };

/** In a chip: “1 Jul 2025 to today”. */
export function rangeWords({ from, to }: Range): string {
  if (from && to) return `${dayWords(from)} to ${dayWords(to)}`;
  if (from) return `since ${dayWords(from)}`;
  return to ? `up to ${dayWords(to)}` : 'all time';
}

/** After a figure: “won in the last four quarters and this one”. */
export function inPeriodWords(period: 'quarters' | 'all' | 'custom', range: Range): string {
  if (period === 'quarters') return 'in the last four quarters and this one';
  if (period === 'all') return 'up to now';
  if (range.from && range.to) return `from ${dayWords(range.from)} to ${dayWords(range.to)}`;
  return rangeWords(range);
}

/** What the results are called: “3 deals”, “12 leads”. */
export const resultWords = (value: string, n: number): string =>
  plural(n, value.startsWith('stage:') ? 'lead' : 'deal');

/** What became of the results: “won”, “opened”, “brought to SQL”. */
export function becameWords(value: string, stageName: string): string {
  if (value === 'revenue' || value === 'wins') return 'won';
  if (value === 'pipeline' || value === 'opportunities') return 'opened';
  return `brought to ${stageName}`;
}

export const eligibilityWords = {
  group: { short: 'buying group', says: 'The people named in the deal, and nobody else.' },
  account: { short: 'whole company', says: 'Everybody of the company, whether named in the deal or not.' },
  primary: { short: 'primary contact', says: 'The one person who is named first in the deal.' },
} as const;

export const lookbackWords = (days: number | null): string =>
  days === null ? 'no limit' : plural(days, 'day');

/** The first letter as a sentence begins. */
export const sentenceStart = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** “39 % to 97 %”, or one of them where they read the same. */
export function betweenWords({ least, most }: { least: number; most: number }): string {
  const [from, to] = [formatShare(least), formatShare(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** A label within a sentence; one of several capitals, such as MQL, stays as it is. */
export const sentenceMiddle = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** The day of a moment where the reader is, as the timeline’s address writes it. */
export function dayHere(at: string): string {
  const time = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
