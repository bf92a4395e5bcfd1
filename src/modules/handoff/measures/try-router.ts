import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { trySlaContract } from './try-contract.ts';
import { trySla } from './try-sla.ts';

const os = implement(trySlaContract).$context<RequestContext>().use(authorised);

export const trySlaRouter = {
  trySla: os.trySla.handler(({ input, context }) =>
    context.inWorkspace((tx) => trySla({ tx, now: context.services.now(), ...input })),
  ),
};
