import { z } from 'zod';
import { AppError } from '../errors.ts';
import { isId } from '../ids.ts';

const maxPageSize = 200;

/** Query of a list: `cursor` is the opaque `nextCursor` of the page before. */
export const pageQuery = z.object({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(50),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

const cursorValues = z.array(z.union([z.string(), z.number(), z.null()])).max(8);

/** The sort values of the last row of the page before; refuses a cursor that this list did not make. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values = cursorValues.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (values.length === length) return values;
  } catch {
    // Falls through to the one error below.
  }
  throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.', {
    fields: [{ path: 'cursor', message: 'not a cursor of this list' }],
  });
}

/** The cursor of a list that is sorted by id alone; null on the first page. */
export function idCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [id] = decodeCursor(cursor, 1);
  if (typeof id === 'string' && isId(id)) return id;
  throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
}

/** A page out of `limit + 1` rows: the one too many only says that there is more. */
export function toPage<Row, Item>(options: {
  rows: readonly Row[];
  limit: number;
  item: (row: Row) => Item;
  cursor: (row: Row) => readonly (string | number | null)[];
}): { items: Item[]; nextCursor: string | null } {
  const shown = options.rows.slice(0, options.limit);
  const last = options.rows.length > options.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(options.item),
    nextCursor: last === undefined ? null : encodeCursor(options.cursor(last)),
  };
}
