import { warnOnce } from '../../../platform/log.ts';
import type { Services } from '../../../platform/services.ts';
import { followLog } from './follow-log.ts';
import { settleWaiting, workspacesWaiting } from './settle-waiting.ts';

// Facts from another process are found by looking; those of this one kick.
const pollMs = 400;
const afterErrorMs = 1_000;
const followMs = 2_000;
// What is said within this time is worked out together: a person seldom says one thing.
const gatherMs = 50;

const loops = new Set<() => void>();

/** Says that facts wait to be settled; without a loop in this process nothing happens, and another one looks. */
export function kickIdentity(): void {
  for (const wake of loops) wake();
}

/**
 * Settles identity facts as they come, in this process, and follows what people do on their devices. Several processes
 * may do so: one settles a workspace at a time.
 * Answers how to stop it, which waits for the batch at hand.
 */
export function startIdentity(services: Services): () => Promise<void> {
  const warn = warnOnce(services.log, 'identities wait');
  let stopping = false;
  let kicked = false;
  let wake: (() => void) | null = null;
  const onKick = () => {
    if (!kicked) wake?.();
    kicked = true;
  };
  loops.add(onKick);
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping) return resolve();
      const timer = setTimeout(resolve, kicked ? gatherMs : ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let followedMs = 0;
  const run = async () => {
    while (!stopping) {
      kicked = false;
      try {
        for (const workspaceId of await workspacesWaiting(services)) {
          await settleWaiting(services, workspaceId, () => stopping);
        }
        if (Date.now() - followedMs >= followMs) {
          while (!stopping && (await followLog(services)));
          followedMs = Date.now();
        }
        await pause(pollMs);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        kicked = false;
        await pause(afterErrorMs);
      }
    }
  };
  const loop = run();
  return async () => {
    stopping = true;
    wake?.();
    loops.delete(onKick);
    await loop;
  };
}
