import { withEventMeta } from '@orpc/server';
import { announceStream, type RequestContext, streamWhileAllowed } from '../../workspace/index.ts';
import type { TimelineLiveEvent } from '../contract.ts';
import { resolveScope } from '../reading/scope.ts';
import { liveHubOf } from './live-hub.ts';
import type { LiveQuery } from './subscription.ts';

/** A timeline as it happens. The stream ends when whoever watches may no longer read, or the program stops. */
export async function watchTimeline(options: {
  context: RequestContext;
  workspaceId: string;
  userId: string | null;
  query: LiveQuery;
  after: number | null;
  signal: AbortSignal | undefined;
  /** How often it is asked again whether they may. */
  recheckMs?: number;
}): Promise<AsyncIteratorObject<TimelineLiveEvent, undefined, undefined>> {
  const { context, workspaceId, userId, query, after, signal, recheckMs } = options;
  const { services } = context;
  await services.database.inWorkspace(workspaceId, (tx) => resolveScope(tx, query));
  announceStream(context);
  const watched = await liveHubOf(services).subscribe({ workspaceId, userId, query, after });
  return streamWhileAllowed<TimelineLiveEvent>({
    context,
    watched,
    permission: 'interactions:read',
    signal,
    // With its position as its id, by which a browser that comes back says how far it was told.
    sent: (event) => withEventMeta(event, { id: String(event.position) }),
    ...(recheckMs === undefined ? {} : { recheckMs }),
  });
}

/** The position in a Last-Event-ID; null where it is none of ours. */
export function positionOf(lastEventId: string | undefined): number | null {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
}
