import { warnOnce } from '../../../platform/log.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { clocksChannel } from './clock.ts';
import { type OnRing, type Rung, ringDue } from './ring-due.ts';

/** A clock of the house that is set forward is noticed within this time; to look costs one walk to an index's end. */
const longestSleepMs = 10_000;
/** What is due but just held by somebody else's move. */
const heldMs = 100;
const afterErrorMs = 1_000;
/** Of the database's twenty connections; the end of a Friday is when thousands may be due. */
const mostLanes = 3;

/**
 * Rings clocks in this process: sleeps until the earliest is due, and is told of earlier ones. Several processes may ring
 * side by side. Answers how to stop it, which waits for the clocks at hand.
 */
export function startRinging(services: Services, onRing: OnRing): () => Promise<void> {
  const warn = warnOnce(services.log, 'clocks wait');
  const sleeper = new Sleeper(services.now);
  let stopping = false;
  const listener = new NewsListener({
    databaseUrl: services.engines.databaseUrl,
    name: 'liaison clocks',
    channels: [clocksChannel],
    log: services.log,
    onNews: (_, dueMs) => sleeper.wakeBy(Number(dueMs)),
    onConnected: () => sleeper.wakeBy(0),
  });
  const run = async () => {
    let lanes = 1;
    while (!stopping) {
      sleeper.forget();
      try {
        const { rung, failed, more, nextRingAt } = await ringInLanes(services, { onRing, lanes });
        lanes = more ? mostLanes : 1;
        if (more) continue;
        const nowMs = services.now().getTime();
        const dueMs = nextRingAt?.getTime() ?? Number.POSITIVE_INFINITY;
        const isHeld = dueMs <= nowMs && rung + failed === 0;
        await sleeper.sleepUntil(isHeld ? nowMs + heldMs : dueMs);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        sleeper.forget();
        await sleeper.sleepUntil(services.now().getTime() + afterErrorMs);
      }
    }
  };
  listener.start();
  const loop = run();
  return async () => {
    stopping = true;
    sleeper.stop();
    await listener.stop();
    await loop;
  };
}

/** Side by side where much is due at once; each takes what no other has. */
async function ringInLanes(
  services: Services,
  { onRing, lanes }: { onRing: OnRing; lanes: number },
): Promise<Rung> {
  const rounds = await Promise.allSettled(Array.from({ length: lanes }, () => ringDue(services, { onRing })));
  const total: Rung = { rung: 0, failed: 0, more: false, nextRingAt: null };
  for (const round of rounds) {
    if (round.status === 'rejected') throw round.reason;
    const { rung, failed, more, nextRingAt } = round.value;
    total.rung += rung;
    total.failed += failed;
    total.more ||= more;
    if (nextRingAt && (!total.nextRingAt || nextRingAt < total.nextRingAt)) total.nextRingAt = nextRingAt;
  }
  return total;
}

/** Sleeps until a moment, or an earlier one that it is told of before or meanwhile. */
class Sleeper {
  readonly #now: () => Date;
  #toldMs = Number.POSITIVE_INFINITY;
  #stopped = false;
  #rearm: (() => void) | null = null;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** What is told from here on counts for the next sleep. */
  forget(): void {
    this.#toldMs = Number.POSITIVE_INFINITY;
  }

  wakeBy(ms: number): void {
    if (!(ms < this.#toldMs)) return;
    this.#toldMs = ms;
    this.#rearm?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#rearm?.();
  }

  sleepUntil(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let timer: NodeJS.Timeout | null = null;
    const arm = () => {
      if (timer) clearTimeout(timer);
      const leftMs = Math.min(ms, this.#toldMs) - this.#now().getTime();
      timer = setTimeout(
        () => {
          this.#rearm = null;
          resolve();
        },
        this.#stopped ? 0 : Math.min(longestSleepMs, Math.max(0, leftMs)),
      );
    };
    this.#rearm = arm;
    arm();
    return promise;
  }
}
