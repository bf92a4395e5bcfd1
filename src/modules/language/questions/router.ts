import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { inStep } from '../definitions/router.ts';
import { answerQuestion } from './answer-question.ts';
import { askQuestion } from './ask-question.ts';
import { questionsContract } from './contract.ts';
import { listQuestions } from './list-questions.ts';

const os = implement(questionsContract).$context<RequestContext>().use(authorised);

export const questionsRouter = {
  listQuestions: os.listQuestions.handler(({ input, context }) =>
    inStep(context, ({ tx, userId }) => listQuestions({ tx, userId, ...input })),
  ),
  ask: os.ask.handler(({ input, context }) => inStep(context, (step) => askQuestion({ ...step, ...input }))),
  answer: os.answer.handler(({ input, context }) =>
    inStep(context, (step) => answerQuestion({ ...step, ...input })),
  ),
};
