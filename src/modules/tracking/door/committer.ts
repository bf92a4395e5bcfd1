import { AppError } from '../../../platform/errors.ts';
import type { Log } from '../../../platform/log.ts';
import { commitGroup, isRefusedValue } from './commit-group.ts';
import type { DoorConnection } from './door-connection.ts';
import type { Entry, Outcome } from './entry.ts';
import type { KnownRecords } from './known-records.ts';
import { maxGroupBytes, maxGroupEvents, maxWaitingEvents } from './limits.ts';
import { type Replay, ReplayedMeanwhile } from './write-group.ts';

type Waiting = {
  entries: readonly Entry[];
  replays: readonly Replay[];
  bytes: number;
  /** When its request came, by performance.now(). */
  since: number;
  settle: (outcomes: Outcome[]) => void;
  fail: (error: Error) => void;
};

type Lane = { connection: DoorConnection; running: Promise<void> | null };

/** From so many waiting events on, a second group is begun while the first is being committed. */
const secondLaneEvents = 500;

/**
 * Requests wait here, and what waits is committed together: one sync to disk for all of them, and only then is any of
 * them answered. While one group is under way the next gathers, so the busier the door the larger the groups. Under
 * load two are under way: receipts and profiles of the one beside the log of the other. They take what they lock in
 * one order. An event that is under way is not begun a second time beside itself, where it could only wait for its own
 * receipt; of two doors the receipt settles it.
 */
export class Committer {
  readonly #lanes: readonly Lane[];
  readonly #known: KnownRecords;
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #answerWithinMs: number;
  readonly #underWay = new Set<string>();
  #queue: Waiting[] = [];
  #waitingEvents = 0;
  #closing = false;

  constructor(options: {
    connections: readonly DoorConnection[];
    known: KnownRecords;
    log: Log;
    now: () => Date;
    answerWithinMs: number;
  }) {
    this.#lanes = options.connections.map((connection) => ({ connection, running: null }));
    this.#known = options.known;
    this.#log = options.log;
    this.#now = options.now;
    this.#answerWithinMs = options.answerWithinMs;
  }

  /** Resolves when the entries are on disk, with what became of each. */
  commit(of: {
    entries: readonly Entry[];
    replays?: readonly Replay[];
    bytes: number;
    since?: number;
  }): Promise<Outcome[]> {
    const { entries, replays = [], bytes, since = performance.now() } = of;
    if (this.#closing) return Promise.reject(stopping());
    // An empty queue takes whatever a request may hold.
    if (this.#waitingEvents > 0 && this.#waitingEvents + entries.length > maxWaitingEvents) {
      return Promise.reject(tooMuch());
    }
    return new Promise((settle, fail) => {
      this.#queue.push({ entries, replays, bytes, since, settle, fail });
      this.#waitingEvents += entries.length;
      this.#begin();
    });
  }

  /** Commits what waits, for as long as is given to it; what is left then is refused, so that the clients keep it. */
  async close(withinMs: number): Promise<void> {
    this.#closing = true;
    const running = Promise.all(this.#lanes.map((lane) => lane.running));
    await withDeadline(running, withinMs).catch(() => {});
    this.#failAll(stopping());
    for (const { connection } of this.#lanes) connection.discard();
  }

  #begin(): void {
    for (const lane of this.#lanes) if (this.#hasWork(lane)) lane.running ??= this.#run(lane);
  }

  #hasWork(lane: Lane): boolean {
    return this.#waitingEvents >= secondLaneEvents || (lane === this.#lanes[0] && this.#queue.length > 0);
  }

  async #run(lane: Lane): Promise<void> {
    // What arrives in the same turn of the event loop goes together.
    await Promise.resolve();
    while (this.#hasWork(lane)) {
      const group = this.#take();
      if (group.length === 0) break;
      await this.#commitNow(lane, group);
    }
    lane.running = null;
  }

  async #commitNow({ connection }: Lane, group: readonly Waiting[]): Promise<void> {
    const entries = group.flatMap((waiting) => waiting.entries);
    for (const entry of entries) if (entry.receiptKey !== null) this.#underWay.add(receiptOf(entry));
    try {
      const replays = group.flatMap((waiting) => waiting.replays);
      const work = commitGroup({
        connection,
        known: this.#known,
        group: { entries, replays, now: this.#now() },
      });
      settleAll(group, await withDeadline(work, this.#timeLeft(group[0])));
    } catch (error) {
      this.#refuse({ group, error, connection });
    } finally {
      for (const entry of entries) this.#underWay.delete(receiptOf(entry));
      // Another lane may have stood still for what was under way here.
      this.#begin();
    }
  }

  /** As many as one transaction takes, in their order; replays go alone, for they are refused in another way. */
  #take(): Waiting[] {
    this.#dropLate();
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    let events = 0;
    let bytes = 0;
    let isFull = false;
    for (const waiting of this.#queue) {
      const isAlone = waiting.replays.length > 0;
      const fits =
        events + waiting.entries.length <= maxGroupEvents && bytes + waiting.bytes <= maxGroupBytes;
      isFull ||= taken.length > 0 && (isAlone || !fits);
      if (isFull || this.#isUnderWay(waiting)) {
        left.push(waiting);
        continue;
      }
      taken.push(waiting);
      events += waiting.entries.length;
      bytes += waiting.bytes;
      isFull = isAlone;
    }
    this.#waitingEvents -= events;
    this.#queue = left;
    return taken;
  }

  #isUnderWay({ entries }: Waiting): boolean {
    if (this.#underWay.size === 0) return false;
    return entries.some((entry) => entry.receiptKey !== null && this.#underWay.has(receiptOf(entry)));
  }

  /** Whoever waited too long to be committed in time is told so while there is time: the database is too slow. */
  #dropLate(): void {
    const late = this.#queue.findIndex((waiting) => this.#timeLeft(waiting) > this.#answerWithinMs / 5);
    const dropped = this.#queue.splice(0, late < 0 ? this.#queue.length : late);
    for (const { entries, fail } of dropped) {
      this.#waitingEvents -= entries.length;
      fail(tooMuch());
    }
  }

  #timeLeft(waiting: Waiting | undefined): number {
    return this.#answerWithinMs - (performance.now() - (waiting?.since ?? 0));
  }

  #refuse(of: { group: readonly Waiting[]; error: unknown; connection: DoorConnection }): void {
    const { group, error, connection } = of;
    const [only] = group;
    if (only && only.replays.length > 0 && (error instanceof ReplayedMeanwhile || isRefusedValue(error))) {
      only.fail(error);
      return;
    }
    // Whatever went wrong, what is not known to be committed is refused for now: the clients keep it and come again.
    connection.discard();
    const away = new AppError('unavailable', 'The database is away for a moment. Send the events again.', {
      cause: error,
    });
    this.#log.warn(
      { err: error instanceof Error ? error.message : error, requests: group.length },
      'tracked events were not committed',
    );
    for (const { fail } of group) fail(away);
    this.#failAll(away);
  }

  #failAll(error: Error): void {
    const waiting = this.#queue;
    this.#queue = [];
    this.#waitingEvents = 0;
    for (const { fail } of waiting) fail(error);
  }
}

/** What an event is recognised by, in all workspaces. */
function receiptOf({ workspaceId, receiptKey }: Entry): string {
  return `${workspaceId}${receiptKey}`;
}

function settleAll(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
  let from = 0;
  for (const { entries, settle } of group) {
    settle(outcomes.slice(from, from + entries.length));
    from += entries.length;
  }
}

function tooMuch(): AppError {
  return new AppError(
    'too_many_requests',
    'More events wait than the database takes. Send them again in a moment.',
  );
}

function stopping(): AppError {
  return new AppError('unavailable', 'Liaison is being stopped. Send the events again in a moment.');
}

/** @throws when the time is up; the work itself goes on, and its end is heard by nobody */
export async function withDeadline<T>(work: Promise<T>, withinMs: number): Promise<T> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', 'The database does not answer. Try again in a moment.')),
      withinMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
