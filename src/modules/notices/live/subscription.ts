import type { NoticesLiveEvent } from '../contract.ts';

/** One open page that is told of its person's notices. What it does not take becomes one event. */
export class NoticeSubscription implements AsyncIteratorObject<NoticesLiveEvent, undefined, undefined> {
  readonly workspaceId: string;
  readonly userId: string;
  /** Which it was told of, or were there before: what is committed late comes all the same, and once. */
  readonly told = new Set<string>();
  readonly #onEnd: (subscription: NoticeSubscription) => void;
  #waiting: NoticesLiveEvent | null = null;
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(options: {
    workspaceId: string;
    userId: string;
    onEnd: (subscription: NoticeSubscription) => void;
  }) {
    this.workspaceId = options.workspaceId;
    this.userId = options.userId;
    this.#onEnd = options.onEnd;
  }

  push(event: NoticesLiveEvent): void {
    if (this.#ended) return;
    this.#waiting = { ...event, news: [...(this.#waiting?.news ?? []), ...event.news].slice(-mostNews) };
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<NoticesLiveEvent, undefined>> {
    while (this.#waiting === null && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const event = this.#ended ? null : this.#waiting;
    this.#waiting = null;
    return event === null ? { done: true, value: undefined } : { done: false, value: event };
  }

  async return(): Promise<IteratorResult<NoticesLiveEvent, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<NoticesLiveEvent, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}

const mostNews = 20;
