import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { standingContract } from './contract.ts';
import { listScores } from './list-scores.ts';
import { readAccountScores } from './read-account-scores.ts';
import { readStanding } from './read-standing.ts';

const os = implement(standingContract).$context<RequestContext>().use(authorised);

/** The handlers of `standingContract`, in the same shape. */
export const standingRouter = os.router({
  readStanding: os.readStanding.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      readStanding({ ...input, tx, workspaceId: context.workspaceId, now: context.services.now() }),
    ),
  ),
  readAccountScores: os.readAccountScores.handler(({ input, context }) =>
    context.inWorkspace((tx) => readAccountScores({ ...input, tx, workspaceId: context.workspaceId })),
  ),
  listScores: os.listScores.handler(({ input, context }) =>
    context.inWorkspace((tx) => listScores({ ...input, tx, workspaceId: context.workspaceId })),
  ),
});
