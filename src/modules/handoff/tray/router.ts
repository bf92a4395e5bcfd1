import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { analyseReturned } from './analyse-returned.ts';
import { compareRules } from './compare-rules.ts';
import { trayContract } from './contract.ts';
import { countReturned } from './count-returned.ts';
import { listReturned } from './list-returned.ts';

const os = implement(trayContract).$context<RequestContext>().use(authorised);

/** The handlers of `trayContract`, in the same shape. */
export const trayRouter = os.router({
  listReturned: os.listReturned.handler(({ input, context }) =>
    context.inWorkspace((tx) => listReturned({ ...input, tx, now: context.services.now() })),
  ),
  countReturned: os.countReturned.handler(({ context }) =>
    context.inWorkspace((tx) => countReturned({ tx, now: context.services.now() })),
  ),
  analyseReturned: os.analyseReturned.handler(({ input, context }) =>
    context.inWorkspace((tx) => analyseReturned({ ...input, tx, now: context.services.now() })),
  ),
  compareReturnedRules: os.compareReturnedRules.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      compareRules({ ...input, tx, workspaceId: context.workspaceId, now: context.services.now() }),
    ),
  ),
});
