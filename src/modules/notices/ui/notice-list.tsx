import { Button, Skeleton } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type client } from '../../../web/api.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { When } from '../../../web/parts/when.tsx';
import { parseSearch } from '../../../web/search-params.ts';
import classes from './notices.module.css';

export type Shown = 'all' | 'unread';

type Item = Awaited<ReturnType<typeof client.notices.list>>['items'][number];

type NoticeListProps = {
  shown: Shown;
  onShown: (shown: Shown) => void;
  /** A notice was opened: what floats may close. */
  onGo?: () => void;
};

/** What one was told, latest first; each opens the thing and is read by that. */
export function NoticeList({ shown, onShown, onGo }: NoticeListProps) {
  const list = useNotices(shown);
  const refresh = useRefresh();
  const [seenAt] = useState(() => new Date().toISOString());
  const readAll = useMutation(api.notices.markAllRead.mutationOptions({ onSuccess: refresh }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  // Up to the latest that this list shows: what comes meanwhile nobody has seen.
  const until = items[0]?.at ?? seenAt;
  return (
    <>
      <div className={classes.toolbar}>
        <Segmented
          label="Which notices"
          value={shown}
          onChange={onShown}
          options={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: `Unread${unread > 0 ? ` ${unread}` : ''}` },
          ]}
        />
        <Button
          variant="default"
          size="xs"
          disabled={unread === 0}
          loading={readAll.isPending}
          onClick={() => readAll.mutate({ until })}
        >
          Mark all as read
        </Button>
      </div>
      <ProblemNotice error={list.error ?? readAll.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Waiting /> : null}
      {list.data && items.length === 0 ? <Nothing shown={shown} /> : null}
      {items.length > 0 ? (
        <ul className={classes.list} aria-label="Notices">
          {items.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} onGo={onGo} />
          ))}
        </ul>
      ) : null}
      {list.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
        >
          Show earlier ones
        </Button>
      ) : null}
    </>
  );
}

function useNotices(shown: Shown) {
  return useInfiniteQuery(
    api.notices.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: 30,
        cursor,
        ...(shown === 'unread' ? { unread: 'true' } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
}

function useRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: api.notices.list.key() });
}

function NoticeRow({ notice, onGo }: { notice: Item; onGo: (() => void) | undefined }) {
  const refresh = useRefresh();
  const read = useMutation(api.notices.markRead.mutationOptions({ onSuccess: refresh }));
  const [pathname = '/', query = ''] = notice.href.split('?');
  const isUnread = notice.readAt === null;
  const open = () => {
    if (isUnread) read.mutate({ noticeId: notice.id });
    onGo?.();
  };
  return (
    <li className={classes.row} data-unread={isUnread || undefined}>
      <div className={classes.rowMain}>
        <Link
          to={pathname}
          search={parseSearch(query)}
          className={`${classes.title} ${notice.kind === 'overdue' ? 'late' : ''}`}
          onClick={open}
        >
          {isUnread ? <span className="sr-only">Unread: </span> : null}
          {notice.title}
        </Link>
        {notice.text === '' ? null : <p className={classes.text}>{notice.text}</p>}
        <div className={classes.when}>
          <When at={notice.at} />
        </div>
      </div>
      {isUnread ? (
        <button
          type="button"
          className={classes.read}
          aria-label={`Mark as read: ${notice.title}`}
          onClick={() => read.mutate({ noticeId: notice.id })}
        >
          Mark read
        </button>
      ) : null}
    </li>
  );
}

function Nothing({ shown }: { shown: Shown }) {
  return shown === 'unread' ? (
    <EmptyState heading="All read">Nothing waits for you here.</EmptyState>
  ) : (
    <EmptyState heading="No notices yet">
      When a lead is offered to you, a promise runs out or somebody asks you for something, it stands here.
      What you are told, and how, is <Link to="/settings/notices">yours to choose</Link>.
    </EmptyState>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Looking for notices">
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} height={52} mb={8} />
      ))}
    </div>
  );
}
