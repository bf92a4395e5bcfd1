import { DateTime } from 'luxon';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import { addBusinessMs } from '../../language/index.ts';

/** Which day it is where the workspace is. */
export async function workspaceDay(tx: Tx, now: Date): Promise<string> {
  const row = await tx.first<{ zone: string }>(sql`select time_zone as zone from workspace`);
  return DateTime.fromJSDate(now, { zone: row?.zone ?? 'utc' }).toFormat('yyyy-MM-dd');
}

/** When work begins on this day, or on the next on which anybody works. */
export function openingOf(calendar: BusinessCalendar, day: string): Date {
  const midnight = DateTime.fromISO(day, { zone: calendar.timeZone }).startOf('day');
  // A millisecond of work from midnight on ends where office hours begin.
  return new Date(addBusinessMs(calendar, midnight.toMillis(), 1) - 1);
}
