import { setImmediate as nextTurn } from 'node:timers/promises';

const atOnceMs = 8;

/** Long work in pieces: whoever else waits for the thread comes in between, and it ends once `signal` says so. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #sinceMs = performance.now();

  constructor(signal?: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Whether it is others' turn. */
  get isOver(): boolean {
    return performance.now() - this.#sinceMs > atOnceMs;
  }

  async others(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
    this.#sinceMs = performance.now();
  }
}
