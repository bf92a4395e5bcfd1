import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { customExpression } from './compile-filter.ts';
import { customPrefix } from './contract.ts';
import { kindOf, type Selection } from './selection.ts';
import type { SortColumn } from './sources.ts';

/** How a list is ordered. Blanks always come last, whichever the direction; ties are ordered by id. */
export type Order = {
  key: string;
  direction: 'asc' | 'desc';
  sort: SortColumn;
  /** Where the order of a custom field is kept: joined as `v`; its absence is what makes a value blank. */
  join: SQL | null;
  blank: SQL;
  id: SQL;
};

export function readOrder(
  selection: Selection,
  query: { sort?: string | undefined; direction?: 'asc' | 'desc' | undefined },
): Order {
  const { source } = selection;
  const key = query.sort ?? source.defaultSort.key;
  const direction = query.direction ?? (query.sort === undefined ? source.defaultSort.direction : 'asc');
  if (key.startsWith(customPrefix)) return customOrder(selection, key, direction);
  const sort = source.sorts[key];
  if (!sort) {
    const known = Object.keys(source.sorts).join(', ');
    throw new AppError(
      'invalid_input',
      `The list cannot be sorted by "${key}". It can by ${known} and custom fields.`,
      {
        fields: [{ path: 'sort', message: `not one of ${known}` }],
      },
    );
  }
  return { key, direction, sort, join: null, blank: sql`${sort.column} is null`, id: sql`r.id` };
}

function customOrder(selection: Selection, key: string, direction: 'asc' | 'desc'): Order {
  const customKey = key.slice(customPrefix.length);
  const kind = kindOf(selection.source.recordType, key, selection.customFields);
  if (kind === null) {
    throw new AppError('invalid_input', `There is no field "${key}" to sort by.`, {
      fields: [{ path: 'sort', message: 'no such custom field' }],
    });
  }
  const isNumber = kind === 'number';
  const type = isNumber ? sql`float8` : sql`text`;
  const nulls = { asc: 'last', desc: 'first' } as const;
  if (!selection.indexedKeys.has(customKey)) {
    const column = isNumber
      ? customExpression(customKey, kind)
      : sql`left(lower(r.custom ->> ${customKey}::text), 200)`;
    return {
      key,
      direction,
      sort: { column, type, nullable: true, nulls },
      join: null,
      blank: sql`${column} is null`,
      id: sql`r.id`,
    };
  }
  const ofField = sql`v.record_type = ${selection.source.recordType} and v.key = ${customKey}`;
  const column = isNumber ? sql`v.number_value` : sql`v.text_value`;
  const present = isNumber ? sql`and v.number_value is not null` : sql``;
  return {
    key,
    direction,
    sort: { column, type, nullable: isNumber, nulls },
    join: sql`join custom_value v on v.record_id = r.id and ${ofField}`,
    blank: sql`not exists (select from custom_value v where v.record_id = r.id and ${ofField} ${present})`,
    id: sql`v.record_id`,
  };
}

/** Where the page before ended: its last row's sort value (null: among the blanks) and id. */
export type Place = { value: string | null; id: string };

export function placeOf(cursor: string | undefined, order: Order): Place | null {
  if (cursor === undefined) return null;
  const [key, direction, value, id] = decodeCursor(cursor, 4);
  const isOurs =
    key === order.key && direction === order.direction && typeof id === 'string' && typeof value !== 'number';
  if (!isOurs || value === undefined) {
    throw new AppError('invalid_input', 'The cursor is of another order. Start again without it.', {
      fields: [{ path: 'cursor', message: 'not a cursor of this order' }],
    });
  }
  return { value, id };
}

export function cursorAt(order: Order, place: Place): string {
  return encodeCursor([order.key, order.direction, place.value, place.id]);
}
