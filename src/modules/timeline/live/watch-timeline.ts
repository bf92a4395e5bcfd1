import { withEventMeta } from '@orpc/server';
import { authenticate, type RequestContext } from '../../workspace/index.ts';
import type { TimelineLiveEvent } from '../contract.ts';
import { resolveScope } from '../reading/scope.ts';
import { liveHubOf } from './live-hub.ts';
import type { LiveQuery, Subscription } from './subscription.ts';

const recheckEveryMs = 60_000;
const permission = 'interactions:read';

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
  const { context, workspaceId, userId, query, after, signal, recheckMs = recheckEveryMs } = options;
  const { services } = context;
  await services.database.inWorkspace(workspaceId, (tx) => resolveScope(tx, query));
  context.resHeaders?.set('cache-control', 'no-store');
  // Proxies that gather answers before they pass them on must not do so here.
  context.resHeaders?.set('x-accel-buffering', 'no');
  const subscription = await liveHubOf(services).subscribe({ workspaceId, userId, query, after });
  const recheck = setInterval(() => void endUnlessAllowed(subscription, context), recheckMs);
  recheck.unref();
  const end = () => subscription.end();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  return numbered(subscription, () => {
    clearInterval(recheck);
    signal?.removeEventListener('abort', end);
  });
}

async function endUnlessAllowed(subscription: Subscription, context: RequestContext): Promise<void> {
  try {
    const caller = await authenticate(context, { changes: false });
    if (caller.workspaceId === subscription.workspaceId && caller.permissions.has(permission)) return;
  } catch (error) {
    // Of a database that restarts it cannot be said whether they may; the next minute says.
    if (error instanceof Error && 'code' in error && error.code === 'unavailable') return;
  }
  subscription.end();
}

/** Each event with its position as its id, by which a browser that comes back says how far it was told. */
function numbered(
  subscription: Subscription,
  onEnd: () => void,
): AsyncIteratorObject<TimelineLiveEvent, undefined, undefined> {
  const finish = async () => {
    onEnd();
    return subscription.return();
  };
  return {
    async next() {
      const result = await subscription.next();
      if (result.done) onEnd();
      else return { done: false, value: withEventMeta(result.value, { id: String(result.value.position) }) };
      return result;
    },
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await finish();
    },
  };
}

/** The position in a Last-Event-ID; null where it is none of ours. */
export function positionOf(lastEventId: string | undefined): number | null {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
}
