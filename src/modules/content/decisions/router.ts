import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { decisionsContract, suggestionKinds } from './contract.ts';
import { countWaiting, forgetCount, keepCount } from './count-waiting.ts';
import { decide } from './decide.ts';
import { listDecisions } from './decision-rows.ts';
import { ruleWords } from './judge-piece.ts';
import { suggestDecisions } from './suggest-decisions.ts';
import { undoDecision } from './undo-decision.ts';

const os = implement(decisionsContract).$context<RequestContext>().use(authorised);

/** One transaction with all that a decision is made with; what waits is counted anew afterwards. */
async function decided<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { workspaceId, actor, caller, services } = context;
  const answer = await context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now() }),
  );
  forgetCount(workspaceId);
  return answer;
}

export const decisionsRouter = os.router({
  list: os.list.handler(async ({ context }) => {
    const { workspaceId, services } = context;
    const now = services.now();
    const { items, silenced } = await context.inWorkspace((tx) => suggestDecisions(tx, { workspaceId, now }));
    keepCount(workspaceId, { now, waiting: items.length });
    return {
      items,
      rules: suggestionKinds.map((kind) => ({ kind, words: ruleWords[kind] })),
      silenced: silenced.length,
    };
  }),
  count: os.count.handler(async ({ context }) => {
    const { workspaceId, services } = context;
    const waiting = await context.inWorkspace((tx) => countWaiting(tx, { workspaceId, now: services.now() }));
    return { waiting };
  }),
  history: os.history.handler(({ input, context }) => context.inWorkspace((tx) => listDecisions(tx, input))),
  decide: os.decide.handler(({ input, context }) => decided(context, (step) => decide(step, input))),
  undo: os.undo.handler(({ input, context }) => decided(context, (step) => undoDecision(step, input))),
});
