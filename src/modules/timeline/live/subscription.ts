import type { TimelineFilters, TimelineLiveEvent } from '../contract.ts';
import type { ScopeQuery } from '../reading/scope.ts';

export type LiveQuery = ScopeQuery & Partial<TimelineFilters>;

/** A reader that does not take its events gets no more than this many; then all become one "ask again". */
const mostWaiting = 16;

/** One open page that watches a timeline: what waits to be sent to it, and how far it has been told. */
export class Subscription implements AsyncIteratorObject<TimelineLiveEvent, undefined, undefined> {
  readonly workspaceId: string;
  readonly userId: string | null;
  readonly query: LiveQuery;
  /** How far in the log; null until it is known. */
  position: number | null = null;
  /** Somebody turned out to be somebody else since this page was last told of it. */
  identityDue = false;
  /** No sooner is it told of it again. */
  identityRestUntilMs = 0;
  /** Whose devices it shows, to tell whether that changed; null: it shows everybody's. */
  devices: string | null = null;
  readonly #onEnd: (subscription: Subscription) => void;
  readonly #waiting: TimelineLiveEvent[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(options: {
    workspaceId: string;
    userId: string | null;
    query: LiveQuery;
    onEnd: (subscription: Subscription) => void;
  }) {
    this.workspaceId = options.workspaceId;
    this.userId = options.userId;
    this.query = options.query;
    this.#onEnd = options.onEnd;
  }

  push(event: TimelineLiveEvent): void {
    if (this.#ended) return;
    this.#waiting.push(event);
    if (this.#waiting.length > mostWaiting)
      this.#waiting.splice(0, Number.POSITIVE_INFINITY, { what: 'changed', position: event.position });
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<TimelineLiveEvent, undefined>> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const event = this.#ended ? undefined : this.#waiting.shift();
    return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
  }

  async return(): Promise<IteratorResult<TimelineLiveEvent, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<TimelineLiveEvent, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
