import type { z } from 'zod';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

const firstPauseMs = 1_000;
/** A tab nobody looks at gives its connection back: browsers allow six to a server. */
const hiddenMs = 60_000;

type StreamOptions<Event> = {
  /** Asked for at each opening: it may say how far one has come. */
  url: () => string;
  /** What stands in each message; anything else is passed over. */
  event: z.ZodType<Event>;
  onEvent: (event: Event) => void;
  onState?: (state: LiveState) => void;
  longestPauseMs?: number;
};

/** Listens to a stream of events until it is told to stop, opens it again whenever it is lost, and rests in the background. */
export function listenWhileSeen<Event>(options: StreamOptions<Event>): () => void {
  const { event, onEvent, onState, ...stream } = options;
  return whileSeen(() =>
    openStream({
      ...stream,
      onData: (data) => {
        const known = readEvent(data, event);
        if (known === null) return false;
        onState?.('live');
        onEvent(known);
        return true;
      },
      onLost: () => onState?.('reconnecting'),
    }),
  );
}

export function readEvent<Event>(data: unknown, event: z.ZodType<Event>): Event | null {
  if (typeof data !== 'string') return null;
  try {
    return event.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

/** Does something for as long as the tab is looked at, and a minute longer. */
export function whileSeen(begin: () => () => void): () => void {
  let end: (() => void) | null = begin();
  let timer: number | undefined;
  const stop = () => {
    end?.();
    end = null;
  };
  const onVisibility = () => {
    window.clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(stop, hiddenMs);
    else end ??= begin();
  };
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.clearTimeout(timer);
    stop();
  };
}

type OpenOptions = {
  url: () => string;
  /** Answers whether it was a message of the stream. */
  onData: (data: string) => boolean;
  onLost?: () => void;
  longestPauseMs?: number;
};

/** One stream, opened again whenever it is lost. */
export function openStream({ url, onData, onLost, longestPauseMs = 8_000 }: OpenOptions): () => void {
  let source: EventSource | null = null;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;
  const open = () => {
    const opened = new EventSource(url());
    source = opened;
    opened.onmessage = (message: MessageEvent<string>) => {
      if (onData(message.data)) pauseMs = firstPauseMs;
    };
    opened.onerror = () => {
      onLost?.();
      // The browser tries again by itself after a lost connection, never after an answer that is no stream.
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, pauseMs);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}
