import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { forgetClassifier } from '../classify/classifier-of.ts';
import { flaggedByReason } from '../queries/flagged-by-reason.ts';
import { changeChannels } from './change-channels.ts';
import { changeExclusions } from './change-exclusions.ts';
import { trackingSettingsContract } from './contract.ts';
import { findArrivals } from './find-arrivals.ts';
import { readTrackingSettings } from './read-settings.ts';
import { tryChannels } from './try-channels.ts';

const os = implement(trackingSettingsContract).$context<RequestContext>().use(authorised);

export const trackingSettingsRouter = os.router({
  getChannels: os.getChannels.handler(({ context }) =>
    context.inWorkspace(async (tx) => (await readTrackingSettings(tx, context.workspaceId)).channels),
  ),
  changeChannels: os.changeChannels.handler(async ({ input, context }) => {
    const { workspaceId, actor, services } = context;
    const table = await context.inWorkspace((tx) =>
      changeChannels({ tx, workspaceId, actor, now: services.now(), ...input }),
    );
    forgetClassifier(services, workspaceId);
    return table;
  }),
  resetChannels: os.resetChannels.handler(async ({ context }) => {
    const { workspaceId, actor, services } = context;
    const table = await context.inWorkspace((tx) =>
      changeChannels({ tx, workspaceId, actor, now: services.now(), rules: null }),
    );
    forgetClassifier(services, workspaceId);
    return table;
  }),
  tryChannels: os.tryChannels.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      const { channels } = await readTrackingSettings(tx, context.workspaceId);
      return tryChannels({
        ...input,
        rules: input.rules ?? channels.rules,
        internalHosts: input.internalHosts ?? channels.internalHosts,
      });
    }),
  ),
  getExclusions: os.getExclusions.handler(({ context }) =>
    context.inWorkspace(async (tx) => (await readTrackingSettings(tx, context.workspaceId)).exclusions),
  ),
  changeExclusions: os.changeExclusions.handler(async ({ input, context }) => {
    const { workspaceId, actor, services } = context;
    const lists = await context.inWorkspace((tx) =>
      changeExclusions({ tx, workspaceId, actor, now: services.now(), changes: input }),
    );
    forgetClassifier(services, workspaceId);
    return lists;
  }),
  getFlagged: os.getFlagged.handler(({ input, context }) =>
    flaggedByReason({
      clickhouse: context.services.clickhouse,
      workspaceId: context.workspaceId,
      days: input.days,
      now: context.services.now(),
    }),
  ),
  getArrivals: os.getArrivals.handler(({ context }) => context.inWorkspace(findArrivals)),
});
