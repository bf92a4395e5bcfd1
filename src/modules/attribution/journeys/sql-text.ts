import { isId } from '../../../platform/ids.ts';

/** Values written into SQL of ClickHouse: whatever did not come from this folder's own text goes through one of these. */
export const quoted = (text: string): string =>
  // A lone surrogate has no UTF-8.
  `'${text.toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export function quotedUuid(id: string): string {
  if (!isId(id)) throw new Error(`not an id: ${id}`);
  return `toUUID('${id}')`;
}

export const listOf = (items: readonly string[]): string => `(${items.join(', ')})`;

export const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";
export const nobodyId = '00000000-0000-0000-0000-000000000000';

export const dayMs = 86_400_000;
/** State rows that hold now. */
export const holdsNow = `not gone and valid_to >= toDateTime64('2299-12-31 00:00:00', 3, 'UTC')`;
