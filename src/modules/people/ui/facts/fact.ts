import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { FieldKind, ListField } from '../../lists/contract.ts';
import type { CustomValue, Named } from '../api-types.ts';
import { customKeyOf } from '../fields.ts';
import { dayWords } from '../filter-words.ts';
import type { Refers } from '../use-choices.ts';

/** One field of a record, as its page shows and changes it. */
export type Fact<Changes> = {
  /** As the audit log names it: `title`, `custom.fit`. */
  key: string;
  label: string;
  kind: FieldKind;
  value: CustomValue;
  /** Of money. */
  currency?: string;
  options?: readonly { value: string; label: string }[];
  refers?: Refers;
  /** The record a `ref` points at. */
  known?: Named | null;
  /** Seldom looked at: behind the button with the blank ones. */
  rare?: boolean;
  /** Several lines of text. */
  long?: boolean;
  /** Where a press on the value leads: another record, an e-mail program, a site. */
  href?: string;
  /** What to send to make the field this value. */
  change: (value: CustomValue) => Changes;
};

export const asText = (value: CustomValue): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;
export const asNumber = (value: CustomValue): number | null => (typeof value === 'number' ? value : null);

/** The value in words; null where there is none. */
export function factWords<Changes>(fact: Fact<Changes>): string | null {
  const { value, kind } = fact;
  if (value === null || value === '') return null;
  if (kind === 'ref') return fact.known?.name ?? 'another record';
  if (kind === 'money') {
    const amountMinor = Number(value);
    return fact.currency ? formatMoney({ amountMinor, currency: fact.currency }) : formatCount(amountMinor);
  }
  if (kind === 'time') return formatDate(String(value));
  if (kind === 'date') return dayWords(String(value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatCount(value);
  return fact.options?.find((option) => option.value === value)?.label ?? value;
}

/** The custom fields of a record as facts. */
export function customFacts<Changes>(
  fields: readonly ListField[],
  custom: Readonly<Record<string, CustomValue>>,
  change: (values: Record<string, CustomValue>) => Changes,
): Fact<Changes>[] {
  return fields.flatMap((field) => {
    const key = customKeyOf(field.key);
    if (key === null) return [];
    return {
      key: field.key,
      label: field.label,
      kind: field.kind,
      value: custom[key] ?? null,
      ...(field.options ? { options: field.options } : {}),
      change: (value: CustomValue) => change({ [key]: value === '' ? null : value }),
    };
  });
}
