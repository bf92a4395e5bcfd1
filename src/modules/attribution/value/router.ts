import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { describeSetting } from './baseline/describe-setting.ts';
import { saveSetting } from './baseline/save-setting.ts';
import { type ValueQuery, valueContract } from './contract.ts';
import { importCostFile } from './costs/import-cost-file.ts';
import { listCosts } from './costs/list-costs.ts';
import { listPlanned } from './costs/list-planned.ts';
import { recordCost } from './costs/record-cost.ts';
import { withdrawCost } from './costs/withdraw-cost.ts';
import { exportValue } from './export-value.ts';
import { listLeads } from './list-leads.ts';
import { readValue } from './read-value.ts';
import { whoMaySee } from './who-may-see.ts';

const os = implement(valueContract).$context<RequestContext>().use(authorised).use(asked);

const by = ({ workspaceId, actor, services }: WorkspaceContext) => ({
  workspaceId,
  actor,
  now: services.now(),
});

async function read(context: WorkspaceContext, query: ValueQuery) {
  const sight = await context.inWorkspace((tx) => whoMaySee(tx, context.caller));
  return readValue(context.services, { workspaceId: context.workspaceId, query, sight });
}

export const valueRouter = os.router({
  read: os.read.handler(({ input, context }) => read(context, input)),
  leads: os.leads.handler(async ({ input, context }) => {
    const sight = await context.inWorkspace((tx) => whoMaySee(tx, context.caller));
    return listLeads(context.services, { workspaceId: context.workspaceId, query: input, sight });
  }),
  export: os.export.handler(async ({ input, context }) => exportValue(await read(context, input))),
  baseline: os.baseline.handler(({ context }) => context.inWorkspace(describeSetting)),
  setBaseline: os.setBaseline.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await saveSetting(tx, { ...by(context), input });
      return describeSetting(tx);
    }),
  ),
  costs: {
    list: os.costs.list.handler(({ input, context }) => context.inWorkspace((tx) => listCosts(tx, input))),
    planned: os.costs.planned.handler(({ context }) =>
      context.inWorkspace(async (tx) => ({ items: await listPlanned(tx) })),
    ),
    create: os.costs.create.handler(({ input, context }) =>
      context.inWorkspace((tx) => recordCost(tx, { ...by(context), input })),
    ),
    remove: os.costs.remove.handler(({ input, context }) =>
      context.inWorkspace(async (tx) => {
        await withdrawCost(tx, { ...by(context), costId: input.costId });
        return {};
      }),
    ),
    import: os.costs.import.handler(async ({ input, context }) => {
      const text = await input.data.text();
      return context.inWorkspace((tx) =>
        importCostFile(tx, { ...by(context), text, fileName: input.data.name }),
      );
    }),
  },
});
