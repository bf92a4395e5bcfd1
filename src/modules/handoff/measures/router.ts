import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { measuresContract } from './contract.ts';
import { listDimensions, presentDimension } from './dimensions.ts';
import { listCases } from './list-cases.ts';
import { readSla } from './read-sla.ts';
import { readSplit } from './read-split.ts';

const os = implement(measuresContract).$context<RequestContext>().use(authorised);

export const measuresRouter = os.router({
  readSla: os.readSla.handler(({ input, context }) =>
    context.inWorkspace((tx) => readSla({ tx, now: context.services.now(), filter: input })),
  ),
  listSlaDimensions: os.listSlaDimensions.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({ items: (await listDimensions(tx)).map(presentDimension) })),
  ),
  readSlaSplit: os.readSlaSplit.handler(({ input: { dimension, limit, ...filter }, context }) =>
    context.inWorkspace((tx) => readSplit({ tx, now: context.services.now(), filter, dimension, limit })),
  ),
  listSlaCases: os.listSlaCases.handler(
    ({ input: { of, state, lacks, limit, cursor, ...filter }, context }) =>
      context.inWorkspace((tx) =>
        listCases({ tx, now: context.services.now(), filter, of, state, lacks, limit, cursor }),
      ),
  ),
});
