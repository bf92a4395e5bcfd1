import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type CalendarRow, presentCalendar } from './calendar-row.ts';

/** In the order they were added. */
export async function listCalendars(options: {
  tx: Tx;
  input: { cursor?: string | undefined; limit: number };
}) {
  const { tx, input } = options;
  const [at, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 2);
  const after =
    input.cursor === undefined ? sql`true` : sql`(c.created_at, c.id) > (${at}::timestamptz, ${id}::uuid)`;
  const rows = await tx.rows<CalendarRow & { cursor_at: string }>(sql`
    select c.*, t.name as teammate_name, c.created_at::text as cursor_at from calendar c
    left join teammate t on t.id = c.teammate_id
    where c.workspace_id = current_setting('liaison.workspace_id')::uuid and ${after}
    order by c.created_at, c.id limit ${input.limit + 1}`);
  return toPage({
    rows,
    limit: input.limit,
    item: presentCalendar,
    cursor: (row) => [row.cursor_at, row.id],
  });
}
