import type { Tx } from '../../../platform/postgres/database.ts';
import { exchangeOf, readMoney } from '../settings/money.ts';

export type Worth = {
  currency: string;
  /** In minor units of `currency`, by the rate of the day; null: no rate is known. No amount is worth nothing. */
  of(deal: { amountMinor: number | null; currency: string | null; closedAt: string }): number | null;
};

/** What deals are worth in the workspace's currency, by the rate in force on the day on which they closed. */
export async function readWorth(tx: Tx): Promise<Worth> {
  const money = await readMoney(tx);
  const exchange = exchangeOf(money);
  return {
    currency: money.currency,
    of: ({ amountMinor, currency, closedAt }) =>
      amountMinor === null ? 0 : exchange.at(amountMinor, currency, Date.parse(closedAt)),
  };
}
