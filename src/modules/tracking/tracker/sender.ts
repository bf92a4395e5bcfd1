import { browserContext, type TrackerEvent } from './event.ts';
import type { Options } from './options.ts';
import { readLocal, writeLocal } from './store.ts';

const storedName = 'liaison_queue';
const gatherMs = 200;
const batchEvents = 20;
// What a browser lets a closing page still send is 64 KB in all.
const batchCharacters = 40_000;
const keptEvents = 200;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Sends events in batches. What the server did not take is kept, in the browser too unless cookieless, and sent again
 * with the same messageId, by this page or the next: the server takes each once.
 */
export function createSender(options: Options) {
  const url = `${options.host}/v1/batch`;
  const context = browserContext();
  let queue = options.cookieless ? [] : takeStored();
  /** Those of the queue that are under way. */
  let sending: TrackerEvent[] = [];
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  }

  /** As many as one request may carry, at least one where any waits. */
  function nextBatch(): TrackerEvent[] {
    const waiting = queue.filter((event) => !sending.includes(event));
    let characters = 0;
    const end = waiting.findIndex((event, index) => {
      characters += JSON.stringify(event).length;
      return index >= batchEvents || (index > 0 && characters > batchCharacters);
    });
    return end < 0 ? waiting : waiting.slice(0, end);
  }

  function keep(): void {
    if (!options.cookieless) writeLocal(storedName, queue.length ? JSON.stringify(queue) : null);
  }

  function postpone(retryAfter: string | null | undefined): void {
    failures += 1;
    keep();
    const waitMs = Number(retryAfter) * 1_000 || Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
    later(waitMs * (0.8 + Math.random() * 0.4));
  }

  function bodyOf(events: readonly TrackerEvent[]): string {
    const { writeKey } = options;
    return JSON.stringify({ writeKey, sentAt: new Date().toISOString(), context, batch: events });
  }

  async function send(): Promise<void> {
    const events = nextBatch();
    if (!events.length) return;
    sending = sending.concat(events);
    // Plain text, so that the browser asks no leave of the server first; with cookies, so that colleagues are known;
    // alive beyond the page, which may go any moment.
    const answer = await fetch(url, {
      method: 'POST',
      body: bodyOf(events),
      keepalive: true,
      credentials: 'include',
      headers: { 'content-type': 'text/plain' },
    }).catch(() => null);
    sending = sending.filter((event) => !events.includes(event));
    const status = answer?.status ?? 0;
    // What is refused for good would be refused again.
    if (status === 0 || status === 429 || status >= 500) return postpone(answer?.headers.get('retry-after'));
    queue = queue.filter((event) => !events.includes(event));
    if (failures) keep();
    failures = 0;
    if (queue.length) later(0);
  }

  return {
    add(event: TrackerEvent): void {
      queue = [...queue, event].slice(-keptEvents);
      if (failures) keep();
      else later(queue.length < batchEvents ? gatherMs : 0);
    },
    /** The tab is out of sight and may never come back: what waits is sent, or kept where the server is away. */
    hide(): void {
      if (failures) keep();
      else while (nextBatch().length) void send();
    },
    /**
     * The page is going, and hears no answer: a beacon outlives it where a request may not. A closing tab cuts its
     * requests off first, so one failure may mean no more than that: then the events are kept as well.
     */
    leave(): void {
      const underWay = sending;
      let isTaken = failures < 2;
      for (let events = nextBatch(); events.length && isTaken; events = nextBatch()) {
        isTaken = navigator.sendBeacon(url, bodyOf(events));
        sending = sending.concat(events);
      }
      if (isTaken && !failures) queue = underWay;
      else keep();
    },
    resume(): void {
      sending = [];
      if (queue.length) later(0);
    },
    forget(): void {
      queue = [];
      keep();
    },
  };
}

function takeStored(): TrackerEvent[] {
  const text = readLocal(storedName);
  if (!text) return [];
  writeLocal(storedName, null);
  try {
    const events: unknown = JSON.parse(text);
    return Array.isArray(events) ? events : [];
  } catch {
    return [];
  }
}
