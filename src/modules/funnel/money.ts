export type Money = { amountMinor: number; currency: string };

/** Adds up by currency, the main one first; nothing is converted. */
export function sumMoney(
  parts: readonly { amountMinor: number; currency: string | null }[],
  mainCurrency: string,
): Money[] {
  const totals = new Map<string, number>();
  for (const { amountMinor, currency } of parts) {
    if (currency === null || amountMinor === 0) continue;
    totals.set(currency, (totals.get(currency) ?? 0) + amountMinor);
  }
  const rank = (currency: string) => (currency === mainCurrency ? 0 : 1);
  return [...totals]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .toSorted(
      (one, other) => rank(one.currency) - rank(other.currency) || other.amountMinor - one.amountMinor,
    );
}
