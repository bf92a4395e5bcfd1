import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { checkRule } from './check-rule.ts';
import { rulesContract } from './contract.ts';
import { listRuleFields } from './list-rule-fields.ts';

const os = implement(rulesContract).$context<RequestContext>().use(authorised);

/** The handlers of `rulesContract`, in the same shape. */
export const rulesRouter = os.router({
  listRuleFields: os.listRuleFields.handler(async ({ context }) => {
    const catalogue = await context.inWorkspace((tx) => listRuleFields({ tx }));
    return {
      ...catalogue,
      fields: catalogue.fields.map(({ operators, options, ...field }) => ({
        ...field,
        operators: [...operators],
        ...(options ? { options: [...options] } : {}),
      })),
      templates: [...catalogue.templates],
    };
  }),
  checkRule: os.checkRule.handler(({ input, context }) =>
    checkRule({
      ...input,
      services: context.services,
      workspaceId: context.workspaceId,
      inWorkspace: context.inWorkspace,
    }),
  ),
});
