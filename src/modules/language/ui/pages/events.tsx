import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { DefinitionEvent } from './api-types.ts';
import classes from './definition.module.css';

const shownAtOnce = 6;

const did: Record<DefinitionEvent['what'], string> = {
  written: 'wrote',
  proposed: 'proposed',
  signed: 'signed',
  objected: 'objected to',
  objection_withdrawn: 'took back the objection to',
  withdrawn: 'took back',
  came_into_force: 'came into force',
  superseded: 'gave way to a newer one',
  asked: 'asked about',
  answered: 'answered about',
};
const byItself: readonly DefinitionEvent['what'][] = ['came_into_force', 'superseded'];

/** What happened to the word, newest first. */
export function Events({ definitionId }: { definitionId: string }) {
  const events = useInfiniteQuery(
    api.language.listDefinitionEvents.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: definitionId, limit: shownAtOnce, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel" aria-labelledby="events">
      <h2 id="events">What happened</h2>
      <ProblemNotice error={events.error} onRetry={() => void events.refetch()} />
      <ol className={classes.events}>
        {items.map((event) => (
          <li key={event.id}>
            <When at={event.at} style="exact" />
            <span>
              <EventWords event={event} />
              {event.text ? <q className="mute">{event.text}</q> : null}
            </span>
          </li>
        ))}
      </ol>
      {events.hasNextPage ? (
        <Button
          variant="default"
          size="compact-sm"
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          Earlier
        </Button>
      ) : null}
    </section>
  );
}

function EventWords({ event }: { event: DefinitionEvent }) {
  const version = event.versionNumber === null ? 'the word' : `version ${event.versionNumber}`;
  if (byItself.includes(event.what))
    return (
      <>
        {version.replace(/^./, (first) => first.toUpperCase())} {did[event.what]}.{' '}
      </>
    );
  return (
    <>
      <span className={event.side ?? undefined}>{event.name}</span> {did[event.what]} {version}
      {event.side ? ` for ${event.side}` : ''}.{' '}
    </>
  );
}
