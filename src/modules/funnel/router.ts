import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { funnelContract } from './contract.ts';
import { listDimensions, presentDimension } from './dimensions.ts';
import { listFunnelDeals } from './list-funnel-deals.ts';
import { listFunnelPeople } from './list-funnel-people.ts';
import { readFunnel } from './read-funnel.ts';
import { readTrend } from './read-trend.ts';
import { splitFunnel } from './split-funnel.ts';

export function createFunnelRouter() {
  const os = implement(funnelContract).$context<RequestContext>().use(authorised);
  return os.router({
    getFunnel: os.getFunnel.handler(({ input, context }) =>
      context.inWorkspace((tx) => readFunnel({ tx, now: context.services.now(), filter: input })),
    ),
    listDimensions: os.listDimensions.handler(({ context }) =>
      context.inWorkspace(async (tx) => ({ items: (await listDimensions({ tx })).map(presentDimension) })),
    ),
    splitFunnel: os.splitFunnel.handler(({ input: { dimension, limit, ...filter }, context }) =>
      context.inWorkspace((tx) => splitFunnel({ tx, now: context.services.now(), filter, dimension, limit })),
    ),
    funnelTrend: os.funnelTrend.handler(({ input, context }) =>
      context.inWorkspace((tx) => readTrend({ tx, now: context.services.now(), filter: input })),
    ),
    listFunnelPeople: os.listFunnelPeople.handler(({ input, context }) => {
      const { stage, state, before, within, sort, limit, cursor, ...filter } = input;
      const now = context.services.now();
      return context.inWorkspace((tx) =>
        listFunnelPeople({ tx, now, filter, stage, state, before, within, sort, limit, cursor }),
      );
    }),
    listFunnelDeals: os.listFunnelDeals.handler(
      ({ input: { stage, before, limit, cursor, ...filter }, context }) =>
        context.inWorkspace((tx) =>
          listFunnelDeals({ tx, now: context.services.now(), filter, stage, before, limit, cursor }),
        ),
    ),
  });
}
