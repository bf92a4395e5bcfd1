/**
 * One open page that is told of what happens: events wait here until the stream takes them. `gather` says what becomes
 * of those that wait when another comes, so that a page that takes none holds but a few.
 */
export class Subscription<Event> implements AsyncIteratorObject<Event, undefined, undefined> {
  readonly workspaceId: string;
  readonly #gather: (waiting: readonly Event[], event: Event) => Event[];
  readonly #onEnd: () => void;
  #waiting: Event[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(options: {
    workspaceId: string;
    gather: (waiting: readonly Event[], event: Event) => Event[];
    onEnd: () => void;
  }) {
    this.workspaceId = options.workspaceId;
    this.#gather = options.gather;
    this.#onEnd = options.onEnd;
  }

  push(event: Event): void {
    if (this.#ended) return;
    this.#waiting = this.#gather(this.#waiting, event);
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<Event, undefined>> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const event = this.#ended ? undefined : this.#waiting.shift();
    return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
  }

  async return(): Promise<IteratorResult<Event, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<Event, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
