import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { leadFactsReady } from '../facts/lead-facts-ready.ts';
import { changeSalesCapacity, readSalesCapacity } from './capacity.ts';
import { backtestContract } from './contract.ts';
import { listDifferences } from './list-differences.ts';
import { readProposalBacktest } from './proposal-backtest.ts';
import { recastCohorts } from './recast-cohorts.ts';
import { runBacktest } from './run-backtest.ts';

const os = implement(backtestContract).$context<RequestContext>().use(authorised);

export const backtestRouter = {
  runBacktest: os.runBacktest.handler(async ({ input, context: { services, workspaceId } }) => {
    const isCurrent = await leadFactsReady(services, workspaceId);
    return runBacktest({ services, workspaceId, input, isCurrent });
  }),
  listDifferences: os.listDifferences.handler(async ({ input, context: { services, workspaceId } }) => {
    await leadFactsReady(services, workspaceId);
    return listDifferences({ services, workspaceId, input });
  }),
  readSalesCapacity: os.readSalesCapacity.handler(({ context }) =>
    context.inWorkspace((tx) => readSalesCapacity({ tx })),
  ),
  changeSalesCapacity: os.changeSalesCapacity.handler(({ input, context }) => {
    const { workspaceId, actor, services } = context;
    return context.inWorkspace((tx) =>
      changeSalesCapacity({ tx, workspaceId, actor, now: services.now(), ...input }),
    );
  }),
  readProposalBacktest: os.readProposalBacktest.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      readProposalBacktest({ tx, definitionId: input.id, versionId: input.versionId }),
    ),
  ),
  recastCohorts: os.recastCohorts.handler(async ({ input, context: { services, workspaceId } }) => {
    if (input.under !== undefined) await leadFactsReady(services, workspaceId);
    return recastCohorts({ services, workspaceId, input });
  }),
};
