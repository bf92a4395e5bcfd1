import { quoted } from '../journeys/sql-text.ts';

export type RateStep = { currency: string; rate: number; fromMs: number };

/** How many digits of a currency are minor units. */
function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/**
 * What one minor unit of a deal's currency was worth on the day of the result, in minor units of the currency asked
 * for; 0 where nothing says so. Rates are told in the workspace's own currency, so that another one goes through it.
 */
export function rateSql(options: {
  own: string;
  asked: string;
  rates: readonly RateStep[];
  currency: string;
  ms: string;
}): string {
  const { own, asked, currency, ms } = options;
  const steps = new Map(Map.groupBy(options.rates, (one) => one.currency));
  steps.set(own, [{ currency: own, rate: 1, fromMs: Number.MIN_SAFE_INTEGER }]);
  const worthOf = (code: string): string => {
    const of = steps.get(code) ?? [];
    if (code === own) return 'toFloat64(1)';
    if (of.length === 0) return 'toFloat64(0)';
    const days = `[${of.map(({ fromMs }) => `toInt64(${fromMs})`).join(', ')}]`;
    const values = `[${of.map(({ rate }) => `toFloat64(${rate})`).join(', ')}]`;
    return `${values}[arrayLastIndex(day -> day <= ${ms}, ${days})]`;
  };
  const worthOfAsked = worthOf(asked);
  const cases = [...steps.keys()].flatMap((code) => {
    const factor = 10 ** (digitsOf(asked) - digitsOf(code));
    // What has its own currency is taken as it is: a rate that is worked out to one would round.
    const rate =
      code === asked
        ? 'toFloat64(1)'
        : `if(${worthOfAsked} = 0, 0, ${worthOf(code)} / ${worthOfAsked} * toFloat64(${factor}))`;
    const names = code === own ? [quoted(code), "''"] : [quoted(code)];
    return names.map((name) => `${currency} = ${name}, ${rate}`);
  });
  return `multiIf(${cases.join(', ')}, toFloat64(0))`;
}
