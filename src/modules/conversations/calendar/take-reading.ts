import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ReadingResult } from './contract.ts';
import { importMeetings } from './import-meetings.ts';
import type { CalendarReading } from './meeting-types.ts';
import { settleDue, settleKnownByNow } from './settle-meetings.ts';

type House = { tx: Tx; workspaceId: string; now: Date };

// What a request settles by itself; the rest is taken up by the next round of polling.
const maxBatches = 20;

/** Stores what was read of a calendar and logs what of it has taken place. */
export async function takeReading(
  options: House & {
    calendar: { id: string; teammateId: string | null; snapshot: boolean };
    reading: CalendarReading;
    etag?: string | null;
    lastModified?: string | null;
  },
): Promise<ReadingResult> {
  const { tx, now, calendar, reading } = options;
  const tally = await importMeetings({
    ...options,
    calendarId: calendar.id,
    teammateId: calendar.teammateId,
    snapshot: calendar.snapshot,
    reading,
  });
  const result = { ...tally, logged: await settleAll(options) };
  await tx.run(sql`update calendar set fetched_at = ${now}, succeeded_at = ${now}, last_error = null,
    last_result = ${JSON.stringify(result)}::jsonb, etag = ${options.etag ?? null},
    last_modified = ${options.lastModified ?? null} where id = ${calendar.id}`);
  return result;
}

/** Logs what has ended and is not logged, and what can be since people became known; answers how many. */
export async function settleAll(house: House): Promise<number> {
  let logged = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const due = await settleDue(house);
    logged += due.logged;
    if (due.settled === 0) break;
  }
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const known = await settleKnownByNow(house);
    logged += known.logged;
    if (known.logged === 0) break;
  }
  return logged;
}
