import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { peopleNamed } from '../people-named.ts';

const tag = 'Calendars';

export const maxCalendarBytes = 5 * 1_024 * 1_024;

const count = z.number().int().nonnegative();

/** What became of the meetings of one reading. */
const readingResult = z.object({
  meetings: count.meta({ description: 'Single meetings, a series counted one by one' }),
  fresh: count,
  changed: count,
  unchanged: count,
  leftOut: count.meta({
    description: 'Meetings of our own people only, all-day entries, and those too long past or too far ahead',
  }),
  refused: count.meta({ description: 'Entries that could not be read; they stand among the dead letters' }),
  logged: count.meta({ description: 'Interactions this reading wrote' }),
});
export type ReadingResult = z.infer<typeof readingResult>;

const calendar = z.object({
  id,
  kind: z.enum(['upload', 'feed']),
  name: z.string(),
  teammate: named.nullable(),
  host: z.string().nullable().meta({ description: 'Of a feed; the rest of its address may be a secret' }),
  createdAt: time,
  createdBy: z.string(),
  fetchedAt: time.nullable(),
  succeededAt: time.nullable(),
  lastError: z.string().nullable(),
  lastResult: readingResult.nullable(),
});
export type Calendar = z.infer<typeof calendar>;

const meetingStates = ['upcoming', 'logged', 'known', 'unknown_people', 'own', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

const meeting = z.object({
  id,
  title: z.string().nullable().meta({ description: 'null: private, and you have no part in it' }),
  startsAt: time,
  endsAt: time,
  state: z.enum(meetingStates),
  private: z.boolean(),
  teammate: named.nullable(),
  people: z
    .array(
      z.object({
        address: z.string(),
        name: z.string().nullable(),
        side: z.enum(['ours', 'theirs']),
        contact: named.nullable(),
      }),
    )
    .meta({ description: 'Empty where the meeting is private and you have no part in it' }),
  conversationId: id.nullable(),
});
export type Meeting = z.infer<typeof meeting>;

const calendarName = z.string().trim().min(1).max(200);

export const calendarContract = {
  list: operation({
    method: 'GET',
    path: '/calendars',
    access: 'interactions:read',
    tag,
    summary: 'Calendars that are read, and how the last reading went',
  })
    .input(pageQuery)
    .output(pageOf(calendar)),
  subscribe: operation({
    method: 'POST',
    path: '/calendars',
    access: 'interactions:write',
    tag,
    summary: 'Subscribe to a calendar feed',
    description:
      'An iCalendar address (https or webcal) on the public internet. It is read at once, then every fifteen minutes.',
    creates: true,
  })
    .input(
      z.object({
        url: z.string().trim().min(1).max(2_000),
        name: calendarName.optional(),
        teammateId: id.optional().meta({ description: 'Whose calendar it is; left out, your own' }),
      }),
    )
    .output(calendar),
  upload: operation({
    method: 'POST',
    path: '/calendars/uploads',
    access: 'interactions:write',
    tag,
    summary: 'Read the meetings of an .ics file',
    description: 'At most 5 MB. The same file again changes nothing.',
    creates: true,
  })
    .input(
      z.object({
        data: z.file().max(maxCalendarBytes, 'a calendar file has at most 5 MB'),
        name: calendarName.optional(),
        teammateId: id.optional().meta({ description: 'Whose calendar it is; left out, your own' }),
      }),
    )
    .output(calendar),
  fetch: operation({
    method: 'POST',
    path: '/calendars/{calendarId}/fetches',
    access: 'interactions:write',
    tag,
    summary: 'Read a feed now',
  })
    .input(z.object({ calendarId: id }))
    .output(calendar),
  remove: operation({
    method: 'DELETE',
    path: '/calendars/{calendarId}',
    access: 'interactions:write',
    tag,
    summary: 'Stop reading a calendar',
    description: 'What it brought into the log stays; meetings to come that stand in no other calendar go.',
  })
    .input(z.object({ calendarId: id }))
    .output(z.object({})),
  meetings: operation({
    method: 'GET',
    path: '/calendar-meetings',
    access: 'interactions:read',
    tag,
    summary: 'Meetings read from calendars',
    description: 'Those to come soonest first, the others latest first.',
  })
    .input(pageQuery.extend({ state: z.enum(meetingStates).default('upcoming') }))
    .output(pageOf(meeting)),
  match: operation({
    method: 'POST',
    path: '/calendar-meetings/{meetingId}/match',
    access: 'interactions:write',
    tag,
    summary: 'Log a past meeting with people nobody knew',
    description: 'Contacts named anew are made.',
  })
    .input(
      z.object({
        meetingId: id,
        ...peopleNamed,
      }),
    )
    .output(meeting),
  setAside: operation({
    method: 'POST',
    path: '/calendar-meetings/{meetingId}/dismissal',
    access: 'interactions:write',
    tag,
    summary: 'Set a meeting aside: it is no buyer’s',
  })
    .input(z.object({ meetingId: id }))
    .output(meeting),
};
