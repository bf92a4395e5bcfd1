import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** What one unit of a currency is worth in the workspace's own, from a day on until a later step. */
export type RateStep = {
  currency: string;
  rate: number;
  /** The day, and the moment at which it begins where the workspace is. */
  validFrom: string;
  fromMs: number;
};

/** The one place where amounts of other currencies become the workspace's own: by the rate in force, rounded once. */
export type Money = {
  /** The workspace's own, in which results are told. */
  currency: string;
  timeZone: string;
  rates: readonly RateStep[];
};

/** An amount in minor units of the workspace's own currency; null: nothing says what it was worth then. */
export type Exchange = {
  at(amountMinor: number, currency: string | null, atMs: number): number | null;
  onDay(amountMinor: number, currency: string | null, day: string): number | null;
};

export async function readMoney(tx: Tx): Promise<Money> {
  const workspace = await tx.first<{ currency: string; timeZone: string }>(sql`
    select currency, time_zone as "timeZone" from workspace
    where id = current_setting('liaison.workspace_id')::uuid`);
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  return { ...workspace, rates: await readRates(tx, workspace.timeZone) };
}

/** By currency, the earliest first. */
export function readRates(tx: Tx, timeZone: string): Promise<RateStep[]> {
  return tx.rows<RateStep>(sql`select currency, rate::float8 as rate, valid_from::text as "validFrom",
      floor(extract(epoch from valid_from::timestamp at time zone ${timeZone}) * 1000)::bigint as "fromMs"
    from currency_rate order by currency, valid_from`);
}

/** How many digits of a currency are minor units: 2 of the euro, none of the yen. */
export function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

export function exchangeOf({ currency: own, rates }: Pick<Money, 'currency' | 'rates'>): Exchange {
  const steps = Map.groupBy(rates, ({ currency }) => currency);
  const ownDigits = digitsOf(own);
  const worth = (amountMinor: number, currency: string | null, isInForce: (step: RateStep) => boolean) => {
    if (currency === null || currency === '' || currency === own) return amountMinor;
    const step = steps.get(currency)?.findLast(isInForce);
    if (step === undefined) return null;
    return Math.floor(amountMinor * (step.rate * 10 ** (ownDigits - digitsOf(currency))) + 0.5);
  };
  return {
    at: (amountMinor, currency, atMs) => worth(amountMinor, currency, ({ fromMs }) => fromMs <= atMs),
    onDay: (amountMinor, currency, day) => worth(amountMinor, currency, ({ validFrom }) => validFrom <= day),
  };
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/**
 * What one minor unit of an amount's currency was worth at a moment, in minor units of the currency asked for; 0 where
 * nothing says so. Rates are told in the workspace's own currency, so that another one goes through it.
 */
export function rateSql(options: {
  own: string;
  asked: string;
  rates: readonly Pick<RateStep, 'currency' | 'rate' | 'fromMs'>[];
  /** Expressions of ClickHouse. */
  currency: string;
  ms: string;
}): string {
  const { own, asked, currency, ms } = options;
  const steps = Map.groupBy(options.rates, (one) => one.currency);
  const worthOf = (code: string): string => {
    const of = steps.get(code) ?? [];
    if (code === own) return 'toFloat64(1)';
    if (of.length === 0) return 'toFloat64(0)';
    const days = `[${of.map(({ fromMs }) => `toInt64(${fromMs})`).join(', ')}]`;
    const values = `[${of.map(({ rate }) => `toFloat64(${rate})`).join(', ')}]`;
    return `${values}[arrayLastIndex(day -> day <= ${ms}, ${days})]`;
  };
  const worthOfAsked = worthOf(asked);
  const cases = [...new Set([...steps.keys(), own])].flatMap((code) => {
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

/** The same as `exchangeOf(money).at`, over expressions of ClickHouse: nullable minor units of the workspace's own. */
export function worthSql(
  { currency: own, rates }: Pick<Money, 'currency' | 'rates'>,
  { amount, currency, ms }: { amount: string; currency: string; ms: string },
): string {
  const others = [...Map.groupBy(rates, (one) => one.currency)]
    .filter(([code]) => code !== own)
    .map(([code, steps]) => {
      const factor = 10 ** (digitsOf(own) - digitsOf(code));
      const days = `[${steps.map(({ fromMs }) => `toInt64(${fromMs})`).join(', ')}]`;
      const values = `[${steps.map(({ rate }) => `toFloat64(${rate * factor})`).join(', ')}]`;
      const nth = `arrayLastIndex(day -> day <= ${ms}, ${days})`;
      return `${currency} = ${quoted(code)}, if(${nth} = 0, null, toInt64(floor(${amount} * ${values}[${nth}] + 0.5)))`;
    });
  return `multiIf(${currency} in (${quoted(own)}, ''), toNullable(toInt64(${amount})), ${[...others, 'null'].join(', ')})`;
}
