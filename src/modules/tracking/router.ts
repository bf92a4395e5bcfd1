import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { trackingContract } from './contract.ts';
import { countLog } from './count-log.ts';
import { getDeadLetter } from './dead-letters/get-dead-letter.ts';
import { listDeadLetters } from './dead-letters/list-dead-letters.ts';
import { listDeadLetterReasons } from './dead-letters/list-reasons.ts';
import { replayDeadLetter, replayDeadLetters } from './dead-letters/replay.ts';
import { sessionsRouter } from './sessions/router.ts';
import { trackingSettingsRouter } from './settings/router.ts';

const os = implement(trackingContract).$context<RequestContext>().use(authorised);

export const trackingRouter = os.router({
  countLog: os.countLog.handler(({ input, context }) =>
    context.inWorkspace((tx) => countLog({ tx, ...input })),
  ),
  listDeadLetters: os.listDeadLetters.handler(({ input, context }) =>
    context.inWorkspace((tx) => listDeadLetters({ tx, ...input })),
  ),
  getDeadLetter: os.getDeadLetter.handler(({ input, context }) =>
    context.inWorkspace((tx) => getDeadLetter({ tx, ...input })),
  ),
  listDeadLetterReasons: os.listDeadLetterReasons.handler(({ context }) =>
    context.inWorkspace(listDeadLetterReasons),
  ),
  replayDeadLetter: os.replayDeadLetter.handler(({ input, context }) => {
    const { services, workspaceId, actor } = context;
    return replayDeadLetter({ services, workspaceId, actorName: actor.name, ...input });
  }),
  replayDeadLetters: os.replayDeadLetters.handler(({ input, context }) => {
    const { services, workspaceId, actor } = context;
    return replayDeadLetters({ services, workspaceId, actorName: actor.name, ...input });
  }),
  settings: trackingSettingsRouter,
  sessions: sessionsRouter,
});
