const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A tab nobody looks at gives its connection back: browsers allow six to a server. */
const hiddenMs = 60_000;

/**
 * Listens to a stream of events until it is told to stop. Of the open tabs one holds the connection and tells the
 * others; which, the browser's locks decide. Where there are none (plain http), each tab listens for itself.
 */
export function connectShared(options: {
  /** Names the stream and whose it is: tabs of another person or workspace keep to themselves. */
  name: string;
  url: string;
  onData: (data: unknown) => void;
}): () => void {
  const { name, url, onData } = options;
  const channel = new BroadcastChannel(name);
  channel.onmessage = (message: MessageEvent<unknown>) => onData(message.data);
  let letGo: (() => void) | null = null;
  let timer: number | undefined;
  const listen = () =>
    openStream(url, (data) => {
      onData(data);
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
function openStream(url: string, onData: (data: string) => void): () => void {
  let source: EventSource | null = null;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;
  const open = () => {
    const opened = new EventSource(url);
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
