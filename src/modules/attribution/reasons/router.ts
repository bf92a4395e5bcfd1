import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { compareWithData } from './against-data/compare-with-data.ts';
import { readChoices, saveChoices } from './choices.ts';
import { reasonsContract } from './contract.ts';
import { exportReasons } from './export-reasons.ts';
import { listAsked } from './list-asked.ts';
import { listReasons } from './list-reasons.ts';
import { readHistory } from './read-history.ts';
import { sayReason } from './say-reason.ts';
import { suggestMatters } from './suggest-matters.ts';
import { summarise } from './summary/summarise.ts';

const os = implement(reasonsContract).$context<RequestContext>().use(authorised).use(asked);

export const reasonsRouter = os.router({
  say: os.say.handler(({ input, context }) => {
    const { workspaceId, actor, caller, services } = context;
    const { userId } = caller;
    return context.inWorkspace((tx) =>
      sayReason(tx, { ...input, workspaceId, actor, userId, now: services.now() }),
    );
  }),
  list: os.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listReasons(tx, { ...input, now: context.services.now() })),
  ),
  export: os.export.handler(({ input, context }) =>
    context.inWorkspace((tx) => exportReasons(tx, { ...input, now: context.services.now() })),
  ),
  asked: os.asked.handler(({ input, context }) => {
    const { caller, services } = context;
    return context.inWorkspace((tx) =>
      listAsked(tx, { ...input, userId: caller.userId, now: services.now() }),
    );
  }),
  suggested: os.suggested.handler(({ input, context }) =>
    suggestMatters(context.services, { ...input, workspaceId: context.workspaceId }),
  ),
  history: os.history.handler(({ input, context }) =>
    context.inWorkspace((tx) => readHistory(tx, input.opportunityId)),
  ),
  summary: os.summary.handler(({ input, context }) => {
    const { workspaceId, caller, services } = context;
    return summarise(services, { ...input, workspaceId, caller });
  }),
  againstData: os.againstData.handler(({ input, context }) =>
    compareWithData(context.services, {
      ...input,
      workspaceId: context.workspaceId,
      caller: context.caller,
    }),
  ),
  choices: os.choices.handler(({ context }) => context.inWorkspace((tx) => readChoices(tx))),
  saveChoices: os.saveChoices.handler(({ input, context }) => {
    const { workspaceId, actor, services } = context;
    return context.inWorkspace((tx) =>
      saveChoices(tx, { workspaceId, actor, now: services.now(), choices: input }),
    );
  }),
});
