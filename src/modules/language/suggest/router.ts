import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { suggestContract } from './contract.ts';
import { draftSuggestion } from './draft-suggestion.ts';
import { suggest } from './suggest.ts';

const os = implement(suggestContract).$context<RequestContext>().use(authorised);

export const suggestRouter = {
  suggest: os.suggest.handler(({ input, context }) =>
    suggest({ inWorkspace: context.inWorkspace, ask: input, now: context.services.now() }),
  ),
  draftSuggestion: os.draftSuggestion.handler(({ input, context }) => {
    const { actor, caller, workspaceId, services } = context;
    return context.inWorkspace((tx) =>
      draftSuggestion({ tx, workspaceId, actor, userId: caller.userId, now: services.now(), ...input }),
    );
  }),
};
