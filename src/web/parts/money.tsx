export type MoneyAmount = { amountMinor: number; currency: string };

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, style: 'exact' | 'round' | 'compact'): Intl.NumberFormat {
  const key = `${currency}:${style}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    ...(style === 'round' ? { maximumFractionDigits: 0 } : {}),
    ...(style === 'compact' ? { notation: 'compact', maximumFractionDigits: 1 } : {}),
  });
  formats.set(key, made);
  return made;
}

/** How many digits an amount has behind the point: JPY has none, most have two. */
export function digitsOf(currency: string): number {
  return formatOf(currency, 'exact').resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units to major. */
function majorOf({ amountMinor, currency }: MoneyAmount): number {
  return amountMinor / 10 ** digitsOf(currency);
}

/** `€412,300` (round, the default), `€412,300.00` (exact), `€412K` (compact). */
export function formatMoney(money: MoneyAmount, style: 'exact' | 'round' | 'compact' = 'round'): string {
  return formatOf(money.currency, style).format(majorOf(money));
}

/** An amount in its currency; the exact one in its title. A dash where there is none. */
export function Money({
  of,
  style = 'round',
}: {
  of: MoneyAmount | null;
  style?: 'exact' | 'round' | 'compact';
}) {
  if (!of) return <span className="mute">–</span>;
  return <span title={formatMoney(of, 'exact')}>{formatMoney(of, style)}</span>;
}

const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

/** `18,204` */
export const formatCount = (count: number): string => whole.format(count);
/** `61 %` from 0.61 */
export const formatShare = (share: number): string => percent.format(share);
