import { formatMoney } from '../../../../web/parts/money.tsx';

/** How the amounts of a table are written: all alike, as the largest of them needs it. */
export type Scale = {
  /** Over the table: “thousand €”; blank for counts. */
  words: string;
  /** In the table. */
  short: (amount: number) => string;
  /** Where it is opened, and in the sum. */
  exact: (amount: number) => string;
};

type Unit = { unit: 'minor' | 'micro'; currency: string };

const thousandsFrom = 100_000;
const millionsFrom = 100_000_000;
const microsEach = 1_000_000;

export function scaleOf({ unit, currency, largest }: Unit & { largest: number }): Scale {
  return unit === 'micro' ? countScale(largest) : moneyScale(currency, largest);
}

function moneyScale(currency: string, largest: number): Scale {
  const format = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const symbol = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  const major = Math.abs(largest) / 10 ** digits;
  const exact = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'exact');
  const [size, name, places] =
    major >= millionsFrom
      ? ([1_000_000, 'million ', 1] as const)
      : major >= thousandsFrom
        ? ([1_000, 'thousand ', 0] as const)
        : ([1, '', 0] as const);
  const number = new Intl.NumberFormat(undefined, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return {
    words: `${name}${symbol}`,
    short: (amountMinor) => number.format(noMinusZero(amountMinor / 10 ** digits / size, places)),
    exact,
  };
}

function countScale(largestMicro: number): Scale {
  const places = Math.abs(largestMicro) >= 100 * microsEach ? 0 : 1;
  const number = new Intl.NumberFormat(undefined, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return {
    words: '',
    short: (micro) => number.format(noMinusZero(micro / microsEach, places)),
    exact: countText,
  };
}

const millionths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });
const countText = (micro: number): string => millionths.format(micro / microsEach);

const noMinusZero = (value: number, places: number): number =>
  Math.round(value * 10 ** places) === 0 ? 0 : value;

/** “€42,900” of money, “3.25” of counts: as long as it needs to be, as a figure in a sentence. */
export function amountText({ unit, currency }: Unit, amount: number): string {
  if (unit === 'micro') return twoPlaces.format(amount / microsEach);
  const isSmall = amount !== 0 && Math.abs(amount) < 100_000;
  return formatMoney({ amountMinor: amount, currency }, isSmall ? 'exact' : 'round');
}

const twoPlaces = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** As a spreadsheet reads it: a point, no grouping, nothing rounded. */
export function amountForSheet({ unit, currency }: Unit, amount: number): number {
  if (unit === 'micro') return amount / microsEach;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Number((amount / 10 ** digits).toFixed(digits));
}
