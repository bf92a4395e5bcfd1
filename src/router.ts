import type { Projector } from './modules/interactions/index.ts';
import { createInteractionsRouter } from './modules/interactions/index.ts';
import { createStatusRouter } from './modules/status/index.ts';
import { workspaceRouter } from './modules/workspace/index.ts';

/** The handlers of `contract`, in the same shape. */
export function createRouter(options: { projector: Projector | null }) {
  return {
    interactions: createInteractionsRouter(options.projector),
    status: createStatusRouter(),
    workspace: workspaceRouter,
  };
}
