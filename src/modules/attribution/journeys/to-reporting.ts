import { quoted } from './sql-text.ts';

export type RateRow = { currency: string; rate: number; fromMs: number };

/** How many digits of a currency are minor units. */
const digitsOf = (currency: string): number => {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
};

/**
 * An amount in minor units of the reporting currency, by the rate in force on the day of the result and rounded for
 * each deal; null where nothing says what its currency was worth then.
 */
export function toReporting({ own, rates }: { own: string; rates: readonly RateRow[] }) {
  const byCurrency = Map.groupBy(rates, ({ currency }) => currency);
  return ({ amount, currency, ms }: { amount: string; currency: string; ms: string }): string => {
    const others = [...byCurrency]
      .filter(([other]) => other !== own)
      .map(([other, steps]) => {
        const factor = 10 ** (digitsOf(own) - digitsOf(other));
        const days = `[${steps.map(({ fromMs }) => `toInt64(${fromMs})`).join(', ')}]`;
        const values = `[${steps.map(({ rate }) => `toFloat64(${rate * factor})`).join(', ')}]`;
        const nth = `arrayLastIndex(day -> day <= ${ms}, ${days})`;
        return `${currency} = ${quoted(other)}, if(${nth} = 0, null, toInt64(round(${amount} * ${values}[${nth}])))`;
      });
    const cases = [`${currency} = ${quoted(own)}, toNullable(${amount})`, ...others];
    return `multiIf(${cases.join(', ')}, null)`;
  };
}
