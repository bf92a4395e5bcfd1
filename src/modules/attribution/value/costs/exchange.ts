import { sql, type Tx } from '../../../../platform/postgres/database.ts';

/** An amount in the workspace's own currency by the rate in force at the moment, rounded; null: there is no rate. */
export type Exchange = (amountMinor: number, currency: string, atMs: number) => number | null;

/** How many decimal places a currency has: 2 for the euro, none for the yen. */
function placesOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

export async function readExchange(
  tx: Tx,
  options: { currency: string; timeZone: string },
): Promise<Exchange> {
  const rows = await tx.rows<{ currency: string; fromMs: number; rate: number }>(sql`
    select currency, (extract(epoch from valid_from::timestamp at time zone ${options.timeZone}) * 1000)::float8 as "fromMs",
      rate::float8 as rate
    from currency_rate order by currency, valid_from`);
  const rates = Map.groupBy(rows, ({ currency }) => currency);
  const ownPlaces = placesOf(options.currency);
  return (amountMinor, currency, atMs) => {
    if (currency === options.currency || currency === '') return amountMinor;
    const inForce = rates.get(currency)?.findLast(({ fromMs }) => fromMs <= atMs);
    if (inForce === undefined) return null;
    return Math.round(amountMinor * inForce.rate * 10 ** (ownPlaces - placesOf(currency)));
  };
}
