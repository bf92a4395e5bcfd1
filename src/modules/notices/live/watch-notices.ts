import { AppError } from '../../../platform/errors.ts';
import { authenticate, type RequestContext } from '../../workspace/index.ts';
import type { NoticesLiveEvent } from '../contract.ts';
import { noticeHubOf } from './notice-hub.ts';
import type { NoticeSubscription } from './subscription.ts';

/** A person's notices as they come. The stream ends when they may no longer read them, or the program stops. */
export async function watchNotices(options: {
  context: RequestContext;
  workspaceId: string;
  userId: string | null;
  signal: AbortSignal | undefined;
  /** How often it is asked again whether they may. */
  recheckMs: number;
}): Promise<AsyncIteratorObject<NoticesLiveEvent, undefined, undefined>> {
  const { context, workspaceId, userId, signal, recheckMs } = options;
  if (userId === null)
    throw new AppError('not_found', 'A token is nobody and is told nothing. Sign in as a person.');
  context.resHeaders?.set('cache-control', 'no-store');
  // Proxies that gather answers before they pass them on must not do so here.
  context.resHeaders?.set('x-accel-buffering', 'no');
  const subscription = await noticeHubOf(context.services).subscribe({ workspaceId, userId });
  const recheck = setInterval(() => void endUnlessAllowed(subscription, context), recheckMs);
  recheck.unref();
  const end = () => subscription.end();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  return untilEnd(subscription, () => {
    clearInterval(recheck);
    signal?.removeEventListener('abort', end);
  });
}

async function endUnlessAllowed(subscription: NoticeSubscription, context: RequestContext): Promise<void> {
  try {
    const caller = await authenticate(context, { changes: false });
    if (caller.workspaceId === subscription.workspaceId && caller.permissions.has('notices:own')) return;
  } catch (error) {
    // Of a database that restarts it cannot be said whether they may; the next minute says.
    if (error instanceof Error && 'code' in error && error.code === 'unavailable') return;
  }
  subscription.end();
}

function untilEnd(
  subscription: NoticeSubscription,
  onEnd: () => void,
): AsyncIteratorObject<NoticesLiveEvent, undefined, undefined> {
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
