import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { asProblem } from '../../../../web/problem.ts';
import type { Meeting } from '../../calendar/contract.ts';
import classes from './tray.module.css';
import { namesWords } from './tray-words.ts';

/** Past meetings out of calendars with people who are no contacts. Shown only where there are some. */
export function MeetingsToMatch() {
  const meetings = useInfiniteQuery(
    api.calendars.meetings.infiniteOptions({
      input: (cursor: string | undefined) => ({ state: 'unknown_people', limit: 20, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = meetings.data?.pages.flatMap((page) => page.items) ?? [];
  const readable = items.filter(({ people }) => people.length > 0);
  const others = items.length - readable.length;
  if (items.length === 0) return <ProblemNotice error={meetings.error} />;
  return (
    <section className={classes.meetings}>
      <h2>Meetings with people who are no contacts</h2>
      <p className="mute">
        Out of the calendars. They are logged by themselves as soon as somebody in them is a contact.
        {others > 0
          ? ` ${formatCount(others)} more ${others === 1 ? 'is' : 'are'} for the colleagues in ${others === 1 ? 'it' : 'them'} to place.`
          : ''}
      </p>
      {readable.length > 0 ? (
        <ul className={`panel ${classes.list}`}>
          {readable.map((meeting) => (
            <MeetingRow key={meeting.id} meeting={meeting} />
          ))}
        </ul>
      ) : null}
      {meetings.hasNextPage ? (
        <Button
          variant="default"
          loading={meetings.isFetchingNextPage}
          onClick={() => void meetings.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function MeetingRow({ meeting }: { meeting: Meeting }) {
  const queries = useQueryClient();
  const settled = (message: string) => ({
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.calendars.key() });
      notifications.show({ message });
    },
    onError: (error: unknown) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
  });
  const match = useMutation(
    api.calendars.match.mutationOptions(settled('Logged. It stands on the timeline now.')),
  );
  const setAside = useMutation(api.calendars.setAside.mutationOptions(settled('Set aside for good.')));
  const theirs = meeting.people.filter(({ side }) => side === 'theirs');
  const names = theirs.map(({ name, address }) => name ?? address);
  const title = meeting.title || 'No title';
  return (
    <li className={classes.meeting}>
      <div className={classes.meetingWords}>
        <b>{title}</b>
        <span className="mute">
          <When at={meeting.startsAt} style="exact" /> · {names.join(', ')}
          {meeting.teammate ? ` · calendar of ${meeting.teammate.name}` : ''}
        </span>
      </div>
      <div className={classes.actions}>
        <Button
          size="xs"
          variant="default"
          loading={match.isPending}
          aria-label={`Make contacts and log “${title}”`}
          onClick={() =>
            match.mutate({
              meetingId: meeting.id,
              newPeople: theirs.map(({ address, name }) => ({
                email: address,
                ...(name === null ? {} : { name }),
              })),
            })
          }
        >
          Log with {namesWords(names)}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          loading={setAside.isPending}
          aria-label={`“${title}” is no buyer’s`}
          onClick={() => setAside.mutate({ meetingId: meeting.id })}
        >
          No buyer’s
        </Button>
      </div>
    </li>
  );
}
