import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { readingContract } from './contract.ts';
import { listVisits } from './list-visits.ts';
import { watchReading } from './live/watch-reading.ts';
import { readNow } from './read-now.ts';
import { readReadingMode, saveReadingMode } from './reading-mode.ts';
import { watchingOf } from './watching-of.ts';

const os = implement(readingContract).$context<RequestContext>().use(authorised);

/** The handlers of `readingContract`, in the same shape. */
export const readingRouter = {
  visits: os.visits.handler(({ input, context }) =>
    context.inWorkspace((tx) => listVisits({ ...input, tx })),
  ),
  now: os.now.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({
      items: await readNow(tx, {
        watching: await watchingOf(tx, context.caller.userId),
        now: context.services.now(),
      }),
    })),
  ),
  live: os.live.handler(({ input, context, signal }) =>
    watchReading({ context, signal, recheckMs: input.recheckSeconds * 1_000 }),
  ),
  settings: os.settings.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({ mode: await readReadingMode(tx) })),
  ),
  saveSettings: os.saveSettings.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      saveReadingMode({
        tx,
        workspaceId: context.workspaceId,
        actor: context.actor,
        mode: input.mode,
      }),
    ),
  ),
};
