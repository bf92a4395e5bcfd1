import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import { api, type client } from '../../../../../web/api.ts';
import { useMay, useMe } from '../../../../../web/session.ts';
import { connectShared } from '../../../../../web/shared-stream.ts';

type Now = Awaited<ReturnType<typeof client.content.reading.now>>;
export type Reader = Now['items'][number];

// The server wrote it by the contract; what is looked at is that it is such an event at all.
const event = z.object({
  readers: z.array(z.custom<Reader>((one) => typeof one === 'object' && one !== null)),
});

const queryOf = () => api.content.reading.now.queryOptions();

/** Who reads now, as last told. */
export function useReadingNow(): readonly Reader[] {
  const mayRead = useMay('content:read');
  const now = useQuery({ ...queryOf(), enabled: mayRead, staleTime: Number.POSITIVE_INFINITY });
  return now.data?.items ?? [];
}

/** Keeps who reads now up to date while the shell is open: one connection for all tabs. */
export function useReadingLive(): void {
  const { actor, workspace } = useMe();
  const mayShare = useMay('content:share');
  const cache = useQueryClient();
  const whose = `${workspace?.id ?? ''}:${actor.name}`;
  useEffect(() => {
    if (!mayShare) return;
    return connectShared({
      name: `liaison-reading:${whose}`,
      url: '/api/v1/reading/live',
      event,
      onEvent: ({ readers }) => {
        const before = cache.getQueryData<Now>(queryOf().queryKey)?.items ?? [];
        cache.setQueryData<Now>(queryOf().queryKey, { items: readers });
        // Somebody came or left: what was read of links and pieces is asked for anew where it is shown.
        if (visitsOf(before) !== visitsOf(readers)) {
          void cache.invalidateQueries({ queryKey: api.content.links.list.key() });
          void cache.invalidateQueries({ queryKey: api.content.links.get.key() });
          void cache.invalidateQueries({ queryKey: api.content.reading.visits.key() });
        }
      },
    });
  }, [whose, mayShare, cache]);
}

const visitsOf = (readers: readonly Reader[]): string =>
  readers
    .map(({ visitId }) => visitId)
    .toSorted()
    .join();
