import { implement } from '@orpc/server';
import type { Tx } from '../../platform/postgres/database.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../workspace/index.ts';
import { answerQuestion, withdrawAnswer } from './answer-question.ts';
import { conversationsContract } from './contract.ts';
import type { Context } from './conversation.ts';
import { correctConversation } from './correct-conversation.ts';
import { listNextSteps } from './list-next-steps.ts';
import { loadConversation } from './load-conversation.ts';
import { logConversation } from './log-conversation.ts';
import { markNextStep } from './mark-next-step.ts';
import { readAccountLedger, readContactLedger } from './read-ledger.ts';
import { restoreConversation, withdrawConversation } from './withdraw-conversation.ts';

const os = implement(conversationsContract).$context<RequestContext>().use(authorised);

/** One transaction with all that a use case of this module is called with. */
function within<T>(context: WorkspaceContext, work: (bound: Context) => Promise<T>): Promise<T> {
  const { workspaceId, actor, caller, services } = context;
  return context.inWorkspace((tx: Tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now() }),
  );
}

export const conversationsRouter = {
  log: os.log.handler(({ input, context }) =>
    within(context, (bound) => logConversation({ ...bound, input })),
  ),
  get: os.get.handler(({ input, context }) =>
    within(context, (bound) => loadConversation({ ...bound, ...input })),
  ),
  correct: os.correct.handler(({ input: { conversationId, ...input }, context }) =>
    within(context, (bound) => correctConversation({ ...bound, conversationId, input })),
  ),
  withdraw: os.withdraw.handler(({ input, context }) =>
    within(context, (bound) => withdrawConversation({ ...bound, ...input })),
  ),
  restore: os.restore.handler(({ input, context }) =>
    within(context, (bound) => restoreConversation({ ...bound, ...input })),
  ),
  completeStep: os.completeStep.handler(({ input, context }) =>
    within(context, (bound) => markNextStep({ ...bound, ...input, done: true })),
  ),
  reopenStep: os.reopenStep.handler(({ input, context }) =>
    within(context, (bound) => markNextStep({ ...bound, ...input, done: false })),
  ),
  listNextSteps: os.listNextSteps.handler(({ input, context }) =>
    within(context, (bound) => listNextSteps({ ...bound, ...input })),
  ),
  answerQuestion: os.answerQuestion.handler(({ input, context }) =>
    within(context, (bound) => answerQuestion({ ...bound, ...input })),
  ),
  withdrawAnswer: os.withdrawAnswer.handler(({ input, context }) =>
    within(context, (bound) => withdrawAnswer({ ...bound, ...input })),
  ),
  contactLedger: os.contactLedger.handler(({ input, context }) =>
    within(context, (bound) => readContactLedger({ ...bound, ...input })),
  ),
  accountLedger: os.accountLedger.handler(({ input, context }) =>
    within(context, (bound) => readAccountLedger({ ...bound, ...input })),
  ),
};
