import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../workspace/index.ts';
import { listBuyingStageChanges } from './buying-stages/list-buying-stage-changes.ts';
import { listBuyingStages } from './buying-stages/list-buying-stages.ts';
import { recordBuyingStageChange } from './buying-stages/record-buying-stage-change.ts';
import { renameBuyingStage } from './buying-stages/rename-buying-stage.ts';
import { undoBuyingStageChange } from './buying-stages/undo-buying-stage-change.ts';
import { timelineContract } from './contract.ts';
import { positionOf, watchTimeline } from './live/watch-timeline.ts';
import { readMix } from './mix/read-mix.ts';
import { listNewer } from './reading/list-newer.ts';
import { listTimeline } from './reading/list-timeline.ts';
import { summariseTimeline } from './summary/summarise-timeline.ts';

const os = implement(timelineContract).$context<RequestContext>().use(authorised);

const userOf = (context: WorkspaceContext) => context.caller.userId;
const doneBy = (context: WorkspaceContext) => ({
  workspaceId: context.workspaceId,
  actor: context.actor,
  now: context.services.now(),
});

export const timelineRouter = os.router({
  list: os.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listTimeline({ ...input, tx, userId: userOf(context) })),
  ),
  newer: os.newer.handler(({ input, context }) =>
    context.inWorkspace((tx) => listNewer({ ...input, tx, userId: userOf(context) })),
  ),
  live: os.live.handler(({ input: { after, ...query }, context, signal, lastEventId }) =>
    watchTimeline({
      context,
      workspaceId: context.workspaceId,
      userId: userOf(context),
      query,
      after: positionOf(lastEventId) ?? after ?? null,
      signal,
    }),
  ),
  summary: os.summary.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => ({
      parts: await summariseTimeline({ ...input, tx, userId: userOf(context), now: context.services.now() }),
    })),
  ),
  mix: os.mix.handler(({ input, context }) =>
    context.inWorkspace((tx) => readMix({ ...input, tx, now: context.services.now() })),
  ),
  buyingStages: {
    list: os.buyingStages.list.handler(({ context }) =>
      context.inWorkspace(async (tx) => ({ items: await listBuyingStages({ tx }) })),
    ),
    update: os.buyingStages.update.handler(({ input, context }) =>
      context.inWorkspace((tx) => renameBuyingStage({ ...input, ...doneBy(context), tx })),
    ),
    listChanges: os.buyingStages.listChanges.handler(({ input, context }) =>
      context.inWorkspace((tx) => listBuyingStageChanges({ ...input, tx })),
    ),
    record: os.buyingStages.record.handler(({ input, context }) =>
      context.inWorkspace((tx) => recordBuyingStageChange({ ...input, ...doneBy(context), tx })),
    ),
    undo: os.buyingStages.undo.handler(({ input, context }) =>
      context.inWorkspace((tx) => undoBuyingStageChange({ ...input, ...doneBy(context), tx })),
    ),
  },
});
