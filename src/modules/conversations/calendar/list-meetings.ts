import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { contactsByAddress, type KnownContact } from '../known-contacts.ts';
import { mayReadPrivate } from '../may-read-private.ts';
import { loadOurPeople, type OurPeople } from '../our-people.ts';
import type { Meeting, MeetingState } from './contract.ts';
import { type MeetingRow, peopleOf } from './meeting-row.ts';

type Shown = MeetingRow & {
  cursor_at: string;
  teammate_name: string | null;
  logged_readable: boolean | null;
};
type Reading = { tx: Tx; userId: string | null };

/** Those to come soonest first, the others latest first. */
export async function listMeetings(
  options: Reading & { input: { state: MeetingState; cursor?: string | undefined; limit: number } },
): Promise<{ items: Meeting[]; nextCursor: string | null }> {
  const { tx, userId, input } = options;
  const soonest = input.state === 'upcoming';
  const [at, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 2);
  const beyond = soonest
    ? sql`(m.starts_at, m.id) > (${at}::timestamptz, ${id}::uuid)`
    : sql`(m.starts_at, m.id) < (${at}::timestamptz, ${id}::uuid)`;
  const order = soonest ? sql`m.starts_at, m.id` : sql`m.starts_at desc, m.id desc`;
  const rows = await tx.rows<Shown>(sql`select ${columns(userId)}
    where m.workspace_id = current_setting('liaison.workspace_id')::uuid and m.state = ${input.state}
      and ${input.cursor === undefined ? sql`true` : beyond}
    order by ${order} limit ${input.limit + 1}`);
  const present = await presenter(options, rows);
  return toPage({ rows, limit: input.limit, item: present, cursor: (row) => [row.cursor_at, row.id] });
}

export async function getMeeting(options: Reading & { meetingId: string }): Promise<Meeting> {
  const { tx, userId, meetingId } = options;
  const row = await tx.first<Shown>(sql`select ${columns(userId)} where m.id = ${meetingId}`);
  if (!row) throw notFound('meeting');
  return (await presenter(options, [row]))(row);
}

function columns(userId: string | null): SQL {
  return sql`m.*, m.starts_at::text as cursor_at, t.name as teammate_name,
    (select ${mayReadPrivate(userId)} from conversation c where c.id = m.conversation_id) as logged_readable
    from calendar_meeting m left join teammate t on t.id = m.teammate_id`;
}

type Sight = {
  ours: OurPeople;
  contacts: ReadonlyMap<string, KnownContact>;
  reader: { userId: string; address: string; teammateIds: ReadonlySet<string> } | null;
};

async function presenter({ tx, userId }: Reading, rows: readonly Shown[]): Promise<(row: Shown) => Meeting> {
  const addresses = rows.flatMap((row) => peopleOf(row).map(({ address }) => address));
  const sight: Sight = {
    ours: await loadOurPeople(tx),
    contacts: await contactsByAddress(tx, addresses),
    reader: userId === null ? null : await readerOf(tx, userId),
  };
  return (row) => presentMeeting(row, sight);
}

async function readerOf(tx: Tx, userId: string): Promise<Sight['reader']> {
  const rows = await tx.rows<{ email: string; teammate_id: string | null }>(sql`
    select lower(u.email) as email, t.id as teammate_id from auth_user u
    left join teammate t on t.user_id = u.id where u.id = ${userId}`);
  const ids = rows.flatMap(({ teammate_id }) => teammate_id ?? []);
  return { userId, address: rows[0]?.email ?? '', teammateIds: new Set(ids) };
}

/**
 * A meeting in the log is as private as its conversation. Before that, its people see all of it; colleagues see what a
 * meeting with a known buyer is about, unless it is private, and of any other only that there is one.
 */
function isReadable(row: Shown, { reader, contacts }: Sight): boolean {
  if (row.logged_readable !== null) return row.logged_readable;
  const people = peopleOf(row);
  const hasPart =
    reader !== null &&
    (people.some(({ address }) => address === reader.address) ||
      (row.teammate_id !== null && reader.teammateIds.has(row.teammate_id)));
  return hasPart || (!row.private && people.some(({ address }) => contacts.has(address)));
}

function presentMeeting(row: Shown, sight: Sight): Meeting {
  const readable = isReadable(row, sight);
  const people = readable ? peopleOf(row) : [];
  return {
    id: row.id,
    title: readable ? row.title : null,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    state: row.state,
    private: row.private,
    teammate: row.teammate_id === null ? null : { id: row.teammate_id, name: row.teammate_name ?? '' },
    people: people.map(({ address, name }) => {
      const contact = sight.contacts.get(address);
      return {
        address,
        name,
        side: sight.ours.isOurs(address) ? ('ours' as const) : ('theirs' as const),
        contact: contact ? { id: contact.id, name: contact.name } : null,
      };
    }),
    conversationId: row.conversation_id,
  };
}
