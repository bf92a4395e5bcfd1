import { formatCount, formatMoney } from '../../../web/parts/money.tsx';
import { formatDate } from '../../../web/parts/when.tsx';
import type { FilterClause, FilterOperator, ListField } from '../lists/contract.ts';

/** How an operator is called in the form of a filter. */
export const operatorWords: Record<FilterOperator, string> = {
  equals: 'is',
  not_equals: 'is not',
  one_of: 'is any of',
  contains: 'contains',
  starts_with: 'begins with',
  blank: 'is blank',
  not_blank: 'is filled in',
  greater: 'is over',
  less: 'is under',
  between: 'is between',
  before: 'is before',
  after: 'is after',
  last_days: 'is in the last … days',
  next_days: 'is in the next … days',
  more_than_days_ago: 'is more than … days ago',
};

type Naming = { currency: string; nameOf: (value: string) => string };

/** What a filter is set to, in words: `MQL or SAL`, `over €5,000`, `in the last 30 days`. */
export function clauseWords(field: ListField, clause: FilterClause, naming: Naming): string {
  const one = (value: unknown) => valueWords(field, value, naming);
  const [from, to] = clause.values ?? [];
  switch (clause.op) {
    case 'blank':
      return 'blank';
    case 'not_blank':
      return 'filled in';
    case 'one_of':
      return listWords((clause.values ?? []).map(one));
    case 'not_equals':
      return `not ${one(clause.value)}`;
    case 'contains':
      return `contains “${one(clause.value)}”`;
    case 'starts_with':
      return `begins with “${one(clause.value)}”`;
    case 'greater':
      return `over ${one(clause.value)}`;
    case 'less':
      return `under ${one(clause.value)}`;
    case 'before':
      return `before ${one(clause.value)}`;
    case 'after':
      return `after ${one(clause.value)}`;
    case 'between':
      return `${one(from)} to ${one(to)}`;
    case 'last_days':
      return `in the last ${daysWords(clause.value)}`;
    case 'next_days':
      return `in the next ${daysWords(clause.value)}`;
    case 'more_than_days_ago':
      return `more than ${Number(clause.value) === 1 ? '1 ' : ''}${daysWords(clause.value)} ago`;
    default:
      return one(clause.value);
  }
}

const shownNames = 3;

function listWords(values: readonly string[]): string {
  if (values.length <= shownNames) return values.join(' or ');
  return `${values.slice(0, shownNames - 1).join(', ')} or ${values.length - shownNames + 1} others`;
}

const daysWords = (value: unknown): string => (Number(value) === 1 ? 'day' : `${Number(value)} days`);

function valueWords(field: ListField, value: unknown, { currency, nameOf }: Naming): string {
  const text = String(value ?? '');
  const option = field.options?.find((one) => one.value === text);
  if (option) return option.label;
  if (field.kind === 'ref') return nameOf(text);
  if (field.kind === 'boolean') return value === true || text === 'true' ? 'yes' : 'no';
  if (field.kind === 'money') return formatMoney({ amountMinor: Number(value), currency });
  if (field.kind === 'number') return formatCount(Number(value));
  if (field.kind === 'date' || field.kind === 'time') return dayWords(text);
  return text;
}

/** A day without a time is that day wherever the reader is. */
export function dayWords(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T12:00:00`) : new Date(text);
  return Number.isNaN(day.getTime()) ? text : formatDate(day);
}

/** How many minor units one of a currency has: 100 for EUR, 1 for JPY. */
export function minorUnits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}
