export type LiveEvent = { what: 'ready' } | { what: 'changed'; handoffIds: string[] };

/** Beyond this many a page asks for everything anyway. */
const mostIds = 100;

/** One open page that watches hand-offs. What changes while it takes nothing waits as one event. */
export class Subscription implements AsyncIteratorObject<LiveEvent, undefined, undefined> {
  readonly workspaceId: string;
  readonly #handoffId: string | null;
  readonly #onEnd: (subscription: Subscription) => void;
  #ready = true;
  readonly #changed = new Set<string>();
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(options: {
    workspaceId: string;
    /** The only one that is watched; null: all. */
    handoffId: string | null;
    onEnd: (subscription: Subscription) => void;
  }) {
    this.workspaceId = options.workspaceId;
    this.#handoffId = options.handoffId;
    this.#onEnd = options.onEnd;
  }

  push(handoffIds: readonly string[]): void {
    if (this.#ended) return;
    const watched = this.#handoffId;
    for (const id of handoffIds)
      if ((watched === null || watched === id) && this.#changed.size < mostIds) this.#changed.add(id);
    this.#wake?.();
  }

  /** Nothing is known of what changed: the page asks again, as it does whenever it is told that all is ready. */
  refresh(): void {
    this.#ready = true;
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#wake?.();
  }

  #take(): LiveEvent | null {
    if (this.#ready) {
      this.#ready = false;
      return { what: 'ready' };
    }
    if (this.#changed.size === 0) return null;
    const handoffIds = [...this.#changed];
    this.#changed.clear();
    return { what: 'changed', handoffIds };
  }

  async next(): Promise<IteratorResult<LiveEvent, undefined>> {
    for (;;) {
      if (this.#ended) return { done: true, value: undefined };
      const event = this.#take();
      if (event !== null) return { done: false, value: event };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  async return(): Promise<IteratorResult<LiveEvent, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<LiveEvent, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
