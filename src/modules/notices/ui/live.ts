import { z } from 'zod';

const liveEvent = z.object({
  unread: z.number(),
  news: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      text: z.string(),
      href: z.string(),
      urgency: z.enum(['now', 'digest']),
    }),
  ),
});
export type LiveNews = z.output<typeof liveEvent>;
export type LiveNotice = LiveNews['news'][number];

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A tab nobody looks at gives its connection back: browsers allow six to a server. */
const hiddenMs = 60_000;

/**
 * Listens to one's notices until it is told to stop. Of the open tabs one holds the connection and tells the others;
 * which, the browser's locks decide. Where there are none (plain http), each tab listens for itself.
 */
export function connectNotices(options: {
  /** Whose they are: tabs of another person or workspace keep to themselves. */
  whose: string;
  onNews: (news: LiveNews) => void;
}): () => void {
  const name = `liaison-notices:${options.whose}`;
  const channel = new BroadcastChannel(name);
  const hear = (data: unknown) => {
    const news = readNews(data);
    if (news) options.onNews(news);
  };
  channel.onmessage = (message: MessageEvent<unknown>) => hear(message.data);
  let letGo: (() => void) | null = null;
  let timer: number | undefined;
  const listen = () =>
    openStream((data) => {
      hear(data);
      channel.postMessage(data);
    });
  const begin = () => {
    if (letGo) return;
    const giveUp = new AbortController();
    if (!('locks' in navigator)) {
      letGo = listen();
      return;
    }
    letGo = () => giveUp.abort();
    const held = () =>
      new Promise<void>((release) => {
        // Its turn may have come in the very moment in which it was given up.
        if (giveUp.signal.aborted) return release();
        const shut = listen();
        letGo = () => {
          shut();
          release();
        };
      });
    // It rejects when it is given up while still waiting for its turn.
    navigator.locks.request(name, { signal: giveUp.signal }, held).catch(() => undefined);
  };
  const end = () => {
    letGo?.();
    letGo = null;
  };
  const onVisibility = () => {
    window.clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(end, hiddenMs);
    else begin();
  };
  document.addEventListener('visibilitychange', onVisibility);
  begin();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.clearTimeout(timer);
    end();
    channel.close();
  };
}

/** One stream, opened again whenever it is lost. */
function openStream(onData: (data: string) => void): () => void {
  let source: EventSource | null = null;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;
  const open = () => {
    const opened = new EventSource('/api/v1/notices/live');
    source = opened;
    opened.onmessage = (message: MessageEvent<string>) => {
      pauseMs = firstPauseMs;
      onData(message.data);
    };
    opened.onerror = () => {
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

function readNews(data: unknown): LiveNews | null {
  if (typeof data !== 'string') return null;
  try {
    return liveEvent.parse(JSON.parse(data));
  } catch {
    return null;
  }
}
