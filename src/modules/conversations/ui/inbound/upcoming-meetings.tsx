import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { Meeting } from '../../calendar/contract.ts';

const shownMeetings = 10;

/** Meetings with people from outside that are still to come; each is logged when it is over. */
export function UpcomingMeetings() {
  const meetings = useInfiniteQuery(
    api.calendars.meetings.infiniteOptions({
      input: (cursor: string | undefined) => ({ state: 'upcoming', limit: shownMeetings, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = meetings.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <ProblemNotice error={meetings.error} />;
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>Meetings to come</h2>
      <ul className={settings.rows}>
        {items.map((meeting) => (
          <Row key={meeting.id} meeting={meeting} />
        ))}
      </ul>
      {meetings.hasNextPage ? (
        <Button
          variant="subtle"
          size="xs"
          mt="sm"
          loading={meetings.isFetchingNextPage}
          onClick={() => void meetings.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function Row({ meeting }: { meeting: Meeting }) {
  const theirs = meeting.people.filter(({ side }) => side === 'theirs');
  return (
    <li className={settings.row}>
      <div className={settings.rowMain}>
        <div className={settings.rowName}>
          {meeting.title === null ? 'A meeting that is not yours to read' : meeting.title || 'No title'}
        </div>
        <div className={settings.rowDetail}>
          <When at={meeting.startsAt} style="exact" />
          {theirs.length > 0 ? ' · with ' : ''}
          {theirs.map(({ address, name, contact }, position) => (
            <Fragment key={address}>
              {position > 0 ? ', ' : ''}
              {contact ? (
                <Link to="/people/contacts/$id" params={{ id: contact.id }}>
                  {contact.name}
                </Link>
              ) : (
                (name ?? address)
              )}
            </Fragment>
          ))}
          {meeting.teammate ? ` · ${meeting.teammate.name}` : ''}
        </div>
      </div>
    </li>
  );
}
