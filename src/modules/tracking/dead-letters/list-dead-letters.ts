import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DeadLetter } from '../contract.ts';
import { type DeadLetterRow, deadLetterColumns, presentDeadLetter } from './present-dead-letter.ts';

/** Latest first. A search reads the events one by one: they are few, or the tracking needs looking after anyway. */
export async function listDeadLetters(options: {
  tx: Tx;
  cursor?: string | undefined;
  limit: number;
  search?: string | undefined;
  reasonCode?: string | undefined;
  door?: DeadLetter['door'] | undefined;
  state: 'waiting' | 'replayed' | 'all';
}): Promise<{ items: DeadLetter[]; nextCursor: string | null }> {
  const { tx, limit, reasonCode, door, state } = options;
  const conditions = [sql`d.workspace_id = current_setting('liaison.workspace_id')::uuid`];
  if (state !== 'all')
    conditions.push(state === 'waiting' ? sql`d.replayed_at is null` : sql`d.replayed_at is not null`);
  if (reasonCode) conditions.push(sql`d.reason_code = ${reasonCode}`);
  if (door) conditions.push(sql`d.door = ${door}`);
  const search = options.search?.replaceAll('\0', '').toWellFormed();
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql`(d.raw ilike ${pattern} or d.reason ilike ${pattern} or d.message_id ilike ${pattern})`,
    );
  }
  if (options.cursor) {
    const [at, id] = decodeCursor(options.cursor, 2);
    conditions.push(sql`(d.received_at, d.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await tx.rows<DeadLetterRow>(sql`
    select ${deadLetterColumns} from dead_letter d where ${sql.join(conditions, sql` and `)}
    order by d.received_at desc, d.id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: presentDeadLetter, cursor: (row) => [row.cursor_at, row.id] });
}
