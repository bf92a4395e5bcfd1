import { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { fetchCalendar } from './fetch-calendar.ts';
import type { Outside } from './safe-fetch.ts';
import { settleAll } from './take-reading.ts';

export const pollCalendarsJob: JobDefinition<Record<never, never>> = {
  name: 'poll-calendars',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 840,
};
export const everyQuarterHour = '*/15 * * * *';

const feedsAtOnce = 4;

type Feed = { id: string; workspace_id: string };

/** Reads every feed, then logs what has taken place since the last time, in all workspaces. */
export async function pollCalendars(
  services: Services,
  options: { outside?: Outside; signal?: AbortSignal } = {},
): Promise<void> {
  const { database } = services;
  const feeds = await database.asSystem((tx) =>
    tx.rows<Feed>(
      sql`select id, workspace_id from calendar where kind = 'feed' order by fetched_at nulls first, id`,
    ),
  );
  const waiting = feeds.values();
  const readInTurn = async () => {
    for (const feed of waiting) {
      if (options.signal?.aborted) return;
      await readOne(services, feed, options.outside);
    }
  };
  await Promise.all(Array.from({ length: feedsAtOnce }, readInTurn));
  await settleEverywhere(services);
}

async function readOne(services: Services, feed: Feed, outside: Outside | undefined): Promise<void> {
  const { id: calendarId, workspace_id: workspaceId } = feed;
  try {
    await fetchCalendar({
      services,
      workspaceId,
      calendarId,
      outside,
      inWorkspace: (work) => services.database.inWorkspace(workspaceId, work),
    });
  } catch (error) {
    // One that cannot be read says so beside its name; the others are read all the same.
    const known = error instanceof AppError && error.status < 500;
    if (!known) services.log.warn({ err: error, calendarId }, 'a calendar could not be read');
  }
}

async function settleEverywhere({ database, now }: Services): Promise<void> {
  const at = now();
  const workspaces = await database.asSystem((tx) =>
    tx.rows<{ workspace_id: string }>(sql`select distinct workspace_id from calendar_meeting
      where (state = 'upcoming' and ends_at <= ${at})
        or (state = 'unknown_people' and ends_at > ${at}::timestamptz - interval '90 days')`),
  );
  for (const { workspace_id: workspaceId } of workspaces) {
    await database.inWorkspace(workspaceId, (tx) => settleAll({ tx, workspaceId, now: at }));
  }
}
