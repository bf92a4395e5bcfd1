import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { addCalendar, removeCalendar } from './add-calendar.ts';
import { loadCalendar, presentCalendar } from './calendar-row.ts';
import { calendarContract } from './contract.ts';
import { fetchCalendar, readFeed, workspaceTimeZone } from './fetch-calendar.ts';
import { listCalendars } from './list-calendars.ts';
import { getMeeting, listMeetings } from './list-meetings.ts';
import { matchMeeting, setMeetingAside } from './match-meeting.ts';
import { readCalendar } from './read-calendar.ts';
import { checkedUrl } from './safe-fetch.ts';

const os = implement(calendarContract).$context<RequestContext>().use(authorised);

function by({ workspaceId, actor, caller, services }: WorkspaceContext) {
  return { workspaceId, actor, userId: caller.userId, now: services.now() };
}

export const calendarRouter = os.router({
  list: os.list.handler(({ input, context }) => context.inWorkspace((tx) => listCalendars({ tx, input }))),
  subscribe: os.subscribe.handler(async ({ input, context }) => {
    const now = context.services.now();
    const { href: url, host } = checkedUrl(input.url);
    const timeZone = await context.inWorkspace(workspaceTimeZone);
    const read = await readFeed({ url, timeZone, now });
    if (read.notModified)
      throw new Error('a feed that was not asked whether it changed said that it did not');
    const name = input.name ?? read.reading.name ?? host;
    return context.inWorkspace((tx) =>
      addCalendar({
        tx,
        ...by(context),
        input: { ...read, kind: 'feed', name, teammateId: input.teammateId, url },
      }),
    );
  }),
  upload: os.upload.handler(async ({ input, context }) => {
    const timeZone = await context.inWorkspace(workspaceTimeZone);
    const reading = await readCalendar({
      text: await input.data.text(),
      timeZone,
      now: context.services.now(),
    });
    const name = input.name ?? reading.name ?? (input.data.name.replace(/\.ics$/i, '') || 'Calendar');
    return context.inWorkspace((tx) =>
      addCalendar({
        tx,
        ...by(context),
        input: { kind: 'upload', name, teammateId: input.teammateId, url: null, reading },
      }),
    );
  }),
  fetch: os.fetch.handler(async ({ input, context }) => {
    const { services, workspaceId, inWorkspace } = context;
    await fetchCalendar({ services, workspaceId, inWorkspace, calendarId: input.calendarId });
    return inWorkspace(async (tx) => presentCalendar(await loadCalendar(tx, input.calendarId)));
  }),
  remove: os.remove.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await removeCalendar({ tx, ...by(context), calendarId: input.calendarId });
      return {};
    }),
  ),
  meetings: os.meetings.handler(({ input, context }) =>
    context.inWorkspace((tx) => listMeetings({ tx, userId: context.caller.userId, input })),
  ),
  match: os.match.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await matchMeeting({ tx, ...by(context), ...input });
      return getMeeting({ tx, userId: context.caller.userId, meetingId: input.meetingId });
    }),
  ),
  setAside: os.setAside.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await setMeetingAside({ tx, ...by(context), meetingId: input.meetingId });
      return getMeeting({ tx, userId: context.caller.userId, meetingId: input.meetingId });
    }),
  ),
});
