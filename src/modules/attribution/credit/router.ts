import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { attributionModels } from '../models/models.ts';
import { creditContract } from './contract.ts';
import { listDimensions } from './dimensions.ts';
import { listValues } from './list-values.ts';
import { modelWords } from './model-words.ts';
import { openCredit } from './open-credit.ts';
import { parseModels } from './plan.ts';
import { readCredit } from './read-credit.ts';

const os = implement(creditContract).$context<RequestContext>().use(authorised).use(asked);

export const creditRouter = os.router({
  read: os.read.handler(({ input: { models, ...asked }, context: { services, workspaceId }, signal }) =>
    readCredit(services, { ...asked, workspaceId, models: parseModels(models), signal }),
  ),
  openings: os.openings.handler(({ input, context: { services, workspaceId }, signal }) =>
    openCredit(services, { ...input, workspaceId, signal }),
  ),
  dimensions: os.dimensions.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({
      items: (await listDimensions(tx)).map(({ key, label, record, custom }) => ({
        key,
        label,
        record,
        custom,
      })),
      values: await listValues(tx),
      models: attributionModels.map((key) => ({ key, ...modelWords[key] })),
    })),
  ),
});
