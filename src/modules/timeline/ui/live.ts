import { z } from 'zod';
import type { Item } from './api-types.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

type LiveOptions = {
  /** Whose timeline and what narrows it, as in the list's address. */
  params: string;
  /** How far the log had come when the list was read. */
  after: number;
  onState: (state: LiveState) => void;
  arrived: (items: readonly Item[]) => void;
  /** So much changed that the list is to be read again. */
  changed: () => void;
};

/** The envelope alone: the entries are what GET /timeline answers, from the same server. */
const liveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ready'), position: z.number() }),
  z.object({ what: z.literal('entries'), position: z.number(), items: z.array(z.custom<Item>(isItem)) }),
  z.object({ what: z.literal('changed'), position: z.number() }),
]);

function isItem(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'what' in value && 'id' in value;
}

const firstPauseMs = 1_000;
const longestPauseMs = 8_000;
/** A tab nobody looks at gives its connection back: browsers allow six to a server. */
const hiddenMs = 60_000;

/** Listens to a timeline until it is told to stop, and comes back by itself from wherever it was. */
export function connectLive({ params, after, onState, arrived, changed }: LiveOptions): () => void {
  let position = after;
  let source: EventSource | null = null;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;
  const shut = () => {
    source?.close();
    source = null;
    window.clearTimeout(timer);
  };
  const open = () => {
    shut();
    const query = new URLSearchParams(params);
    query.set('after', String(position));
    const opened = new EventSource(`/api/v1/timeline/live?${query}`);
    source = opened;
    opened.onmessage = (message: MessageEvent<string>) => {
      const event = readEvent(message.data);
      if (!event) return;
      pauseMs = firstPauseMs;
      position = Math.max(position, event.position);
      onState('live');
      if (event.what === 'entries' && event.items.length > 0) arrived(event.items);
      if (event.what === 'changed') changed();
    };
    opened.onerror = () => {
      onState('reconnecting');
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
