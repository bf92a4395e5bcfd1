import { Button, Checkbox } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import classes from './story.module.css';
import { daysOf, momentsOf, type StoryMark } from './story-entries.ts';
import { StoryList } from './story-list.tsx';
import { StoryPicture } from './story-picture.tsx';

const storyState = z.object({
  kind: z.enum(['all', 'content', 'person']).catch('all'),
  flagged: z.enum(['yes', 'no']).catch('no'),
});

type Of = { contactId?: string; accountId?: string; opportunityId?: string };

const pageRows = 200;
const shownDays = 8;

/** The interactions of a person, company or deal, latest first; the first page holds the latest 200. */
export function useStory(of: Of, filter: { kind: 'all' | 'content' | 'person'; flagged: 'yes' | 'no' }) {
  return useInfiniteQuery(
    api.interactions.listInteractions.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...of,
        limit: pageRows,
        cursor,
        ...(filter.kind === 'all' ? {} : { kind: filter.kind }),
        ...(filter.flagged === 'yes' ? { unverified: 'true' } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
}

type StoryProps = {
  of: Of;
  marks: readonly StoryMark[];
  withContact?: boolean;
  /** Shown where nothing has happened yet. */
  empty: ReactNode;
  /** Beside the filter. */
  extra?: ReactNode;
};

/** The story so far: the picture, and the same in words by day. */
export function Story({ of, marks, withContact = false, empty, extra }: StoryProps) {
  const [state, set] = useUrlState(storyState);
  const story = useStory(of, state);
  const [daysShown, setDaysShown] = useState(shownDays);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLElement>(null);
  const interactions = useMemo(() => story.data?.pages.flatMap((page) => page.items) ?? [], [story.data]);
  const days = useMemo(
    () => daysOf({ interactions, marks, complete: !story.hasNextPage }),
    [interactions, marks, story.hasNextPage],
  );
  const moments = useMemo(() => momentsOf(interactions), [interactions]);
  const oldest = interactions.at(-1)?.occurredAt ?? '';
  const pictured = marks.filter((mark) => !story.hasNextPage || mark.at >= oldest);
  const pick = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    const last = days.findLastIndex((day) =>
      day.entries.some((entry) => entry.what === 'interaction' && entry.ids.some((id) => wanted.has(id))),
    );
    setDaysShown(Math.max(daysShown, last + 1));
    setPicked(wanted);
    const latest = ids.at(-1);
    // After the days are drawn.
    if (latest) requestAnimationFrame(() => showEntry(box.current, latest));
  };
  const more = days.length > daysShown || story.hasNextPage;
  const showMore = () => {
    setDaysShown(daysShown + 3 * shownDays);
    if (days.length <= daysShown + 3 * shownDays && story.hasNextPage) {
      void story.fetchNextPage({ cancelRefetch: false });
    }
  };
  return (
    <section ref={box} className="panel" aria-label="The story so far">
      <div className={classes.head}>
        <h2>The story so far</h2>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
          {extra}
          <Checkbox
            size="xs"
            label="also bots and colleagues"
            checked={state.flagged === 'yes'}
            onChange={(event) => set({ flagged: event.currentTarget.checked ? 'yes' : undefined })}
          />
          <Segmented
            label="Kind of interaction"
            value={state.kind}
            onChange={(kind) => set({ kind: kind === 'all' ? undefined : kind })}
            options={[
              { value: 'all', label: 'Both' },
              { value: 'content', label: 'Content', tone: 'marketing' },
              { value: 'person', label: 'Person to person', tone: 'sales' },
            ]}
          />
        </div>
      </div>
      <ProblemNotice error={story.error} onRetry={() => void story.refetch()} />
      {story.data && interactions.length === 0 && days.length === 0 ? empty : null}
      {moments.length + pictured.length > 0 ? (
        <StoryPicture
          moments={moments}
          marks={pictured.map(({ id, at, label }) => ({ id, atMs: Date.parse(at), label }))}
          onPick={pick}
        />
      ) : null}
      <StoryList days={days.slice(0, daysShown)} picked={picked} withContact={withContact} />
      {story.data && more ? (
        <Button
          className={classes.more}
          variant="default"
          size="xs"
          loading={story.isFetchingNextPage}
          onClick={showMore}
        >
          Show earlier
        </Button>
      ) : null}
    </section>
  );
}

function showEntry(box: HTMLElement | null, id: string): void {
  const entry = box?.querySelector(`[data-story~="${id}"]`);
  entry?.scrollIntoView({ block: 'center' });
}
