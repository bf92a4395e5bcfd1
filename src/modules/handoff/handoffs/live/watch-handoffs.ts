import { notFound } from '../../../../platform/errors.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { authenticate, type WorkspaceContext } from '../../../workspace/index.ts';
import { liveHubOf } from './live-hub.ts';
import type { LiveEvent, Subscription } from './subscription.ts';

const recheckEveryMs = 60_000;
const permission = 'handoffs:read';

/** Hand-offs as they change. The stream ends when whoever watches may no longer read, or the program stops. */
export async function watchHandoffs(options: {
  context: WorkspaceContext;
  /** The only one that is watched; null: all. */
  handoffId: string | null;
  signal: AbortSignal | undefined;
}): Promise<AsyncIteratorObject<LiveEvent, undefined, undefined>> {
  const { context, handoffId, signal } = options;
  if (handoffId !== null) await requireHandoff(context, handoffId);
  context.resHeaders?.set('cache-control', 'no-store');
  // Proxies that gather answers before they pass them on must not do so here.
  context.resHeaders?.set('x-accel-buffering', 'no');
  const subscription = liveHubOf(context.services).subscribe(context.workspaceId, handoffId);
  const recheck = setInterval(() => void endUnlessAllowed(subscription, context), recheckEveryMs);
  recheck.unref();
  const end = () => subscription.end();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  return untilItEnds(subscription, () => {
    clearInterval(recheck);
    signal?.removeEventListener('abort', end);
  });
}

async function requireHandoff(context: WorkspaceContext, id: string): Promise<void> {
  const found = await context.inWorkspace((tx) => tx.first(sql`select id from handoff where id = ${id}`));
  if (found === null) throw notFound('hand-off');
}

async function endUnlessAllowed(subscription: Subscription, context: WorkspaceContext): Promise<void> {
  try {
    const caller = await authenticate(context, { changes: false });
    if (caller.workspaceId === subscription.workspaceId && caller.permissions.has(permission)) return;
  } catch (error) {
    // Of a database that restarts it cannot be said whether they may; the next minute says.
    if (error instanceof Error && 'code' in error && error.code === 'unavailable') return;
  }
  subscription.end();
}

function untilItEnds(
  subscription: Subscription,
  onEnd: () => void,
): AsyncIteratorObject<LiveEvent, undefined, undefined> {
  const finish = async () => {
    onEnd();
    return subscription.return();
  };
  return {
    async next() {
      const result = await subscription.next();
      if (result.done) onEnd();
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
