import { warnOnce } from '../../../platform/log.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { beaconBufferOf } from './beacon-buffer.ts';
import { endSilentVisits, nextSilenceAt } from './end-silent-visits.ts';
import { readingChannel } from './reading-channel.ts';

/** While nobody reads nothing can fall silent; who begins unheard is found in this time. */
const longestPauseMs = 60_000;
/** Readers give signs all the time; looking once in this time finds everybody who stopped. */
const shortestPauseMs = 1_000;
const afterErrorMs = 2_000;

/**
 * Ends visits that fell silent, in this process, also those of before a restart. Several processes may do so. Sleeps
 * until the next may have. Answers how to stop it, which waits for what is under way.
 */
export function startReading(services: Services): () => Promise<void> {
  const warn = warnOnce(services.log, 'visits wait to be ended');
  let stopping = false;
  let isAsleep = false;
  let wake: (() => void) | null = null;
  const listener = new NewsListener({
    databaseUrl: services.engines.databaseUrl,
    name: 'liaison reading at work',
    channels: [readingChannel],
    log: services.log,
    // Who begins to read ends the long sleep; while somebody does, the next silence is known.
    onNews: () => {
      if (isAsleep) wake?.();
    },
    onConnected: () => wake?.(),
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopping) {
      try {
        if ((await endSilentVisits(services)) > 0) continue;
        const next = await nextSilenceAt(services);
        isAsleep = next === null;
        const restMs = next === null ? longestPauseMs : next.getTime() - services.now().getTime();
        await pause(Math.min(Math.max(restMs, shortestPauseMs), longestPauseMs));
        isAsleep = false;
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        await pause(afterErrorMs);
      }
    }
  };
  listener.start();
  const loop = run();
  return async () => {
    stopping = true;
    wake?.();
    await listener.stop();
    await loop;
  };
}

/** Writes what was heard last; the program is stopping. */
export async function closeReading(services: Services): Promise<void> {
  await beaconBufferOf(services).close();
}
