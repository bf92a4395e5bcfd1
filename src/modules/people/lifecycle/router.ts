import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { lifecycleContract } from './contract.ts';
import { listStageChanges } from './list-stage-changes.ts';
import { moveContact } from './move-contact.ts';
import { listStages, updateStage } from './stages.ts';
import { undoMove } from './undo-move.ts';

export function createLifecycleRouter() {
  const os = implement(lifecycleContract).$context<RequestContext>().use(authorised);
  return os.router({
    listStages: os.listStages.handler(({ context }) =>
      context.inWorkspace(async (tx) => ({ items: await listStages({ tx }) })),
    ),
    updateStage: os.updateStage.handler(({ input, context }) => {
      const { workspaceId, actor } = context;
      return context.inWorkspace((tx) => updateStage({ tx, workspaceId, actor, ...input }));
    }),
    listStageChanges: os.listStageChanges.handler(({ input, context }) =>
      context.inWorkspace((tx) => listStageChanges({ tx, ...input })),
    ),
    moveContact: os.moveContact.handler(({ input, context }) => {
      const { workspaceId, actor, services } = context;
      return context.inWorkspace((tx) =>
        moveContact({ tx, workspaceId, actor, now: services.now(), ...input }),
      );
    }),
    undoMove: os.undoMove.handler(({ input, context }) => {
      const { workspaceId, actor, services } = context;
      return context.inWorkspace((tx) => undoMove({ tx, workspaceId, actor, now: services.now(), ...input }));
    }),
  });
}
