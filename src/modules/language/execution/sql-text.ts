/**
 * Values written into SQL. Everything the builders of this folder put into a statement that did not come from this
 * folder's own text goes through one of these.
 */
export function quoted(text: string): string {
  // A lone surrogate has no UTF-8.
  return `'${text.toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuidShape.test(text);

export function quotedUuid(id: string): string {
  if (!isUuid(id)) throw new Error(`not a UUID: ${id}`);
  return `toUUID('${id}')`;
}

/** As Float64, so that no comparison is made among integers of other widths. */
export function float(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a finite number: ${value}`);
  return `toFloat64(${Number.isInteger(value) && Math.abs(value) < 2 ** 53 ? String(value) : quoted(String(value))})`;
}

export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  return value < 0 ? `(${value})` : String(value);
}

export const listOf = (items: readonly string[]): string => `(${items.join(', ')})`;
export const arrayOf = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** All of them hold; of none: yes. */
export const every = (conditions: readonly string[]): string =>
  conditions.length === 0
    ? '1'
    : conditions.length === 1
      ? `${conditions[0]}`
      : `(${conditions.join(' and ')})`;

/** One of them holds; of none: no. */
export const some = (conditions: readonly string[]): string =>
  conditions.length === 0
    ? '0'
    : conditions.length === 1
      ? `${conditions[0]}`
      : `(${conditions.join(' or ')})`;

export const nilUuid = '00000000-0000-0000-0000-000000000000';
