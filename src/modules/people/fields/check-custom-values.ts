import { AppError } from '../../../platform/errors.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { CustomValue } from '../records.ts';
import type { CustomField } from './contract.ts';
import { loadCustomFields } from './load-custom-fields.ts';

/** Custom values as they are stored; refuses unknown keys and values of another type, each by name. */
export async function checkCustomValues(
  tx: Tx,
  recordType: CustomField['recordType'],
  custom: Readonly<Record<string, CustomValue>> | undefined,
): Promise<Record<string, CustomValue> | undefined> {
  if (custom === undefined) return undefined;
  const fields = new Map((await loadCustomFields(tx, recordType)).map((field) => [field.key, field]));
  const problems: { path: string; message: string }[] = [];
  const checked: Record<string, CustomValue> = {};
  for (const [key, value] of Object.entries(custom)) {
    const field = fields.get(key);
    const result = field ? asValueOf(field, value) : { problem: 'there is no such custom field' };
    if ('problem' in result) problems.push({ path: `custom.${key}`, message: result.problem });
    else checked[key] = result.value;
  }
  const first = problems[0];
  if (!first) return checked;
  throw new AppError('invalid_input', `Please check ${first.path}: ${first.message}.`, { fields: problems });
}

/** A value as a field of this type stores it, or what is wrong with it. Blank text is no value. */
function asValueOf(field: CustomField, value: CustomValue): { value: CustomValue } | { problem: string } {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return { value: null };
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? { value: value.trim() } : { problem: 'a text is needed' };
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? { value }
        : { problem: 'a number is needed' };
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'true or false is needed' };
    case 'date':
      return typeof value === 'string' && isDay(value)
        ? { value }
        : { problem: 'a date is needed, as YYYY-MM-DD' };
    case 'option':
      return asOption(field, value);
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** An option is understood by its value and by its label. */
function asOption(field: CustomField, value: CustomValue): { value: CustomValue } | { problem: string } {
  const asked = String(value).trim().toLowerCase();
  const option =
    field.options.find((one) => one.value === value) ??
    field.options.find((one) => one.value.toLowerCase() === asked || one.label.toLowerCase() === asked);
  if (option) return { value: option.value };
  const some = field.options.slice(0, 10).map((one) => one.label);
  return {
    problem: `"${String(value)}" is not one of its options: ${some.join(', ')}${field.options.length > 10 ? ', …' : ''}`,
  };
}
