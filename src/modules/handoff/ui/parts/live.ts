import { useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { type LiveState, listenWhileSeen } from '../../../../web/stream.ts';

const liveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ready') }),
  z.object({ what: z.literal('changed'), handoffIds: z.array(z.string()) }),
]);

const refreshPauseMs = 300;

/** Keeps what a page shows of hand-offs as it is now: whatever was asked is asked again once something changes. */
export function useHandoffsLive(): LiveState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const refresh = useThrottledCallback(() => {
    for (const queryKey of [api.handoff.key(), api.people.contacts.get.key()])
      void queryClient.invalidateQueries({ queryKey });
  }, refreshPauseMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is called does the same in every rendering.
  useEffect(() => connect({ onState: setState, changed: refresh }), []);
  return state;
}

/** Listens until it is told to stop. A connection made again cannot know what was missed, and asks anew. */
function connect(options: { onState: (state: LiveState) => void; changed: () => void }): () => void {
  let met = false;
  return listenWhileSeen({
    url: () => '/api/v1/handoffs/live',
    event: liveEvent,
    onState: options.onState,
    onEvent: ({ what }) => {
      if (what === 'changed' || met) options.changed();
      met = true;
    },
  });
}
