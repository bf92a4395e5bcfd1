import type { JourneysAsOf } from './journeys-ready.ts';

type Asked = {
  workspaceId: string;
  journeys: Pick<JourneysAsOf, 'version'>;
  /** All that the answer depends on besides; what differs by permission stands in it. */
  what: unknown;
};

/**
 * Answers that take long to work out, kept while the journeys are those that they were worked out of. Bounded: who was
 * asked for longest ago goes first.
 */
export class KeptAnswers<T> {
  readonly #most: number;
  readonly #sizeOf: (answer: T) => number;
  readonly #answers = new Map<string, T>();
  #size = 0;

  constructor({ most, sizeOf }: { most: number; sizeOf: (answer: T) => number }) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  async of({ workspaceId, journeys, what }: Asked, work: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([workspaceId, journeys.version, what]);
    const answer = this.#answers.get(name) ?? (await work());
    this.#forget(name);
    this.#answers.set(name, answer);
    this.#size += this.#sizeOf(answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#size <= this.#most) break;
      this.#forget(oldest);
    }
    return answer;
  }

  #forget(name: string): void {
    const answer = this.#answers.get(name);
    if (answer === undefined) return;
    this.#size -= this.#sizeOf(answer);
    this.#answers.delete(name);
  }
}
