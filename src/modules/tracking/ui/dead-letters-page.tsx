import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { type Column, DataTable } from '../../../web/parts/data-table.tsx';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { useShowEvidence } from '../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { When } from '../../../web/parts/when.tsx';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import settings from '../../workspace/ui/settings/settings.module.css';
import type { DeadLetter, DeadLetterReason } from '../contract.ts';
import { DeadLetterDrawer } from './dead-letter-drawer.tsx';
import { outcomeWords } from './replay-words.ts';
import classes from './tracking.module.css';
import { TrackingFrame } from './tracking-frame.tsx';

const pageState = z.object({
  state: z.enum(['waiting', 'replayed', 'all']).catch('waiting'),
  reason: z.string().catch(''),
  q: z.string().catch(''),
});

const states = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'replayed', label: 'Replayed' },
  { value: 'all', label: 'All' },
] as const;

/** Events that could not be taken: why, as they came, and put right. */
export function DeadLettersPage() {
  const reasons = useQuery({
    ...api.tracking.listDeadLetterReasons.queryOptions(),
    refetchInterval: 10_000,
  });
  const items = reasons.data?.items ?? [];
  return (
    <TrackingFrame
      title="Dead letters"
      answer={reasons.data ? answerOf(items) : 'Dead letters'}
      sub="What cannot be taken is kept as it came, with the reason; its neighbours in the batch are unharmed. After a fix, replay it: it goes through the same checks with the time it was first received."
    >
      <ProblemNotice error={reasons.error} onRetry={() => void reasons.refetch()} />
      {items.length > 0 ? <Reasons reasons={items} /> : null}
      <Letters />
      <DeadLetterDrawer />
    </TrackingFrame>
  );
}

type Reason = Omit<DeadLetterReason, 'latestAt'> & { latestAt: string };

function answerOf(reasons: readonly Reason[]): string {
  const waiting = reasons.reduce((sum, reason) => sum + reason.waiting, 0);
  if (waiting === 0) return 'Nothing waits here: every event that came in was taken.';
  const [most] = reasons.toSorted((a, b) => b.waiting - a.waiting);
  const why = reasons.length === 1 ? 'all' : `most (${formatCount(most?.waiting ?? 0)})`;
  return `${formatCount(waiting)} ${waiting === 1 ? 'event waits' : 'events wait'} to be put right${most ? `, ${why} because: ${lowerFirst(most.title)}` : ''}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className={`${settings.rows} ${settings.medium} ${classes.apart}`}>
      {reasons.map((reason) => (
        <ReasonRow key={`${reason.door} ${reason.reasonCode}`} reason={reason} />
      ))}
    </ul>
  );
}

function ReasonRow({ reason }: { reason: Reason }) {
  const [{ reason: picked }, set] = useUrlState(pageState);
  const mayReplay = useMay('tracking:write');
  const cache = useQueryClient();
  const replay = useMutation(
    api.tracking.replayDeadLetters.mutationOptions({
      onSuccess: async (outcome) => {
        notifications.show({ message: outcomeWords(outcome) });
        await cache.invalidateQueries({ queryKey: api.tracking.key() });
      },
      onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    }),
  );
  const isPicked = picked === reason.reasonCode;
  return (
    <li className={settings.row}>
      <div className={settings.rowMain}>
        <div className={settings.rowName}>{reason.title}</div>
        <div className={settings.rowDetail}>
          {formatCount(reason.waiting)} waiting, the latest <When at={reason.latestAt} />. {reason.advice}
        </div>
      </div>
      <div className={settings.rowActions}>
        <Button
          variant="default"
          size="xs"
          aria-pressed={isPicked}
          onClick={() => set({ reason: isPicked ? undefined : reason.reasonCode })}
        >
          {isPicked ? 'Show all' : 'Show these'}
        </Button>
        {mayReplay ? (
          <Button
            variant="default"
            size="xs"
            loading={replay.isPending}
            onClick={() => replay.mutate({ reasonCode: reason.reasonCode })}
            aria-label={`Replay all: ${reason.title}`}
          >
            Replay all
          </Button>
        ) : null}
      </div>
    </li>
  );
}

type Letter = Omit<DeadLetter, 'receivedAt'> & { receivedAt: string };

const columns: readonly Column<Letter>[] = [
  { id: 'reason', heading: 'Why', cell: ({ reason }) => reason },
  { id: 'event', heading: 'Event', cell: ({ excerpt }) => <code>{excerpt}</code> },
  { id: 'type', heading: 'Call', cell: ({ eventType }) => eventType ?? '–', width: 90 },
  { id: 'when', heading: 'Received', cell: ({ receivedAt }) => <When at={receivedAt} />, width: 130 },
  {
    id: 'replayed',
    heading: 'Replayed',
    cell: ({ replayedAt }) => (replayedAt ? <When at={replayedAt} /> : '–'),
    width: 120,
  },
];

function Letters() {
  const [{ state, reason, q }, set] = useUrlState(pageState);
  const show = useShowEvidence();
  const list = useInfiniteQuery(
    api.tracking.listDeadLetters.infiniteOptions({
      input: (cursor: string | undefined) => ({
        state,
        limit: 50,
        cursor,
        ...(reason ? { reasonCode: reason } : {}),
        ...(q ? { search: q } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <DataTable
      label="Dead letters"
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => show({ letter: id })}
      {...rowsOf(list)}
      toolbar={
        <>
          <SearchField
            key={q === '' ? 'empty' : 'asked'}
            value={q}
            onSearch={(text) => set({ q: text }, { replace: true })}
          />
          <Segmented
            label="Which dead letters"
            value={state}
            onChange={(value) => set({ state: value === 'waiting' ? undefined : value })}
            options={states}
          />
        </>
      }
      empty={
        <EmptyState heading={q || reason ? 'None fits' : 'No dead letters'}>
          {q || reason
            ? 'Ask for something else, or look among the replayed ones.'
            : 'Events that are malformed, too large or name nobody would be kept here, with the reason.'}
        </EmptyState>
      }
    />
  );
}

const typingMs = 250;

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const search = useDebouncedCallback(onSearch, typingMs);
  return (
    <TextInput
      type="search"
      aria-label="Search in the events, their reasons and ids"
      placeholder="Search in events and reasons"
      className={classes.search}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
