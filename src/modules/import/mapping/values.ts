import type { RefusalCode } from '../reading/read-rows.ts';
import { asDay, asMoment, readDate } from './dates.ts';
import { plainWord } from './lifecycle-words.ts';
import { asMinorUnits, asNumber, type Decimals, minorDigitsOf, readNumber } from './numbers.ts';
import type { DateFormat } from './schema.ts';

/** How text becomes values in one file. */
export type ValueSettings = {
  timeZone: string;
  dates: readonly DateFormat[];
  decimals: Decimals;
  /** In small letters: what means that there is no value. */
  blank: ReadonlySet<string>;
};

/** Thrown by readers; costs one row. */
export class RowRefusal extends Error {
  readonly code: RefusalCode;
  readonly column: string | null;
  constructor(code: RefusalCode, message: string, column: string | null) {
    super(message);
    this.name = 'RowRefusal';
    this.code = code;
    this.column = column;
  }
}

const shown = (text: string) => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

function wrong(text: string, column: string | null, what: string): RowRefusal {
  return new RowRefusal('wrong_type', `${shown(text)}${inColumn(column)} is not ${what}.`, column);
}

const inColumn = (column: string | null) => (column === null ? '' : ` in column “${column}”`);

export function readMoment(text: string, column: string | null, settings: ValueSettings): Date {
  return asMoment(dateOrRefusal(text, column, settings), settings.timeZone);
}

export function readDay(text: string, column: string | null, settings: ValueSettings): string {
  return asDay(dateOrRefusal(text, column, settings));
}

function dateOrRefusal(text: string, column: string | null, settings: ValueSettings) {
  const read = readDate(text, settings.dates);
  if (typeof read !== 'string') return read;
  if (read === 'impossible_date') {
    throw new RowRefusal(
      'impossible_date',
      `${shown(text)}${inColumn(column)} is a date that does not exist.`,
      column,
    );
  }
  throw wrong(text, column, `a date (${settings.dates.map((format) => dateExamples[format]).join(' or ')})`);
}

const dateExamples: Readonly<Record<DateFormat, string>> = {
  iso: '2024-12-31 or 2024-12-31T18:00:00Z',
  'year-month-day': '2024/12/31',
  'day-month-year': '31.12.2024',
  'month-day-year': '12/31/2024',
  'unix-seconds': 'seconds since 1970',
  'unix-milliseconds': 'milliseconds since 1970',
};

export function readAnyNumber(text: string, column: string | null, settings: ValueSettings): number {
  const written = readNumber(text, settings.decimals);
  if (!written)
    throw wrong(text, column, `a number${settings.decimals === 'comma' ? ' (with a decimal comma)' : ''}`);
  const value = asNumber(written);
  if (!Number.isFinite(value)) throw wrong(text, column, 'a number that can be kept');
  return value;
}

export function readInteger(text: string, column: string | null, settings: ValueSettings): number {
  const value = readAnyNumber(text, column, settings);
  if (!Number.isSafeInteger(value)) throw wrong(text, column, 'a whole number');
  return value;
}

/** Integer minor units of `currency`. */
export function readMoney(
  text: string,
  column: string | null,
  settings: ValueSettings & { currency: string; timesThousand: number },
): number {
  const written = readNumber(text, settings.decimals);
  if (!written)
    throw wrong(
      text,
      column,
      `an amount of money${settings.decimals === 'comma' ? ' (with a decimal comma)' : ''}`,
    );
  const scaled = { ...written, exponent: written.exponent + 3 * settings.timesThousand };
  const minor = asMinorUnits(scaled, minorDigitsOf(settings.currency));
  if (minor === null) throw wrong(text, column, 'an amount that can be kept');
  return minor;
}

const yes = new Set([
  'true',
  'yes',
  'y',
  '1',
  't',
  'on',
  'x',
  'ja',
  'oui',
  'sim',
  'si',
  'sí',
  'wahr',
  'vrai',
]);
const no = new Set(['false', 'no', 'n', '0', 'f', 'off', 'nein', 'non', 'nao', 'não', 'falsch', 'faux']);

export function readBoolean(text: string, column: string | null): boolean {
  const word = text.toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  throw wrong(text, column, 'yes or no');
}

// One @ with something on both sides and no blanks; what mail servers accept is theirs to say.
const emailPattern = /^[^\s@,;<>"]+@[^\s@,;<>"]+$/;

export function readEmail(text: string, column: string | null): string {
  const bare = text.replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1');
  if (!emailPattern.test(bare) || bare.length > 320) throw wrong(text, column, 'an e-mail address');
  return bare.toLowerCase();
}

export function readCurrency(text: string, column: string | null): string {
  const code = text.toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw wrong(text, column, 'a currency of three letters, such as EUR');
  return code;
}

/** One of a list of values, named by value or by label. */
export function readOption(
  text: string,
  column: string | null,
  options: ReadonlyMap<string, string>,
): string {
  const value = options.get(plainWord(text));
  if (value !== undefined) return value;
  const known = [...new Set(options.values())];
  const list = known.slice(0, 8).join(', ') + (known.length > 8 ? ` and ${known.length - 8} more` : '');
  throw new RowRefusal(
    'unknown_option',
    `${shown(text)}${inColumn(column)} is none of the options: ${list}.`,
    column,
  );
}

export const maxTextLength = 8_192;

export function readText(text: string, column: string | null, maxLength = maxTextLength): string {
  if (text.length <= maxLength) return text;
  const words = `The text${inColumn(column)} has ${text.length} characters; at most ${maxLength} are kept.`;
  throw new RowRefusal('value_too_long', words, column);
}

const salesforceLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** A Salesforce id in its 18-character form, so that both forms of one id are one; null if it is none. */
export function asSalesforceId(text: string): string | null {
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return null;
  const short = text.slice(0, 15);
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const letter = short[block * 5 + at] ?? '';
      if (letter >= 'A' && letter <= 'Z') bits |= 1 << at;
    }
    suffix += salesforceLetters[bits];
  }
  return short + suffix;
}
