import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../../platform/errors.ts';

type Reading = { sinceMs: number; giveUp: (error: AppError) => void };

/** A body of 500 KB takes two seconds on a slow line; a client that needs longer than this is holding, not sending. */
const readWithinMs = 20_000;
/** Where there is no room left, whoever has been sending for longer than this makes room. */
const dawdlesAfterMs = 3_000;

/**
 * Bounds what requests hold in memory, by the sizes they say. A body that comes byte by byte keeps its place only
 * while nobody else needs it: such clients alone could otherwise fill the door and shut it for everybody.
 */
export class HeldBodies {
  readonly #limitBytes: number;
  readonly #reading = new Set<Reading>();
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Reads a body and works on it, holding its bytes until the work is done. @throws AppError when there is no room */
  async hold<Body, T>(options: {
    bytes: number;
    read: () => Promise<Body>;
    work: (body: Body) => Promise<T>;
  }): Promise<T> {
    // A single request is always let in: what is too large for one is refused as such.
    while (this.#heldBytes > 0 && this.#heldBytes + options.bytes > this.#limitBytes) {
      if (!this.#evictOne()) throw full();
      // The place is free when the one who held it has gone its way.
      await nextTurn();
    }
    this.#heldBytes += options.bytes;
    try {
      return await options.work(await this.#readInTime(options.read));
    } finally {
      this.#heldBytes -= options.bytes;
    }
  }

  async #readInTime<Body>(read: () => Promise<Body>): Promise<Body> {
    let reading: Reading | undefined;
    let timer: NodeJS.Timeout | undefined;
    const givenUp = new Promise<never>((_resolve, giveUp) => {
      reading = { sinceMs: performance.now(), giveUp };
      this.#reading.add(reading);
      timer = setTimeout(() => giveUp(tooSlow()), readWithinMs);
    });
    try {
      const body = read();
      body.catch(() => {});
      return await Promise.race([body, givenUp]);
    } finally {
      clearTimeout(timer);
      if (reading) this.#reading.delete(reading);
    }
  }

  /** The one who has been at it longest, where that is too long. */
  #evictOne(): boolean {
    const [oldest] = this.#reading;
    if (oldest === undefined || performance.now() - oldest.sinceMs < dawdlesAfterMs) return false;
    this.#reading.delete(oldest);
    oldest.giveUp(tooSlow());
    return true;
  }
}

function full(): AppError {
  return new AppError('too_many_requests', 'More events wait than can be held. Send them again in a moment.');
}

/** Not 408: some clients take that for the end of it, and a slow line is no reason to lose events. */
function tooSlow(): AppError {
  return new AppError(
    'too_many_requests',
    'The request came too slowly, and its place was needed. Send it again.',
  );
}
