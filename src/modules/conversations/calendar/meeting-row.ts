import { z } from 'zod';
import type { MeetingState } from './contract.ts';
import type { MeetingPerson } from './meeting-types.ts';

export const meetingPeople = z.array(z.object({ address: z.string(), name: z.string().nullable() }));

/** A row of `calendar_meeting`. */
export type MeetingRow = {
  id: string;
  uid: string;
  recurrence: string;
  sequence: number;
  stamped_at: Date | null;
  starts_at: Date;
  ends_at: Date;
  title: string;
  place: string | null;
  private: boolean;
  cancelled: boolean;
  organiser: string | null;
  people: unknown;
  teammate_id: string | null;
  state: MeetingState;
  conversation_id: string | null;
  logged_as: string | null;
};

/** What the log is told of a meeting: where this is the same, there is nothing to correct. */
export function toldOf(row: MeetingRow): string {
  const people = meetingPeople.parse(row.people).map(({ address }) => address);
  return JSON.stringify([row.title, row.starts_at, row.ends_at, row.private, people.sort()]);
}

export function peopleOf(row: MeetingRow): MeetingPerson[] {
  return meetingPeople.parse(row.people);
}
