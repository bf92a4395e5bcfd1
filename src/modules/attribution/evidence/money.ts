import { DateTime } from 'luxon';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** Money of a day in the workspace's own currency; null: nothing says what it was worth. */
export type Purse = {
  currency: string;
  zone: string;
  convert(of: { amountMinor: number; currency: string; day: string }): number | null;
  dayOf(ms: number): string;
};

/** The workspace's currency and what others were worth in it, by the rate in force on the day. */
export async function openPurse(tx: Tx): Promise<Purse> {
  const workspace = await tx.first<{ currency: string; zone: string }>(sql`
    select currency, time_zone as zone from workspace where id = current_setting('liaison.workspace_id')::uuid`);
  if (!workspace) throw new Error('Work is bound to a workspace that is there.');
  const { currency: own, zone } = workspace;
  const rates = await tx.rows<{ currency: string; valid_from: string; rate: number }>(sql`
    select currency, valid_from::text, rate::float8 as rate from currency_rate order by currency, valid_from`);
  return {
    currency: own,
    zone,
    dayOf: (ms) => DateTime.fromMillis(ms, { zone }).toISODate() ?? '',
    convert: ({ amountMinor, currency, day }) => {
      if (currency === own || currency === '') return amountMinor;
      const rate = rates.findLast((one) => one.currency === currency && one.valid_from <= day);
      if (!rate) return null;
      return Math.round(amountMinor * rate.rate * 10 ** (digitsOf(own) - digitsOf(currency)));
    },
  };
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
