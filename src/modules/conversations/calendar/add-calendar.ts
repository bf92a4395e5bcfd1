import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ownTeammate } from '../../people/index.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { loadCalendar, presentCalendar } from './calendar-row.ts';
import type { Calendar } from './contract.ts';
import { dropOrphans } from './import-meetings.ts';
import type { CalendarReading } from './meeting-types.ts';
import { takeReading } from './take-reading.ts';

type Options = { tx: Tx; workspaceId: string; actor: Actor; userId: string | null; now: Date };

export type NewCalendar = {
  kind: 'upload' | 'feed';
  name: string;
  teammateId: string | undefined;
  url: string | null;
  reading: CalendarReading;
  etag?: string | null;
  lastModified?: string | null;
};

/** Keeps a calendar with what was read of it. */
export async function addCalendar(options: Options & { input: NewCalendar }): Promise<Calendar> {
  const { tx, workspaceId, actor, now, input } = options;
  const teammateId = await whose(options);
  const id = (await earlierUpload(options, teammateId)) ?? newId();
  const made =
    await tx.run(sql`insert into calendar (id, workspace_id, kind, name, teammate_id, url, created_at, created_by)
    values (${id}, ${workspaceId}, ${input.kind}, ${input.name}, ${teammateId}, ${input.url}, ${now}, ${actor.name})
    on conflict do nothing`);
  if (made === 0 && input.kind === 'feed') {
    throw new AppError('conflict', 'This calendar is subscribed to already. Read it now from the list.', {
      fields: [{ path: 'url', message: 'subscribed to already' }],
    });
  }
  await takeReading({
    ...options,
    ...input,
    calendar: { id, teammateId, snapshot: input.kind === 'feed' },
  });
  if (made > 0) await audit(options, id, 'calendar.added', input.name);
  return presentCalendar(await loadCalendar(tx, id));
}

/** Whose calendar it is: whoever was named, else the person who brings it. */
async function whose({ input, ...options }: Options & { input: NewCalendar }): Promise<string | null> {
  const { tx, userId } = options;
  if (input.teammateId === undefined) {
    return userId === null ? null : ownTeammate({ ...options, userId });
  }
  const found = await tx.first(sql`select 1 from teammate where id = ${input.teammateId}`);
  if (found) return input.teammateId;
  throw new AppError('not_found', 'There is no such teammate. Choose one who is in the list.', {
    fields: [{ path: 'teammateId', message: 'no such teammate' }],
  });
}

/** A file of the same name and person is the same calendar, exported anew. */
async function earlierUpload(
  { tx, input }: Options & { input: NewCalendar },
  teammateId: string | null,
): Promise<string | null> {
  if (input.kind !== 'upload') return null;
  const row = await tx.first<{ id: string }>(sql`select id from calendar where kind = 'upload'
    and name = ${input.name} and teammate_id is not distinct from ${teammateId} order by created_at limit 1`);
  return row?.id ?? null;
}

/** What it brought into the log stays there. */
export async function removeCalendar(options: Options & { calendarId: string }): Promise<void> {
  const { tx, calendarId } = options;
  const row = await loadCalendar(tx, calendarId);
  await tx.run(sql`delete from calendar where id = ${calendarId}`);
  await dropOrphans(tx);
  await audit(options, calendarId, 'calendar.removed', row.name);
}

async function audit(options: Options, recordId: string, action: string, label: string): Promise<void> {
  const { tx, workspaceId, actor } = options;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'calendar',
    recordId,
    recordLabel: label,
  });
}
