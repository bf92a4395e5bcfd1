import { useThrottledCallback } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { api, client } from '../../../web/api.ts';
import { useWorkspace } from '../../../web/session.ts';
import type { LiveState } from '../../../web/stream.ts';
import type { Item, Scope } from './api-types.ts';
import { type Filters, paramsOf, queryOf } from './filters.ts';
import { connectLive } from './live.ts';
import { type LogState, TimelineLog } from './log.ts';

const pageRows = 200;
const keptLogs = 6;
const newsPauseMs = 3_000;

/** Lists left a moment ago, so that "back" shows them as they were. */
const kept = new Map<string, TimelineLog>();

function logOf(key: string, make: () => TimelineLog): TimelineLog {
  const log = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, log);
  for (const old of [...kept.keys()].slice(0, -keptLogs)) kept.delete(old);
  return log;
}

export type LiveLog = {
  /** Says which list this is: whose, and what narrows it. */
  key: string;
  log: TimelineLog;
  state: LogState;
  live: LiveState;
  /** New entries that wait because the reader is further down. */
  waiting: readonly Item[];
  /** Entries that came in while the reader looked on. */
  fresh: ReadonlySet<string>;
  /** Puts what waits into the list. */
  take: () => void;
};

/** A timeline's list: read page by page, kept for "back", and told what happens. */
export function useTimelineLog(scope: Scope, filters: Filters, isAtTop: () => boolean): LiveLog {
  const { id: workspaceId } = useWorkspace();
  const params = new URLSearchParams(paramsOf(scope, filters)).toString();
  const key = `${workspaceId}?${params}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for scope and filters.
  const log = useMemo(() => {
    const query = queryOf(scope, filters);
    return logOf(
      key,
      () =>
        new TimelineLog((cursor) =>
          client.timeline.list({ ...query, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) }),
        ),
    );
  }, [key]);
  const state = useSyncExternalStore(log.subscribe, log.state);
  const [live, setLive] = useState<LiveState>('connecting');
  const [waiting, setWaiting] = useState<readonly Item[]>([]);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const tellOthers = useNews(scope);
  const refresh = useThrottledCallback(() => void log.refresh(), newsPauseMs);
  useEffect(() => {
    setWaiting([]);
    setFresh(new Set());
    setLive('connecting');
    void log.refresh();
  }, [log]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is called is the same for the same list.
  useEffect(() => {
    if (!state.ready) return;
    const arrived = (all: readonly Item[]) => {
      // An entry may be told twice.
      const items = all.filter((item) => !log.has(item.id));
      if (items.length === 0) return;
      tellOthers();
      if (isAtTop()) {
        setFresh(new Set(items.map((item) => item.id)));
        log.insert(items);
      } else setWaiting((now) => withoutDoubles([...now, ...items]));
    };
    const changed = () => {
      tellOthers();
      refresh();
    };
    return connectLive({ params, after: log.state().position, onState: setLive, arrived, changed });
  }, [log, params, state.ready]);
  // Whoever changes what timelines show invalidates their queries; the list follows.
  useQuery({
    queryKey: [...api.timeline.list.key(), key],
    queryFn: async () => {
      await log.refresh();
      return log.state().position;
    },
    initialData: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const take = () => {
    setFresh(new Set(waiting.map((item) => item.id)));
    log.insert(waiting);
    setWaiting([]);
  };
  return { key, log, state, live, waiting, fresh, take };
}

const withoutDoubles = (items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

/** What else on the page depends on the log: the sentence, the mix, the record's own facts. */
function useNews(scope: Scope): () => void {
  const queryClient = useQueryClient();
  return useThrottledCallback(() => {
    const keys = [
      api.timeline.summary.key(),
      api.timeline.mix.key(),
      api.timeline.buyingStages.key(),
      ...(scope.contactId ? [api.people.contacts.get.key()] : []),
      ...(scope.accountId ? [api.people.accounts.get.key()] : []),
      ...(scope.opportunityId ? [api.people.opportunities.get.key()] : []),
    ];
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }, newsPauseMs);
}
