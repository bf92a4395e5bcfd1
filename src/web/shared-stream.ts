import type { z } from 'zod';
import { openStream, readEvent, whileSeen } from './stream.ts';

/** Of all tabs of a person one asks: it may ask seldom. */
const longestPauseMs = 30_000;

/**
 * Listens to a stream of events until it is told to stop. Of the open tabs one holds the connection and tells the
 * others; which, the browser's locks decide. Where there are none (plain http), each tab listens for itself.
 */
export function connectShared<Event>(options: {
  /** Names the stream and whose it is: tabs of another person or workspace keep to themselves. */
  name: string;
  url: string;
  event: z.ZodType<Event>;
  onEvent: (event: Event) => void;
}): () => void {
  const { name, url, event, onEvent } = options;
  const onData = (data: unknown): boolean => {
    const known = readEvent(data, event);
    if (known === null) return false;
    onEvent(known);
    return true;
  };
  const channel = new BroadcastChannel(name);
  channel.onmessage = (message: MessageEvent<unknown>) => void onData(message.data);
  const listen = () =>
    openStream({
      url: () => url,
      longestPauseMs,
      onData: (data) => {
        const isKnown = onData(data);
        if (isKnown) channel.postMessage(data);
        return isKnown;
      },
    });
  const end = whileSeen(() => inTurn(name, listen));
  return () => {
    end();
    channel.close();
  };
}

/** Begins when its turn has come among the tabs, and leaves it to another at the end. */
function inTurn(name: string, begin: () => () => void): () => void {
  if (!('locks' in navigator)) return begin();
  const giveUp = new AbortController();
  let letGo = () => giveUp.abort();
  const held = () =>
    new Promise<void>((release) => {
      // Its turn may have come in the very moment in which it was given up.
      if (giveUp.signal.aborted) return release();
      const shut = begin();
      letGo = () => {
        shut();
        release();
      };
    });
  // It rejects when it is given up while still waiting for its turn.
  navigator.locks.request(name, { signal: giveUp.signal }, held).catch(() => undefined);
  return () => letGo();
}
