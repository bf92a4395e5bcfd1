import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { contactsByAddress } from '../known-contacts.ts';
import { loadOurPeople } from '../our-people.ts';
import { type MeetingRow, peopleOf } from './meeting-row.ts';
import { logMeeting } from './settle-meetings.ts';

type Options = { tx: Tx; workspaceId: string; actor: Actor; now: Date; meetingId: string };

/** Logs a past meeting with the people somebody says were there. */
export async function matchMeeting(
  options: Options & {
    contactIds: readonly string[];
    newPeople: readonly { email: string; name?: string | undefined }[];
  },
): Promise<void> {
  const { tx } = options;
  const row = await lockUnknown(options);
  const contacts = await contactsByAddress(
    tx,
    peopleOf(row).map(({ address }) => address),
  );
  const known = peopleOf(row).flatMap(({ address }) => contacts.get(address)?.id ?? []);
  const contactIds = [...new Set([...options.contactIds, ...known])];
  if (contactIds.length + options.newPeople.length === 0) {
    throw new AppError('invalid_input', 'Say with whom: choose a contact, or give an e-mail address.', {
      fields: [{ path: 'contactIds', message: 'nobody of theirs' }],
    });
  }
  const work = { ...options, ours: await loadOurPeople(tx), contacts };
  await logMeeting(work, row, { contactIds, newPeople: options.newPeople });
}

/** It is no buyer's: it leaves the list, and no reading of the calendar brings it back. */
export async function setMeetingAside(options: Options): Promise<void> {
  const { tx, workspaceId, actor } = options;
  const row = await lockUnknown(options);
  await tx.run(sql`update calendar_meeting set state = 'own' where id = ${row.id}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'meeting.set_aside',
    recordType: 'calendar_meeting',
    recordId: row.id,
  });
}

async function lockUnknown({ tx, meetingId }: Options): Promise<MeetingRow> {
  const row = await tx.first<MeetingRow>(
    sql`select * from calendar_meeting where id = ${meetingId} for update`,
  );
  if (!row) throw notFound('meeting');
  if (row.state === 'unknown_people') return row;
  throw new AppError('conflict', 'Only past meetings with people nobody knows can be settled by hand.');
}
