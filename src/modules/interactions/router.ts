import { implement } from '@orpc/server';
import { AppError } from '../../platform/errors.ts';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { interactionsContract } from './contract.ts';
import { listInteractions } from './list-interactions.ts';
import type { Projector } from './projection/projector.ts';
import { activityByWeek } from './queries/activity-by-week.ts';
import { recordInteraction } from './record-interaction.ts';

/** `projector` is absent where this process does no background work. */
export function createInteractionsRouter(projector: Projector | null) {
  const os = implement(interactionsContract).$context<RequestContext>().use(authorised);
  const running = (): Projector => {
    if (projector) return projector;
    throw new AppError(
      'unavailable',
      'This process does not project the log. Ask the one started with --roles=worker.',
    );
  };
  return os.router({
    listInteractions: os.listInteractions.handler(({ input, context }) =>
      context.inWorkspace((tx) => listInteractions({ tx, ...input })),
    ),
    recordInteraction: os.recordInteraction.handler(({ input, context }) =>
      context.inWorkspace((tx) =>
        recordInteraction({
          tx,
          workspaceId: context.workspaceId,
          actorName: context.actor.name,
          input,
          now: context.services.now(),
        }),
      ),
    ),
    activity: os.activity.handler(async ({ input, context }) => ({
      weeks: await activityByWeek({
        clickhouse: context.services.clickhouse,
        workspaceId: context.workspaceId,
        weeks: input.weeks,
        now: context.services.now(),
      }),
    })),
    getProjection: os.getProjection.handler(() => running().status()),
    rebuildProjection: os.rebuildProjection.handler(({ context }) => {
      const projecting = running();
      projecting
        .rebuild()
        .catch((error: Error) => context.services.log.error({ err: error.message }, 'rebuild failed'));
      return projecting.status();
    }),
  });
}
