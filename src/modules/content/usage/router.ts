import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import type { CoveragePeriod } from '../coverage/contract.ts';
import { usageContract } from './contract.ts';
import { exportUsage } from './export-usage.ts';
import { readUsage } from './read-usage.ts';

const os = implement(usageContract).$context<RequestContext>().use(authorised);

const read = (context: WorkspaceContext, { period }: { period: CoveragePeriod }) => {
  const { workspaceId, caller, services } = context;
  return context.inWorkspace((tx) => readUsage(tx, { period, workspaceId, caller, now: services.now() }));
};

export const usageRouter = os.router({
  read: os.read.handler(({ input, context }) => read(context, input)),
  export: os.export.handler(async ({ input, context }) => exportUsage(await read(context, input))),
});
