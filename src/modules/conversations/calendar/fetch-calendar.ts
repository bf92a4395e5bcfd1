import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { loadCalendar } from './calendar-row.ts';
import { maxCalendarBytes } from './contract.ts';
import type { CalendarReading } from './meeting-types.ts';
import { readCalendar } from './read-calendar.ts';
import { checkedUrl, type Outside, publicInternet, safeFetch } from './safe-fetch.ts';
import { takeReading } from './take-reading.ts';

const timeoutMs = 20_000;
// A year of a busy person, twice over.
const maxFeedBytes = 2 * maxCalendarBytes;

export type ReadFeed =
  | { notModified: true }
  | { notModified: false; reading: CalendarReading; etag: string | null; lastModified: string | null };

/** Fetches and reads a feed; touches no database. */
export async function readFeed(options: {
  url: string;
  timeZone: string;
  now: Date;
  etag?: string | null;
  lastModified?: string | null;
  outside?: Outside | undefined;
}): Promise<ReadFeed> {
  const fetched = await safeFetch({
    url: checkedUrl(options.url),
    outside: options.outside ?? publicInternet,
    etag: options.etag ?? null,
    lastModified: options.lastModified ?? null,
    maxBytes: maxFeedBytes,
    timeoutMs,
  });
  if (fetched.notModified) return fetched;
  const { body, etag, lastModified } = fetched;
  const reading = await readCalendar({ ...options, text: body.toString('utf8') });
  return { notModified: false, reading, etag, lastModified };
}

export async function workspaceTimeZone(tx: Tx): Promise<string> {
  const row = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  return row?.time_zone ?? 'UTC';
}

type InWorkspace = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Reads a feed now. What goes wrong is kept with it, for those who look, and thrown where somebody asked. */
export async function fetchCalendar(options: {
  services: Pick<Services, 'now'>;
  inWorkspace: InWorkspace;
  workspaceId: string;
  calendarId: string;
  outside?: Outside | undefined;
}): Promise<void> {
  const { inWorkspace, workspaceId, calendarId, services } = options;
  const { calendar, timeZone } = await inWorkspace(async (tx) => ({
    calendar: await loadCalendar(tx, calendarId),
    timeZone: await workspaceTimeZone(tx),
  }));
  const { url, etag, last_modified: lastModified, teammate_id: teammateId } = calendar;
  if (url === null) {
    throw new AppError('conflict', 'This calendar was uploaded. Upload it again to read what is new.');
  }
  const now = services.now();
  try {
    const read = await readFeed({ url, timeZone, now, etag, lastModified, outside: options.outside });
    await inWorkspace(async (tx) => {
      if (read.notModified) {
        await tx.run(sql`update calendar set fetched_at = ${now}, succeeded_at = ${now}, last_error = null
          where id = ${calendarId}`);
        return;
      }
      await takeReading({
        ...read,
        tx,
        workspaceId,
        now,
        calendar: { id: calendarId, teammateId, snapshot: true },
      });
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await inWorkspace((tx) =>
      tx.run(
        sql`update calendar set fetched_at = ${now}, last_error = ${error.message} where id = ${calendarId}`,
      ),
    );
    throw error;
  }
}
