export type Decimals = 'point' | 'comma';

const pointNumber = /^([-+])?(\d+|\d{1,3}(?:[,' \u00a0\u202f]\d{3})+)?(?:\.(\d*))?(?:e([-+]?\d{1,3}))?$/i;
const commaNumber = /^([-+])?(\d+|\d{1,3}(?:[.' \u00a0\u202f]\d{3})+)?(?:,(\d*))?(?:e([-+]?\d{1,3}))?$/i;
const currencyAround = /^(?:[A-Z]{1,3}\$|[A-Z]{3}|\p{Sc})\s*|\s*(?:[A-Z]{1,3}\$|[A-Z]{3}|\p{Sc}|%)$/gu;

/** A number as people write it: thousands marked or not, a currency sign around it, brackets for a minus. */
export type WrittenNumber = { negative: boolean; whole: string; fraction: string; exponent: number };

export function readNumber(text: string, decimals: Decimals): WrittenNumber | null {
  const bracketed = /^\((.*)\)$/.exec(text)?.[1];
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const bare = (bracketed ?? text.slice(sign.length)).trim().replaceAll(currencyAround, '').trim();
  const found = (decimals === 'comma' ? commaNumber : pointNumber).exec(bare);
  if (!found || (found[2] === undefined && !found[3])) return null;
  if (found[1] !== undefined && sign !== '') return null;
  const minuses = [sign === '-', found[1] === '-', bracketed !== undefined].filter(Boolean).length;
  return {
    negative: minuses % 2 === 1,
    whole: (found[2] ?? '').replaceAll(/\D/g, ''),
    fraction: found[3] ?? '',
    exponent: Number(found[4] ?? 0),
  };
}

export function asNumber(written: WrittenNumber): number {
  const value = Number(`${written.whole || '0'}.${written.fraction || '0'}e${written.exponent}`);
  return written.negative ? -value : value;
}

/**
 * The amount in whole minor units, half a unit rounded away from zero. Computed on the digits: 1.005 is exactly that,
 * which no binary fraction is. Null where it does not fit.
 */
export function asMinorUnits(written: WrittenNumber, minorDigits: number): number | null {
  const shift = minorDigits + written.exponent;
  const digits = written.whole + written.fraction;
  const keep = written.whole.length + shift;
  if (keep > 18) return null;
  const kept = keep <= 0 ? '0' : digits.slice(0, keep).padEnd(keep, '0');
  const next = keep < 0 ? '0' : (digits[keep] ?? '0');
  const minor = Number(kept) + (next >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(minor)) return null;
  return written.negative && minor !== 0 ? -minor : minor;
}

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has: 2 for most, 0 for JPY, 3 for KWD. */
export function minorDigitsOf(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}
