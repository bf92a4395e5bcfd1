import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { qualityContract } from './contract.ts';
import { dismissFinding, restoreFinding } from './dismiss-finding.ts';
import { listFindings } from './list-findings.ts';
import { refreshFindings } from './refresh-findings.ts';
import { summariseFindings } from './summarise-findings.ts';

const os = implement(qualityContract).$context<RequestContext>().use(authorised);

export const qualityRouter = {
  summary: os.summary.handler(({ context }) => context.inWorkspace(summariseFindings)),
  list: os.list.handler(({ input, context }) => context.inWorkspace((tx) => listFindings({ tx, ...input }))),
  dismiss: os.dismiss.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      dismissFinding({
        tx,
        workspaceId: context.workspaceId,
        actor: context.actor,
        now: context.services.now(),
        ...input,
      }),
    ),
  ),
  restore: os.restore.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      restoreFinding({ tx, workspaceId: context.workspaceId, actor: context.actor, id: input.id }),
    ),
  ),
  refresh: os.refresh.handler(({ context }) =>
    context.inWorkspace((tx) =>
      refreshFindings(tx, { workspaceId: context.workspaceId, now: context.services.now() }),
    ),
  ),
};
