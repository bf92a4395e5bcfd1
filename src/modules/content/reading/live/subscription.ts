import type { ReadingLiveEvent } from '../contract.ts';
import type { Watching } from '../read-now.ts';

/** One open page that shows who reads. What it does not take in time is replaced by what holds now. */
export class ReadingSubscription implements AsyncIteratorObject<ReadingLiveEvent, undefined, undefined> {
  readonly workspaceId: string;
  readonly watching: Watching;
  readonly #onEnd: (subscription: ReadingSubscription) => void;
  #waiting: ReadingLiveEvent | null = null;
  #told = '';
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(options: {
    workspaceId: string;
    watching: Watching;
    onEnd: (subscription: ReadingSubscription) => void;
  }) {
    this.workspaceId = options.workspaceId;
    this.watching = options.watching;
    this.#onEnd = options.onEnd;
  }

  /** The same again is not told again. */
  push(event: ReadingLiveEvent): void {
    const text = JSON.stringify(event);
    if (this.#ended || text === this.#told) return;
    this.#told = text;
    this.#waiting = event;
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<ReadingLiveEvent, undefined>> {
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

  async return(): Promise<IteratorResult<ReadingLiveEvent, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<ReadingLiveEvent, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
