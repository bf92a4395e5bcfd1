import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { askerOf } from './asked.ts';
import { askingContract } from './contract.ts';
import { progressOf } from './question.ts';

const os = implement(askingContract).$context<RequestContext>().use(authorised);

export const askingRouter = os.router({
  progress: os.progress.handler(({ input, context }) =>
    progressOf(context.services.clickhouse, { asker: askerOf(context), of: input.of }),
  ),
});
