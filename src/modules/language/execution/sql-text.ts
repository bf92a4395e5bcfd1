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

/**
 * All of them hold; of none: yes. What is settled beforehand is settled here: an engine that finds out while it reads
 * that a condition never varies is at odds with itself about whether the column is one value.
 */
export const every = (conditions: readonly string[]): string => joined(conditions, 'and', '1', '0');

/** One of them holds; of none: no. */
export const some = (conditions: readonly string[]): string => joined(conditions, 'or', '0', '1');

function joined(conditions: readonly string[], by: 'and' | 'or', neutral: string, settled: string): string {
  if (conditions.includes(settled)) return settled;
  const [first = neutral, ...rest] = conditions.filter((condition) => condition !== neutral);
  return rest.length === 0 ? first : `(${[first, ...rest].join(` ${by} `)})`;
}

export function not(condition: string): string {
  if (condition === '0' || condition === '1') return condition === '0' ? '1' : '0';
  return `(not (${condition}))`;
}

export const nilUuid = '00000000-0000-0000-0000-000000000000';
