import { createHash } from 'node:crypto';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { countReceived } from '../../interactions/index.ts';
import { loadOurPeople, type OurPeople } from '../our-people.ts';
import type { ReadingResult } from './contract.ts';
import { type MeetingRow, meetingPeople } from './meeting-row.ts';
import type { CalendarReading, ReadMeeting, RefusedEntry } from './meeting-types.ts';
import { settleChanged } from './settle-meetings.ts';

const chunkSize = 1_000;

type Options = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  calendarId: string;
  teammateId: string | null;
  reading: CalendarReading;
  /** Whether the calendar is all there is: what is to come and stands in it no longer was called off. */
  snapshot: boolean;
};

type Tally = Omit<ReadingResult, 'logged'>;

/**
 * Brings what a calendar says into the workspace's meetings. Each meeting is kept once, in however many calendars it
 * stands, and only where somebody from outside takes part: what our own people do among themselves stays theirs.
 */
export async function importMeetings(options: Options): Promise<Tally> {
  const { tx, workspaceId, now, reading, calendarId } = options;
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`liaison.calendar:${workspaceId}`}, 0))`);
  const ours = await loadOurPeople(tx);
  const tally: Tally = {
    meetings: reading.meetings.length,
    fresh: 0,
    changed: 0,
    unchanged: 0,
    leftOut: reading.leftOut,
    refused: reading.refused.length,
  };
  let again = 0;
  for (let start = 0; start < reading.meetings.length; start += chunkSize) {
    const chunk = reading.meetings.slice(start, start + chunkSize);
    again += await importChunk({ ...options, ours, tally, chunk });
  }
  if (options.snapshot) await dropGone({ tx, calendarId, now });
  const deadLettered = await keepRefused(options);
  await countReceived({
    tx,
    workspaceId,
    door: 'calendar',
    now,
    counted: { accepted: tally.fresh, duplicate: again, deadLettered },
  });
  return tally;
}

type Chunk = Options & { ours: OurPeople; tally: Tally; chunk: readonly ReadMeeting[] };
type Held = MeetingRow & { in_this: boolean; in_others: boolean };

/** Answers how many of them another calendar had brought before. */
async function importChunk(options: Chunk): Promise<number> {
  const { tx, chunk, ours, tally, now } = options;
  const held = await readHeld(options);
  const fresh: (MeetingRow & { cancelled: boolean })[] = [];
  const changed: MeetingRow[] = [];
  const seen: string[] = [];
  let again = 0;
  for (const meeting of chunk) {
    const known = held.get(keyOf(meeting));
    if (!known) {
      if (meeting.cancelled || !meeting.people.some(({ address }) => !ours.isOurs(address))) {
        tally.leftOut += 1;
        continue;
      }
      const row = freshRow(meeting, options.teammateId);
      held.set(keyOf(meeting), { ...row, in_this: true, in_others: false });
      fresh.push(row);
      seen.push(row.id);
      continue;
    }
    if (!known.in_this && known.in_others) again += 1;
    seen.push(known.id);
    const next = merged(known, meeting);
    if (next) changed.push(next);
    else tally.unchanged += 1;
  }
  tally.fresh += fresh.length;
  tally.changed += changed.length;
  await insertMeetings(options, fresh);
  await noteSeen(options, seen);
  await updateMeetings(tx, changed, now);
  await settleChanged({ ...options, ids: changed.map(({ id }) => id) });
  return again;
}

const keyOf = (meeting: { uid: string; recurrence: string }) =>
  JSON.stringify([meeting.uid, meeting.recurrence]);

async function readHeld({ tx, chunk, calendarId }: Chunk): Promise<Map<string, Held>> {
  const keys = chunk.map(({ uid, recurrence }) => ({ uid, recurrence }));
  const rows = await tx.rows<Held>(sql`
    select m.*,
      exists (select 1 from calendar_entry e where e.meeting_id = m.id and e.calendar_id = ${calendarId}) as in_this,
      exists (select 1 from calendar_entry e where e.meeting_id = m.id and e.calendar_id <> ${calendarId}) as in_others
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(uid text, recurrence text)
    join calendar_meeting m on m.uid = k.uid and m.recurrence = k.recurrence
    for update of m`);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function freshRow(meeting: ReadMeeting, teammateId: string | null): MeetingRow {
  return {
    id: newId(),
    uid: meeting.uid,
    recurrence: meeting.recurrence,
    ...contentOf(meeting),
    teammate_id: teammateId,
    state: 'upcoming',
    conversation_id: null,
    logged_as: null,
  };
}

function contentOf(meeting: ReadMeeting) {
  return {
    sequence: meeting.sequence,
    stamped_at: meeting.stampedAt === null ? null : new Date(meeting.stampedAt),
    starts_at: new Date(meeting.startsAt),
    ends_at: new Date(meeting.endsAt),
    title: meeting.title,
    place: meeting.place,
    private: meeting.private,
    cancelled: meeting.cancelled,
    organiser: meeting.organiser,
    people: meeting.people,
  };
}

/**
 * The meeting as it stands after another reading; null where nothing changes. The newer edition wins. Two calendars
 * may tell one edition differently, one without its guests: then it is what both say together, or they would
 * contradict each other for ever.
 */
function merged(known: Held, meeting: ReadMeeting): MeetingRow | null {
  const read = contentOf(meeting);
  if (read.sequence < known.sequence) return null;
  const sameEdition = read.sequence === known.sequence;
  const older = (read.stamped_at?.getTime() ?? 0) < (known.stamped_at?.getTime() ?? 0);
  if (sameEdition && older && !known.in_others) return null;
  const { in_this: _inThis, in_others: inOthers, ...row } = known;
  const next =
    sameEdition && inOthers
      ? {
          ...row,
          title: known.title || read.title,
          place: known.place ?? read.place,
          private: known.private || read.private,
          cancelled: known.cancelled || read.cancelled,
          starts_at: older ? known.starts_at : read.starts_at,
          ends_at: older ? known.ends_at : read.ends_at,
          people: union(known, meeting),
        }
      : { ...row, ...read };
  return sayOf(next) === sayOf(row) ? null : next;
}

function union(known: MeetingRow, meeting: ReadMeeting) {
  const people = new Map(meeting.people.map((person) => [person.address, person]));
  for (const person of meetingPeople.parse(known.people)) {
    people.set(person.address, { ...person, name: person.name ?? people.get(person.address)?.name ?? null });
  }
  return [...people.values()];
}

function sayOf(row: MeetingRow): string {
  const people = meetingPeople.parse(row.people).map(({ address, name }) => [address, name]);
  return JSON.stringify([
    row.starts_at,
    row.ends_at,
    row.title,
    row.place,
    row.private,
    row.cancelled,
    row.organiser,
    people.sort(),
  ]);
}

async function insertMeetings({ tx, workspaceId, now }: Chunk, rows: readonly MeetingRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`insert into calendar_meeting (workspace_id, id, uid, recurrence, sequence, stamped_at, starts_at,
      ends_at, title, place, private, cancelled, organiser, people, teammate_id, state, changed_at)
    select ${workspaceId}::uuid, m.id, m.uid, m.recurrence, m.sequence, m.stamped_at, m.starts_at, m.ends_at, m.title,
      m.place, m.private, m.cancelled, m.organiser, m.people, m.teammate_id, 'upcoming', ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, uid text, recurrence text, sequence integer,
      stamped_at timestamptz, starts_at timestamptz, ends_at timestamptz, title text, place text, private boolean,
      cancelled boolean, organiser text, people jsonb, teammate_id uuid)`);
}

async function updateMeetings(tx: Tx, rows: readonly MeetingRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`update calendar_meeting m set sequence = n.sequence, stamped_at = n.stamped_at,
      starts_at = n.starts_at, ends_at = n.ends_at, title = n.title, place = n.place, private = n.private,
      cancelled = n.cancelled, organiser = n.organiser, people = n.people, changed_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, sequence integer, stamped_at timestamptz,
      starts_at timestamptz, ends_at timestamptz, title text, place text, private boolean, cancelled boolean,
      organiser text, people jsonb)
    where m.id = n.id`);
}

async function noteSeen(
  { tx, workspaceId, calendarId, now }: Chunk,
  meetingIds: readonly string[],
): Promise<void> {
  if (meetingIds.length === 0) return;
  await tx.run(sql`insert into calendar_entry (workspace_id, calendar_id, meeting_id, seen_at)
    select ${workspaceId}::uuid, ${calendarId}::uuid, id, ${now}::timestamptz
    from unnest(${sql.param([...new Set(meetingIds)])}::uuid[]) as m(id)
    on conflict (workspace_id, calendar_id, meeting_id) do update set seen_at = excluded.seen_at`);
}

/** Feeds leave past meetings out after a while; one to come that is gone was called off. */
async function dropGone(options: { tx: Tx; calendarId: string; now: Date }): Promise<void> {
  const { tx, calendarId, now } = options;
  await tx.run(sql`delete from calendar_entry e using calendar_meeting m
    where m.id = e.meeting_id and e.calendar_id = ${calendarId} and e.seen_at < ${now} and m.starts_at > ${now}`);
  await dropOrphans(tx);
}

/** What stands in no calendar any more and is not in the log. */
export async function dropOrphans(tx: Tx): Promise<void> {
  await tx.run(sql`delete from calendar_meeting m where m.conversation_id is null
    and m.workspace_id = current_setting('liaison.workspace_id')::uuid
    and not exists (select 1 from calendar_entry e where e.meeting_id = m.id)`);
}

/** A feed shows the same broken entry at every reading: it is kept once. */
async function keepRefused(options: Options): Promise<number> {
  const { tx, workspaceId, now, calendarId } = options;
  let kept = 0;
  for (const entry of options.reading.refused) {
    const messageId = `${calendarId}:${digestOf(entry)}`;
    const known = await tx.first(
      sql`select 1 from dead_letter where door = 'calendar' and message_id = ${messageId}
        and received_at > ${now}::timestamptz - interval '90 days'`,
    );
    if (known) continue;
    kept += 1;
    await tx.run(sql`insert into dead_letter
        (id, workspace_id, door, received_at, reason_code, reason, event_type, message_id, raw)
      values (${newId()}, ${workspaceId}, 'calendar', ${now}, 'unreadable_entry', ${entry.reason}, 'vevent', ${messageId},
        ${JSON.stringify({ calendarId, uid: entry.uid, entry: entry.raw })})`);
  }
  return kept;
}

function digestOf(entry: RefusedEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.uid, entry.raw]))
    .digest('hex')
    .slice(0, 40);
}
