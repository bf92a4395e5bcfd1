import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { addAbsence, removeAbsence } from './absences.ts';
import { readCapacity } from './capacity/read-capacity.ts';
import { createRule, deleteRule, putFallback, reorderRules, updateRule } from './change-rules.ts';
import { routingContract } from './contract.ts';
import { listRules } from './list-rules.ts';
import { listSellers } from './list-sellers.ts';
import { createPool, deletePool, listPools, updatePool } from './pools.ts';
import { putSeller } from './put-seller.ts';
import type { Step } from './step.ts';
import { tryRouting } from './try-routing.ts';

const os = implement(routingContract).$context<RequestContext>().use(authorised);

function inStep<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { workspaceId, actor, caller, services } = context;
  return context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now() }),
  );
}

/** The handlers of `routingContract`, in the same shape. */
export const routingRouter = os.router({
  listSellers: os.listSellers.handler(({ context }) =>
    inStep(context, ({ tx, now, userId }) => listSellers({ tx, now, userId })),
  ),
  putSeller: os.putSeller.handler(({ input, context }) =>
    inStep(context, (step) => putSeller({ ...step, ...input })),
  ),
  addAbsence: os.addAbsence.handler(({ input, context }) =>
    inStep(context, (step) => addAbsence({ ...step, ...input })),
  ),
  removeAbsence: os.removeAbsence.handler(({ input, context }) =>
    inStep(context, (step) => removeAbsence({ ...step, ...input })),
  ),
  listPools: os.listPools.handler(({ context }) =>
    inStep(context, async ({ tx }) => ({ items: await listPools({ tx }) })),
  ),
  createPool: os.createPool.handler(({ input, context }) =>
    inStep(context, (step) => createPool({ ...step, ...input })),
  ),
  updatePool: os.updatePool.handler(({ input, context }) =>
    inStep(context, (step) => updatePool({ ...step, ...input })),
  ),
  deletePool: os.deletePool.handler(({ input, context }) =>
    inStep(context, (step) => deletePool({ ...step, ...input })),
  ),
  listRules: os.listRules.handler(({ context }) => inStep(context, ({ tx }) => listRules({ tx }))),
  createRule: os.createRule.handler(({ input, context }) =>
    inStep(context, (step) => createRule({ ...step, ...input })),
  ),
  updateRule: os.updateRule.handler(({ input, context }) =>
    inStep(context, (step) => updateRule({ ...step, ...input })),
  ),
  deleteRule: os.deleteRule.handler(({ input, context }) =>
    inStep(context, (step) => deleteRule({ ...step, ...input })),
  ),
  reorderRules: os.reorderRules.handler(({ input, context }) =>
    inStep(context, (step) => reorderRules({ ...step, ...input })),
  ),
  putFallback: os.putFallback.handler(({ input, context }) =>
    inStep(context, (step) => putFallback({ ...step, ...input })),
  ),
  tryRouting: os.tryRouting.handler(({ input, context }) =>
    inStep(context, ({ tx, workspaceId, now }) => tryRouting({ tx, workspaceId, now, ...input })),
  ),
  readCapacity: os.readCapacity.handler(({ input, context }) =>
    inStep(context, ({ tx, now }) => readCapacity({ tx, now, weeks: input.weeks })),
  ),
});
