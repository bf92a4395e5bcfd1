import { AppError } from '../../../platform/errors.ts';
import { decodeCursor } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import { type SQL, sql } from '../../../platform/postgres/database.ts';

/**
 * Deals that come after the one at the end of the page before. The page says milliseconds, the table microseconds: the
 * order is by milliseconds, so that no deal is lost or shown twice.
 */
export const dealOrder: SQL = sql`date_trunc('milliseconds', deal_closed_at) desc, deal_id desc`;

export function afterDeal(cursor: string): SQL {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at !== 'string' || typeof id !== 'string' || !isId(id) || Number.isNaN(Date.parse(at)))
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return sql`(date_trunc('milliseconds', deal_closed_at), deal_id) < (${new Date(at)}::timestamptz, ${id}::uuid)`;
}
