import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../platform/errors.ts';
import { inSavepoint, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import { correctConversation } from '../correct-conversation.ts';
import { contactsByAddress, type KnownContact } from '../known-contacts.ts';
import { type LogConversationInput, logConversation } from '../log-conversation.ts';
import { loadOurPeople, type OurPeople } from '../our-people.ts';
import { resolveOurSide } from '../our-side.ts';
import { restoreConversation, withdrawConversation } from '../withdraw-conversation.ts';
import type { MeetingState } from './contract.ts';
import { type MeetingRow, peopleOf, toldOf } from './meeting-row.ts';

/** The source that the log names for meetings read from calendars. */
const calendarSource = 'calendar';
const calendarActor: Actor = { kind: 'system', id: null, name: 'Calendar' };
const batchSize = 50;
const maxUnknown = 1_000;
const maxExternalIdLength = 300;
const maxMinutes = 10_080;

type House = { tx: Tx; workspaceId: string; now: Date };
type Work = House & { ours: OurPeople; contacts: ReadonlyMap<string, KnownContact> };

/**
 * Logs meetings that have ended with people who are known, at most a batch of them; answers how many it dealt with
 * and how many of those the log took. Zero dealt with: there is nothing left to do.
 */
export async function settleDue(house: House): Promise<{ settled: number; logged: number }> {
  const due = await house.tx.rows<MeetingRow>(sql`
    select * from calendar_meeting where workspace_id = current_setting('liaison.workspace_id')::uuid
      and state = 'upcoming' and ends_at <= ${house.now} order by ends_at, id limit ${batchSize} for update skip locked`);
  return settleRows(house, due);
}

/** Meetings of the last ninety days with people who became known meanwhile. */
export async function settleKnownByNow(house: House): Promise<{ settled: number; logged: number }> {
  const { tx, now } = house;
  const rows = await tx.rows<MeetingRow>(sql`
    select * from calendar_meeting where workspace_id = current_setting('liaison.workspace_id')::uuid
      and state = 'unknown_people' and ends_at > ${now}::timestamptz - interval '90 days' order by ends_at desc
      limit ${maxUnknown}`);
  const contacts = await contactsByAddress(
    tx,
    rows.flatMap((row) => peopleOf(row).map(({ address }) => address)),
  );
  const known = rows.filter((row) => peopleOf(row).some(({ address }) => contacts.has(address)));
  return settleRows(house, known.slice(0, batchSize));
}

/** Takes changes of meetings to where they were told already: moved ones are corrected, cancelled ones withdrawn. */
export async function settleChanged(house: House & { ids: readonly string[] }): Promise<void> {
  if (house.ids.length === 0) return;
  const rows = await house.tx.rows<MeetingRow>(
    sql`select * from calendar_meeting where id = any(${sql.param([...house.ids])}::uuid[]) order by ends_at, id`,
  );
  await settleRows(house, rows);
}

async function settleRows(
  house: House,
  rows: readonly MeetingRow[],
): Promise<{ settled: number; logged: number }> {
  if (rows.length === 0) return { settled: 0, logged: 0 };
  const { tx } = house;
  const addresses = rows.flatMap((row) => peopleOf(row).map(({ address }) => address));
  const work: Work = {
    ...house,
    ours: await loadOurPeople(tx),
    contacts: await contactsByAddress(tx, addresses),
  };
  let logged = 0;
  for (const row of rows) if (await settle(work, row)) logged += 1;
  return { settled: rows.length, logged };
}

/** Answers whether the log took something. */
async function settle(work: Work, row: MeetingRow): Promise<boolean> {
  const { tx, now, ours, contacts } = work;
  const theirs = peopleOf(row).filter(({ address }) => !ours.isOurs(address));
  if (row.cancelled || theirs.length === 0) {
    await takeBack(
      work,
      row,
      row.cancelled ? 'The meeting was cancelled.' : 'Nobody of theirs is in the meeting.',
    );
    await setState(tx, row, row.cancelled ? 'cancelled' : 'own');
    return false;
  }
  if (row.ends_at.getTime() > now.getTime()) {
    await takeBack(work, row, 'The meeting was moved and is still to come.');
    await setState(tx, row, 'upcoming');
    return false;
  }
  const contactIds = theirs.flatMap(({ address }) => contacts.get(address)?.id ?? []);
  if (row.conversation_id !== null) return correct(work, row, contactIds);
  if (contactIds.length === 0) {
    await setState(tx, row, 'unknown_people');
    return false;
  }
  return logMeeting(work, row, { contactIds });
}

async function setState(tx: Tx, row: MeetingRow, state: MeetingState): Promise<void> {
  await tx.run(sql`update calendar_meeting set state = ${state} where id = ${row.id}`);
}

type Named = { contactIds: readonly string[]; newPeople?: LogConversationInput['newPeople'] };

/** Writes a meeting into the log; false where the log had it already. */
export async function logMeeting(
  work: House & { ours: OurPeople; contacts: ReadonlyMap<string, KnownContact>; actor?: Actor },
  row: MeetingRow,
  named: Named,
): Promise<boolean> {
  const { tx, workspaceId, now, actor = calendarActor } = work;
  const context = { tx, workspaceId, now, actor, userId: null };
  const input = await inputOf({ ...work, actor }, row, named);
  const { outcome, conversation } = await inSavepoint(tx, () =>
    logConversation({
      ...context,
      input: { ...input, source: calendarSource, externalId: externalIdOf(row) },
    }),
  );
  await tx.run(sql`update calendar_meeting set conversation_id = ${conversation.id}, logged_as = ${toldOf(row)},
    state = ${outcome === 'created' ? 'logged' : 'known'} where id = ${row.id}`);
  return outcome === 'created';
}

/** The same meeting in any calendar is one to the log. */
function externalIdOf(row: MeetingRow): string {
  const plain = row.recurrence === '' ? row.uid : `${row.uid}#${row.recurrence}`;
  if (plain.length <= maxExternalIdLength) return plain;
  return `sha256:${createHash('sha256').update(plain).digest('hex')}`;
}

async function inputOf(
  work: Work & { actor: Actor },
  row: MeetingRow,
  named: Named,
): Promise<LogConversationInput> {
  const { ours, contacts } = work;
  const people = peopleOf(row);
  const theirs = people.filter(({ address }) => !ours.isOurs(address));
  const first = (address: string) => (address === row.organiser ? 0 : 1);
  const our = people
    .filter(({ address }) => ours.isOurs(address))
    .sort((a, b) => first(a.address) - first(b.address));
  const { teammateIds, others } = await resolveOurSide({ ...work, people: our });
  const named_ = new Set((named.newPeople ?? []).map(({ email }) => email));
  return {
    type: 'meeting',
    occurredAt: row.starts_at,
    endedAt: row.ends_at,
    durationMinutes: Math.min(
      Math.round((row.ends_at.getTime() - row.starts_at.getTime()) / 60_000),
      maxMinutes,
    ),
    direction: row.organiser === null ? null : ours.isOurs(row.organiser) ? 'outbound' : 'inbound',
    contactIds: named.contactIds,
    newPeople: named.newPeople,
    teammateIds: [...new Set([...teammateIds, ...(row.teammate_id === null ? [] : [row.teammate_id])])],
    strangers: [
      ...theirs
        .filter(({ address }) => !contacts.has(address) && !named_.has(address))
        .map(({ address, name }) => ({ side: 'theirs' as const, email: address, name })),
      ...others.map(({ address, name }) => ({ side: 'ours' as const, email: address, name })),
    ],
    subject: row.title || null,
    private: row.private,
  };
}

type Told = { withdrawn_at: Date | null; withdrawn_by: string | null };

function toldConversation(tx: Tx, id: string): Promise<Told | null> {
  return tx.first<Told>(sql`select withdrawn_at, withdrawn_by from conversation where id = ${id}`);
}

/** What somebody withdrew by hand stays withdrawn, whatever a calendar says. */
async function correct(work: Work, row: MeetingRow, contactIds: readonly string[]): Promise<boolean> {
  const { tx, workspaceId, now } = work;
  const conversationId = row.conversation_id;
  const told = conversationId === null ? null : await toldConversation(tx, conversationId);
  if (conversationId === null || !told) return false;
  const context = { tx, workspaceId, now, actor: calendarActor, userId: null, conversationId };
  if (told.withdrawn_at !== null && told.withdrawn_by !== calendarActor.name) return false;
  if (told.withdrawn_at !== null) await restoreConversation(context);
  else if (row.logged_as === toldOf(row)) return false;
  const private_ = row.private ? await mayBecomePrivate(tx, conversationId) : undefined;
  await correctConversation({
    ...context,
    input: {
      occurredAt: row.starts_at,
      endedAt: row.ends_at,
      durationMinutes: Math.min(
        Math.round((row.ends_at.getTime() - row.starts_at.getTime()) / 60_000),
        maxMinutes,
      ),
      subject: row.title || null,
      ...(samePeople(row) ? {} : await peopleToTell(work, row, contactIds)),
      ...(private_ === undefined ? {} : { private: private_ }),
      reason: 'The calendar was changed.',
    },
  });
  await tx.run(
    sql`update calendar_meeting set state = 'logged', logged_as = ${toldOf(row)} where id = ${row.id}`,
  );
  return true;
}

/** Whoever was put in or taken out by hand stays so while the calendar names the same people. */
function samePeople(row: MeetingRow): boolean {
  const before: unknown = JSON.parse(row.logged_as ?? '[]');
  const now: unknown = JSON.parse(toldOf(row));
  return Array.isArray(before) && Array.isArray(now) && isDeepStrictEqual(before.at(-1), now.at(-1));
}

async function peopleToTell(work: Work, row: MeetingRow, contactIds: readonly string[]) {
  const people = peopleOf(row).filter(({ address }) => work.ours.isOurs(address));
  const { teammateIds } = await resolveOurSide({ ...work, actor: calendarActor, people });
  const owner = row.teammate_id === null ? [] : [row.teammate_id];
  return {
    ...(contactIds.length > 0 ? { contactIds } : {}),
    teammateIds: [...new Set([...teammateIds, ...owner])],
  };
}

/** What is private already may stay so; a calendar locks nobody out of what they could read. */
async function mayBecomePrivate(tx: Tx, conversationId: string): Promise<true | undefined> {
  const row = await tx.first<{ private: boolean }>(
    sql`select private from conversation where id = ${conversationId}`,
  );
  return row?.private === true ? true : undefined;
}

async function takeBack(work: Work, row: MeetingRow, reason: string): Promise<void> {
  const { tx, workspaceId, now } = work;
  if (row.conversation_id === null || row.state === 'known') return;
  const told = await toldConversation(tx, row.conversation_id);
  if (!told || told.withdrawn_at !== null) return;
  const context = { tx, workspaceId, now, actor: calendarActor, userId: null };
  try {
    await withdrawConversation({ ...context, conversationId: row.conversation_id, reason });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
}
