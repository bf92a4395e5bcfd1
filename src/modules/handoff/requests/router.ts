import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { inStep } from '../handoffs/router.ts';
import { answerRequest, withdrawRequest } from './answer-request.ts';
import { askFor } from './ask-for.ts';
import { joinTeam, leaveTeam } from './change-team.ts';
import { requestsContract } from './contract.ts';
import { listRequests } from './load-requests.ts';
import { readTeam } from './read-team.ts';

const os = implement(requestsContract).$context<RequestContext>().use(authorised);

export const requestsRouter = {
  list: os.list.handler(({ input, context }) => context.inWorkspace((tx) => listRequests({ tx, input }))),
  ask: os.ask.handler(({ input, context }) => inStep(context, (step) => askFor(step, input))),
  answer: os.answer.handler(({ input, context }) => inStep(context, (step) => answerRequest(step, input))),
  withdraw: os.withdraw.handler(({ input, context }) =>
    inStep(context, (step) => withdrawRequest(step, input)),
  ),
  readTeam: os.readTeam.handler(({ input, context }) => context.inWorkspace((tx) => readTeam(tx, input))),
  joinTeam: os.joinTeam.handler(({ input, context }) => inStep(context, (step) => joinTeam(step, input))),
  leaveTeam: os.leaveTeam.handler(({ input, context }) => inStep(context, (step) => leaveTeam(step, input))),
};
