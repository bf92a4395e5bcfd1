import { formatCount } from '../../../web/parts/money.tsx';
import type { RecordType } from '../mapping/contract.ts';

export type Outcomes = { created: number; updated: number; unchanged: number; refused: number };

/** `1 row`, `8,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length <= 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

const pairs: Record<RecordType | 'stage', readonly [string, string]> = {
  contact: ['contact', 'contacts'],
  account: ['account', 'accounts'],
  opportunity: ['opportunity', 'opportunities'],
  campaign: ['campaign', 'campaigns'],
  product: ['product', 'products'],
  teammate: ['teammate', 'teammates'],
  interaction: ['interaction', 'interactions'],
  stage: ['lifecycle stage', 'lifecycle stages'],
};

const isKnown = (kind: string): kind is keyof typeof pairs => kind in pairs;

export function recordsInWords(kind: string, count: number): string {
  const [one, many] = isKnown(kind) ? pairs[kind] : [kind, kind];
  return counted(count, one, many);
}

export function kindInWords(kind: string): string {
  const many = isKnown(kind) ? pairs[kind][1] : kind;
  return many.charAt(0).toUpperCase() + many.slice(1);
}

export const rowsRead = (outcomes: Outcomes): number =>
  outcomes.created + outcomes.updated + outcomes.unchanged + outcomes.refused;

const units = ['bytes', 'KB', 'MB', 'GB'];

export function bytesInWords(bytes: number): string {
  let unit = 0;
  let size = bytes;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  const digits = unit > 1 && size < 100 ? 1 : 0;
  return `${size.toLocaleString(undefined, { maximumFractionDigits: digits })} ${units[unit] ?? ''}`;
}

/** `under a second`, `12 s`, `3 min`, `2 h 10 min`. */
export function secondsInWords(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function delimiterInWords(delimiter: string): string {
  const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' };
  return names[delimiter] ?? `“${delimiter}”`;
}

export function encodingInWords(encoding: string): string {
  return encoding.toUpperCase().replace(/^UTF(\d)/, 'UTF-$1');
}

/** Why rows are refused, by the code of the reason. */
const reasonLabels: Record<string, string> = {
  too_few_cells: 'Fewer cells than the heading row',
  too_many_cells: 'More cells than the heading row',
  wholly_quoted: 'The whole row stands in quotes, so it is one cell',
  row_too_long: 'The row is too long',
  unclosed_quote: 'A quote is opened and never closed',
  stray_quote: 'A quote stands in the middle of a cell',
  nul_character: 'The row holds a character that is no text',
  wrong_encoding: 'Characters of another encoding',
  wrong_type: 'Not the kind of value the field takes',
  impossible_date: 'A date that does not exist',
  unknown_option: 'None of the options of the field',
  missing_id: 'Nothing says who or what is meant',
  missing_value: 'A value that must be there is missing',
  value_too_long: 'The value is too long',
  not_accepted: 'The record was not accepted',
};

export const reasonLabel = (code: string): string =>
  reasonLabels[code] ?? code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
