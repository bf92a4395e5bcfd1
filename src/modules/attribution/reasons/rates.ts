import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type Worth = {
  currency: string;
  /** In minor units of `currency`, by the rate of the day; null: no rate is known. No amount is worth nothing. */
  of(deal: { amountMinor: number | null; currency: string | null; closedAt: string }): number | null;
};

type Rate = { currency: string; from: Date; rate: number };

/** What deals are worth in the workspace's currency, by the rate in force on the day on which they closed. */
export async function readWorth(tx: Tx): Promise<Worth> {
  const workspace = await tx.first<{ currency: string }>(sql`select currency from workspace`);
  if (workspace === null) throw new AppError('not_found', 'There is no such workspace.');
  const rates = await tx.rows<Rate>(sql`
    select r.currency, r.valid_from::timestamp at time zone w.time_zone as "from", r.rate::float8 as rate
    from currency_rate r cross join workspace w order by r.valid_from desc`);
  return worthBy(workspace.currency, rates);
}

function worthBy(own: string, latestFirst: readonly Rate[]): Worth {
  return {
    currency: own,
    of({ amountMinor, currency, closedAt }) {
      if (amountMinor === null) return 0;
      if (currency === null || currency === own) return amountMinor;
      const at = Date.parse(closedAt);
      const held = latestFirst.find((rate) => rate.currency === currency && rate.from.getTime() <= at);
      if (held === undefined) return null;
      return Math.round(amountMinor * held.rate * 10 ** (digitsOf(own) - digitsOf(currency)));
    },
  };
}

/** How many places the minor unit of a currency has: two of most, none of the yen. */
function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
