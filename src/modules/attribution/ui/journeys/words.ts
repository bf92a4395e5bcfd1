import { formatCount, formatShare } from '../../../../web/parts/money.tsx';

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`;

const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** “at once”, “5 h”, “3.5 days”, “80 days”. */
export function daysWords(days: number): string {
  if (days < 1 / 24) return 'at once';
  if (days < 1) return `${Math.round(days * 24)} h`;
  const shown = days < 10 ? oneDigit.format(days) : formatCount(Math.round(days));
  return `${shown} ${shown === '1' ? 'day' : 'days'}`;
}

/** In a table: “5 h”, “3.5 d”. */
export function shortDays(days: number): string {
  if (days < 1 / 24) return '0';
  if (days < 1) return `${Math.round(days * 24)} h`;
  return `${days < 10 ? oneDigit.format(days) : formatCount(Math.round(days))} d`;
}

/** “2.8×” */
export const timesWords = (ratio: number): string =>
  `${ratio < 10 ? twoDigits.format(ratio) : formatCount(Math.round(ratio))}×`;

/** “20 % (4 to 62)” */
export const rateWords = ({ value, low, high }: { value: number; low: number; high: number }): string =>
  `${formatShare(value)} (${Math.round(low * 100)} to ${Math.round(high * 100)})`;

export const byWords = {
  channel: 'channel',
  type: 'what it was',
  kind: 'content or talk',
  campaign: 'campaign',
  asset: 'piece',
} as const;

export const metWords = {
  asset: { one: 'piece', heading: 'Piece', did: 'was read', label: 'Reading' },
  talk: { one: 'kind of talk', heading: 'Talk', did: 'was had', label: 'Talks' },
  topic: { one: 'topic', heading: 'Topic', did: 'was talked of', label: 'Topics' },
  channel: { one: 'channel', heading: 'Channel', did: 'was used', label: 'Channels' },
} as const;

const day = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayWords = (iso: string): string => day.format(new Date(`${iso}T00:00:00Z`));

/** In a chip: “1 Jul 2025 to today”. */
export function rangeWords({ from, to }: { from: string | null; to: string | null }): string {
  if (from && to) return `${dayWords(from)} to ${dayWords(to)}`;
  if (from) return `since ${dayWords(from)}`;
  return to ? `up to ${dayWords(to)}` : 'all time';
}

/** Content is marketing's colour, talks are sales', some of both is shared. */
export const toneOf = (kind: string): 'marketing' | 'sales' | 'shared' | 'plain' =>
  kind === 'content' ? 'marketing' : kind === 'person' ? 'sales' : kind === 'both' ? 'shared' : 'plain';

/** Minor units as a spreadsheet wants them. */
export function majorUnits(amountMinor: number, currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}
