import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../../web/api.ts';
import type { HandoffQuery, HandoffRow } from '../parts/api-types.ts';

const pageRows = 50;
const lateRows = 200;

/** The list as it stands, page by page, with what there is in all. */
export function useQueue(query: HandoffQuery) {
  const list = useInfiniteQuery(
    api.handoff.handoffs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...query,
        limit: pageRows,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return { list, rows, counts: list.data?.pages[0]?.counts ?? null };
}

/** Everybody's that are past what was promised: how many, and whose or of what most of them are. */
export function useLate() {
  return useQuery(
    api.handoff.handoffs.list.queryOptions({
      input: { view: 'queue', whose: 'everybody', late: 'true', limit: lateRows },
      placeholderData: keepPreviousData,
    }),
  );
}

/** Rows that came in while the reader looked on; the first list is not news. */
export function useArrivals(rows: readonly HandoffRow[], key: string): ReadonlySet<string> {
  const known = useRef<{ key: string; ids: Set<string> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const ids = rows.map((row) => row.id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for the rows.
  useEffect(() => {
    const before = known.current;
    const now = new Set(rows.map((row) => row.id));
    if (before?.key === key && before.ids.size > 0) {
      const arrived = rows.filter((row) => !before.ids.has(row.id));
      if (arrived.length > 0) setFresh(new Set(arrived.map((row) => row.id)));
    } else setFresh(new Set());
    known.current = { key, ids: before?.key === key ? new Set([...before.ids, ...now]) : now };
  }, [ids, key]);
  return fresh;
}
