import { implement } from '@orpc/server';
import type { Tx } from '../../platform/postgres/database.ts';
import { ensureRecast, leadFactsReady, type Recast } from '../language/index.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../workspace/index.ts';
import { funnelContract } from './contract.ts';
import { listDimensions, presentDimension } from './dimensions.ts';
import { listFunnelDeals } from './list-funnel-deals.ts';
import { listFunnelPeople } from './list-funnel-people.ts';
import { readFunnel } from './read-funnel.ts';
import { readTrend } from './read-trend.ts';
import { splitFunnel } from './split-funnel.ts';

async function recastUnder({ services, workspaceId }: WorkspaceContext, versionId: string): Promise<Recast> {
  await leadFactsReady(services, workspaceId);
  return ensureRecast({ services, workspaceId, versionId });
}

/** Reads the funnel in one transaction; where it is to be recast, that is worked out before. */
async function reading<T>(
  context: WorkspaceContext,
  filter: { recast?: string | undefined },
  work: (base: { tx: Tx; now: Date; recast: Recast | null }) => Promise<T>,
): Promise<T> {
  const { services } = context;
  const recast = filter.recast === undefined ? null : await recastUnder(context, filter.recast);
  return context.inWorkspace((tx) => work({ tx, now: services.now(), recast }));
}

export function createFunnelRouter() {
  const os = implement(funnelContract).$context<RequestContext>().use(authorised);
  return os.router({
    getFunnel: os.getFunnel.handler(({ input, context }) =>
      reading(context, input, (base) => readFunnel({ ...base, filter: input })),
    ),
    listDimensions: os.listDimensions.handler(({ context }) =>
      context.inWorkspace(async (tx) => ({ items: (await listDimensions({ tx })).map(presentDimension) })),
    ),
    splitFunnel: os.splitFunnel.handler(({ input: { dimension, limit, ...filter }, context }) =>
      reading(context, filter, (base) => splitFunnel({ ...base, filter, dimension, limit })),
    ),
    funnelTrend: os.funnelTrend.handler(({ input, context }) =>
      reading(context, input, (base) => readTrend({ ...base, filter: input })),
    ),
    listFunnelPeople: os.listFunnelPeople.handler(({ input, context }) => {
      const { stage, state, before, within, sort, limit, cursor, ...filter } = input;
      return reading(context, filter, (base) =>
        listFunnelPeople({ ...base, filter, stage, state, before, within, sort, limit, cursor }),
      );
    }),
    listFunnelDeals: os.listFunnelDeals.handler(
      ({ input: { stage, before, limit, cursor, ...filter }, context }) =>
        reading(context, filter, (base) =>
          listFunnelDeals({ ...base, filter, stage, before, limit, cursor }),
        ),
    ),
  });
}
