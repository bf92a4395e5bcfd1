import { useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

const liveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ready') }),
  z.object({ what: z.literal('changed'), handoffIds: z.array(z.string()) }),
]);

const firstPauseMs = 1_000;
const longestPauseMs = 8_000;
/** A tab nobody looks at gives its connection back: browsers allow six to a server. */
const hiddenMs = 60_000;
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
  let source: EventSource | null = null;
  let met = false;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;
  const shut = () => {
    source?.close();
    source = null;
    window.clearTimeout(timer);
  };
  const open = () => {
    shut();
    const opened = new EventSource('/api/v1/handoffs/live');
    source = opened;
    opened.onmessage = (message: MessageEvent<string>) => {
      const event = readEvent(message.data);
      if (!event) return;
      pauseMs = firstPauseMs;
      options.onState('live');
      if (event.what === 'changed' || met) options.changed();
      met = true;
    };
    opened.onerror = () => {
      options.onState('reconnecting');
      // The browser tries again by itself after a lost connection, never after an answer that is no stream.
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, pauseMs);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    };
  };
  const onVisibility = () => {
    window.clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(shut, hiddenMs);
    else if (!source || source.readyState === EventSource.CLOSED) open();
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    shut();
  };
}

function readEvent(data: string): z.output<typeof liveEvent> | null {
  try {
    return liveEvent.parse(JSON.parse(data));
  } catch {
    return null;
  }
}
