import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Calendar, ReadingResult } from './contract.ts';

export type CalendarRow = {
  id: string;
  kind: 'upload' | 'feed';
  name: string;
  teammate_id: string | null;
  teammate_name: string | null;
  url: string | null;
  etag: string | null;
  last_modified: string | null;
  created_at: Date;
  created_by: string;
  fetched_at: Date | null;
  succeeded_at: Date | null;
  last_error: string | null;
  last_result: ReadingResult | null;
};

export async function loadCalendar(tx: Tx, calendarId: string): Promise<CalendarRow> {
  const row = await tx.first<CalendarRow>(sql`select c.*, t.name as teammate_name from calendar c
    left join teammate t on t.id = c.teammate_id where c.id = ${calendarId}`);
  if (!row) throw notFound('calendar');
  return row;
}

export function presentCalendar(row: CalendarRow): Calendar {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    teammate: row.teammate_id === null ? null : { id: row.teammate_id, name: row.teammate_name ?? '' },
    host: row.url === null ? null : new URL(row.url).host,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    fetchedAt: row.fetched_at?.toISOString() ?? null,
    succeededAt: row.succeeded_at?.toISOString() ?? null,
    lastError: row.last_error,
    lastResult: row.last_result,
  };
}
