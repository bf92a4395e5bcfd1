import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { settingsContract } from './contract.ts';
import { addCurrencyRate, listCurrencyRates, removeCurrencyRate } from './currency-rates.ts';
import { presentSettings, saveSettings } from './save-settings.ts';

const os = implement(settingsContract).$context<RequestContext>().use(authorised);

export const settingsRouter = os.router({
  read: os.read.handler(({ context }) => context.inWorkspace(presentSettings)),
  save: os.save.handler(({ input, context: { workspaceId, actor, services, inWorkspace } }) =>
    inWorkspace((tx) => saveSettings(tx, { workspaceId, actor, settings: input, now: services.now() })),
  ),
  listRates: os.listRates.handler(({ context }) => context.inWorkspace(listCurrencyRates)),
  addRate: os.addRate.handler(({ input, context: { workspaceId, actor, inWorkspace } }) =>
    inWorkspace((tx) => addCurrencyRate(tx, { workspaceId, actor, rate: input })),
  ),
  removeRate: os.removeRate.handler(({ input, context: { workspaceId, actor, inWorkspace } }) =>
    inWorkspace((tx) => removeCurrencyRate(tx, { workspaceId, actor, rateId: input.rateId })),
  ),
});
