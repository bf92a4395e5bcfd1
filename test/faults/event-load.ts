import { setTimeout as delay } from 'node:timers/promises';
import { writeKey } from './program-process.ts';
import type { Random } from './random.ts';

/**
 * Clients that post batches to the tracking door, come again as Segment's clients do (429, 503 and dropped
 * connections; nothing else), and remember what was acknowledged.
 */

export type SentEvent = { messageId: string; anonymousId: string; kind: 'track' | 'page' | 'identify' };

type Batch = { events: readonly (SentEvent & { body: object })[]; isRepeat: boolean };

export type LoadCounts = {
  requests: number;
  acknowledgedRequests: number;
  /** Events in acknowledged requests, repeats included. */
  acknowledgedEvents: number;
  /** Events in all requests that went out, repeats included. */
  sentEvents: number;
  tooMany: number;
  unavailable: number;
  dropped: number;
  timedOut: number;
};

const requestTimeoutMs = 10_000;
const visitors = 150;
const mostEventsABatch = 40;
/** Kept for repeats. */
const recentBatches = 50;

export class EventLoad {
  readonly acknowledged = new Map<string, SentEvent>();
  /** Sent by a client that gave up: they may be there once, or not at all. */
  readonly abandoned = new Map<string, SentEvent>();
  readonly counts: LoadCounts = {
    requests: 0,
    acknowledgedRequests: 0,
    acknowledgedEvents: 0,
    sentEvents: 0,
    tooMany: 0,
    unavailable: 0,
    dropped: 0,
    timedOut: 0,
  };
  /** Answers that no client would come again after, or that promise nothing. */
  readonly wrong: string[] = [];
  #slowestMs = 0;
  readonly #url: string;
  readonly #name: string;
  readonly #random: Random;
  readonly #pauseMs: number;
  readonly #recent: Batch[] = [];
  readonly #waiting: { since: number; resolve: () => void }[] = [];
  readonly #clients: Promise<void>[];
  #nextEvent = 0;
  #stopping = false;
  #giveUp = false;

  constructor(options: {
    url: string;
    name: string;
    random: Random;
    connections: number;
    eventsASecond: number;
  }) {
    this.#url = options.url;
    this.#name = options.name;
    this.#random = options.random;
    this.#pauseMs = (options.connections * (mostEventsABatch / 2) * 1_000) / options.eventsASecond;
    this.#clients = Array.from({ length: options.connections }, () => this.#client());
  }

  /** Resolves with the milliseconds until a request that begins from now on is acknowledged. */
  acknowledges(): Promise<number> {
    const since = performance.now();
    return new Promise((resolve) => {
      this.#waiting.push({ since, resolve: () => resolve(performance.now() - since) });
    });
  }

  /** The slowest answer since it was last asked. */
  takeSlowestMs(): number {
    const slowest = this.#slowestMs;
    this.#slowestMs = 0;
    return slowest;
  }

  /** Lets every client deliver what it holds; then nothing is on its way any more. */
  async drain(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#clients);
  }

  /** Ends all of it at once, for a run that has failed. */
  abandon(): void {
    this.#stopping = true;
    this.#giveUp = true;
  }

  async #client(): Promise<void> {
    while (!this.#stopping) {
      await this.#deliver(this.#nextBatch());
      await delay(this.#pauseMs * this.#random.between(0.2, 1.8));
    }
  }

  async #deliver(batch: Batch): Promise<void> {
    for (;;) {
      const outcome = await this.#post(batch);
      if (outcome === 'acknowledged') return this.#remember(batch);
      if (outcome === 'wrong' || this.#giveUp) return;
      // A client that ends while it holds events.
      if (!batch.isRepeat && this.#random.chance(0.01)) {
        for (const { messageId, anonymousId, kind } of batch.events)
          this.abandoned.set(messageId, { messageId, anonymousId, kind });
        return;
      }
      await delay(this.#random.between(20, 150));
    }
  }

  #remember(batch: Batch): void {
    for (const { messageId, anonymousId, kind } of batch.events)
      this.acknowledged.set(messageId, { messageId, anonymousId, kind });
    this.#recent.push(batch);
    if (this.#recent.length > recentBatches) this.#recent.shift();
  }

  async #post(batch: Batch): Promise<'acknowledged' | 'again' | 'wrong'> {
    const begun = performance.now();
    this.counts.requests += 1;
    this.counts.sentEvents += batch.events.length;
    try {
      const answer = await fetch(`${this.#url}/v1/batch`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ batch: batch.events.map(({ body }) => body), sentAt: new Date() }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      const text = await answer.text();
      return this.#judge(batch, { status: answer.status, text, begun, headers: answer.headers });
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') this.counts.timedOut += 1;
      else this.counts.dropped += 1;
      return 'again';
    } finally {
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - begun);
    }
  }

  #judge(
    batch: Batch,
    answer: { status: number; text: string; begun: number; headers: Headers },
  ): 'acknowledged' | 'again' | 'wrong' {
    const { status } = answer;
    if (status === 200) {
      this.counts.acknowledgedRequests += 1;
      this.counts.acknowledgedEvents += batch.events.length;
      for (const waiting of this.#waiting.splice(0)) {
        if (answer.begun >= waiting.since) waiting.resolve();
        else this.#waiting.push(waiting);
      }
      return 'acknowledged';
    }
    if (status === 429 || status === 503) {
      if (status === 429) this.counts.tooMany += 1;
      else this.counts.unavailable += 1;
      if (answer.headers.get('retry-after') === null) this.wrong.push(`${status} without Retry-After`);
      return 'again';
    }
    this.wrong.push(`${status} ${answer.text.slice(0, 300)}`);
    return 'wrong';
  }

  #nextBatch(): Batch {
    if (this.#recent.length > 0 && this.#random.chance(0.1))
      return { ...this.#random.pick(this.#recent), isRepeat: true };
    const size = 1 + Math.floor(this.#random.next() * mostEventsABatch);
    const events = Array.from({ length: size }, () => this.#newEvent());
    // Some clients stutter: the same event twice in one batch.
    const [first] = events;
    if (first !== undefined && this.#random.chance(0.05)) events.push(first);
    return { events, isRepeat: false };
  }

  #newEvent(): SentEvent & { body: object } {
    const number = this.#nextEvent;
    this.#nextEvent += 1;
    const visitor = Math.floor(this.#random.next() * visitors);
    const messageId = `${this.#name}-${number}`;
    const anonymousId = `${this.#name}-visitor-${visitor}`;
    const common = { messageId, anonymousId, timestamp: new Date() };
    if (isKnownVisitor(visitor) && this.#random.chance(0.1)) {
      const userId = `${this.#name}-user-${visitor}`;
      const traits = { email: emailOf(this.#name, visitor), name: `Reader ${visitor}` };
      return {
        messageId,
        anonymousId,
        kind: 'identify',
        body: { ...common, type: 'identify', userId, traits },
      };
    }
    // What the row is to be found by belongs to it as well.
    const properties = {
      visitor: anonymousId,
      number,
      filling: 'x'.repeat(Math.floor(this.#random.between(0, 300))),
    };
    return this.#random.chance(0.5)
      ? {
          messageId,
          anonymousId,
          kind: 'track',
          body: { ...common, type: 'track', event: 'Price Seen', properties },
        }
      : {
          messageId,
          anonymousId,
          kind: 'page',
          body: { ...common, type: 'page', name: 'Prices', properties },
        };
  }
}

/** One visitor in five says who they are. */
function isKnownVisitor(visitor: number): boolean {
  return visitor % 5 === 0;
}

function emailOf(name: string, visitor: number): string {
  return `reader${visitor}@${name.toLowerCase()}-company${visitor % 7}.example`;
}
