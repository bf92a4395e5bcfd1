import { warnOnce } from '../../../platform/log.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { logChannel } from '../../interactions/index.ts';
import { definitionsChannel } from '../definitions/come-into-force.ts';
import { settleRound } from './settle-standings.ts';
import { beginSweeps } from './sweep.ts';

/** What nobody told of (a record changed, a time came, a version took effect at midnight) is found by looking. */
const pollMs = 500;
const sweepPollMs = 10_000;
const afterErrorMs = 1_000;
/** What happens within this time is looked at together: who reads one page often reads the next. */
const gatherMs = 100;
/** Where a round did so much, the next one begins at once. */
const muchAtOnce = 600;

/**
 * Keeps standings up to date in this process, as things happen and as time passes. Several processes may do so: one
 * looks at a workspace at a time. Answers how to stop it, which waits for the batch at hand.
 */
export function startStanding(services: Services): () => Promise<void> {
  const warn = warnOnce(services.log, 'standings wait');
  let stopping = false;
  let kicked = false;
  let meaningChanged = true;
  let sweepsMs = 0;
  let wake: (() => void) | null = null;
  const kick = () => {
    if (!kicked) wake?.();
    kicked = true;
  };
  const listener = new NewsListener({
    databaseUrl: services.engines.databaseUrl,
    name: 'liaison standing',
    channels: [logChannel, definitionsChannel],
    log: services.log,
    onNews: (channel) => {
      meaningChanged ||= channel === definitionsChannel;
      kick();
    },
    onConnected: kick,
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping) return resolve();
      const timer = setTimeout(resolve, kicked ? Math.min(gatherMs, ms) : ms);
      wake = () => {
        clearTimeout(timer);
        setTimeout(resolve, gatherMs);
      };
    });
  const round = async () => {
    if (meaningChanged || Date.now() - sweepsMs >= sweepPollMs) {
      meaningChanged = false;
      await beginSweeps(services);
      sweepsMs = Date.now();
    }
    return settleRound(services, () => stopping);
  };
  const run = async () => {
    while (!stopping) {
      kicked = false;
      try {
        const done = await round();
        await pause(done === 0 ? pollMs : done >= muchAtOnce ? 0 : gatherMs);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        meaningChanged = true;
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
    await loop;
  };
}
