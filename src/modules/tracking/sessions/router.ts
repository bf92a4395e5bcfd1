import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { reportSessions } from '../queries/sessions.ts';
import { sessionsContract } from './contract.ts';

const os = implement(sessionsContract).$context<RequestContext>().use(authorised);

export const sessionsRouter = os.router({
  reportSessions: os.reportSessions.handler(({ input, context }) =>
    reportSessions({
      clickhouse: context.services.clickhouse,
      workspaceId: context.workspaceId,
      weeks: input.weeks,
      now: context.services.now(),
    }),
  ),
});
