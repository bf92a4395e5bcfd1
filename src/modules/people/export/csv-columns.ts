import { AppError } from '../../../platform/errors.ts';
import type { CustomField } from '../fields/contract.ts';
import { customPrefix, type FieldKind, listFields, type RecordType } from '../lists/contract.ts';
import { kindOf } from '../lists/selection.ts';

export type CsvColumn = { field: string; heading: string; kind: FieldKind | 'id' };

/** The columns asked for, in their order; without any, the id, all built-in and all custom fields. */
export function csvColumns(options: {
  recordType: RecordType;
  asked: readonly string[];
  customFields: ReadonlyMap<string, CustomField>;
}): CsvColumn[] {
  const { recordType, asked, customFields } = options;
  const builtIn = listFields[recordType].filter((field) => field.key !== 'waiting');
  const all = [
    'id',
    ...builtIn.map((field) => field.key),
    ...[...customFields.keys()].map((key) => `${customPrefix}${key}`),
  ];
  const headings = new Map(builtIn.map((field) => [field.key, field.label]));
  return (asked.length > 0 ? asked : all).map((field): CsvColumn => {
    if (field === 'id') return { field, heading: 'Id', kind: 'id' };
    const kind = kindOf(recordType, field, customFields);
    const heading = headings.get(field) ?? customFields.get(field.slice(customPrefix.length))?.label;
    if (kind !== null && heading !== undefined) return { field, heading, kind };
    throw new AppError('invalid_input', `There is no column "${field}" to export.`, {
      fields: [{ path: 'columns', message: `no column "${field}"` }],
    });
  });
}

/** Cells that a spreadsheet would take for a formula are led by an apostrophe, which it takes for text. */
export function guardCell(text: string): string {
  return /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
}

/** Minor units as a decimal number: 1234 of EUR → 12.34, of JPY → 1234. */
export function decimalOf(amountMinor: number, currency: string | null): string {
  const digits = currency === null ? 2 : fractionDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
