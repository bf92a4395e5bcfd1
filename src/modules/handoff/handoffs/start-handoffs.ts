import { warnOnce } from '../../../platform/log.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { logChannel } from '../../interactions/index.ts';
import { startRinging } from '../clocks/index.ts';
import { followResponses } from '../responses/follow-responses.ts';
import { onRing } from './ring.ts';
import { settleDueLeads } from './settle-due.ts';
import { handoffsChannel } from './write-move.ts';

/** What nobody told of, and what is to be tried again, is found by looking. */
const slowLookMs = 5_000;
/** What happens within this time is seen to together. */
const gatherMs = 50;
const afterErrorMs = 1_000;

/**
 * Keeps hand-offs going in this process: offers who reached the stage, follows leads that were moved elsewhere, notes
 * what people of ours did with them, and rings the clocks. Several processes may do so side by side. Answers how to stop
 * it, which waits for what is at hand.
 */
export function startHandoffs(services: Services): () => Promise<void> {
  const warn = warnOnce(services.log, 'hand-offs wait');
  const stopRinging = startRinging(services, onRing);
  let stopping = false;
  let kicked = false;
  let wake: (() => void) | null = null;
  const kick = () => {
    if (!kicked) wake?.();
    kicked = true;
  };
  const listener = new NewsListener({
    databaseUrl: services.engines.databaseUrl,
    name: 'liaison hand-offs at work',
    channels: [handoffsChannel, logChannel],
    log: services.log,
    onNews: kick,
    onConnected: kick,
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping) return resolve();
      const timer = setTimeout(resolve, kicked ? Math.min(gatherMs, ms) : ms);
      wake = () => {
        clearTimeout(timer);
        setTimeout(resolve, stopping ? 0 : gatherMs);
      };
    });
  const run = async () => {
    while (!stopping) {
      kicked = false;
      try {
        const done = (await settleDueLeads(services)) + (await followResponses(services));
        if (done === 0) await pause(slowLookMs);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        kicked = false;
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
    await stopRinging();
    await loop;
  };
}
