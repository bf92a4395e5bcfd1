import { DateTime } from 'luxon';

/** `€412,000`; large sums as `€1.28 million`. */
export function moneyWords(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = minor / 10 ** digits;
  if (Math.abs(amount) < 1_000_000)
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
      Math.abs(amount) < 1_000 ? Math.round(amount) : Number(amount.toPrecision(6)),
    );
  const millions = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    maximumFractionDigits: 2,
    minimumFractionDigits: 2,
  }).format(amount / 1_000_000);
  return `${millions} million`;
}

export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${new Intl.NumberFormat('en-GB').format(count)} ${count === 1 ? one : many}`;

export const shareWords = (share: number): string => `${Math.round(share * 100)} %`;

export const dayWords = (at: Date | string, zone: string): string =>
  (typeof at === 'string' && at.length === 10
    ? DateTime.fromISO(at, { zone })
    : DateTime.fromJSDate(new Date(at), { zone })
  )
    .setLocale('en-GB')
    .toFormat('d LLLL yyyy');

/** `22 November 2026, 14:05 CET`. */
export const exactWords = (at: string, zone: string): string =>
  DateTime.fromISO(at, { zone }).setLocale('en-GB').toFormat('d LLLL yyyy, HH:mm ZZZZ');

/** `€80,000 more`, `€3,000 less`, `as much`. */
export function differenceWords(minor: number, currency: string): string {
  if (minor === 0) return 'as much';
  return `${moneyWords(Math.abs(minor), currency)} ${minor > 0 ? 'more' : 'less'}`;
}
