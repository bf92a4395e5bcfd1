import type { Permission } from './access.ts';
import { authenticate } from './authenticate.ts';
import type { RequestContext } from './authorised.ts';

/** What a page watches: events until it ends or is ended. */
type Watched<Event> = AsyncIterator<Event, undefined, undefined> & {
  readonly workspaceId: string;
  end(): void;
  return(): Promise<IteratorResult<Event, undefined>>;
};

const recheckEveryMs = 60_000;

/** To be said before anything of a stream is: that nobody keeps it, and that nobody gathers it before passing it on. */
export function announceStream({ resHeaders }: RequestContext): void {
  resHeaders?.set('cache-control', 'no-store');
  resHeaders?.set('x-accel-buffering', 'no');
}

/**
 * A stream of events as it is sent. It ends when whoever watches leaves or may no longer read, which is asked again from
 * time to time, or when the program stops.
 */
export function streamWhileAllowed<Event>(options: {
  context: RequestContext;
  watched: Watched<Event>;
  permission: Permission;
  signal: AbortSignal | undefined;
  /** Each event as it leaves. */
  sent?: (event: Event) => Event;
  recheckMs?: number;
}): AsyncIteratorObject<Event, undefined, undefined> {
  const { watched, signal, sent = (event) => event, recheckMs = recheckEveryMs } = options;
  const recheck = setInterval(() => void endUnlessAllowed(options), recheckMs);
  recheck.unref();
  const end = () => watched.end();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const leave = () => {
    clearInterval(recheck);
    signal?.removeEventListener('abort', end);
  };
  const finish = async () => {
    leave();
    return watched.return();
  };
  return {
    async next() {
      const result = await watched.next();
      if (!result.done) return { done: false, value: sent(result.value) };
      leave();
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

async function endUnlessAllowed<Event>(options: {
  context: RequestContext;
  watched: Watched<Event>;
  permission: Permission;
}): Promise<void> {
  const { context, watched, permission } = options;
  try {
    const caller = await authenticate(context, { changes: false });
    if (caller.workspaceId === watched.workspaceId && caller.permissions.has(permission)) return;
  } catch (error) {
    // Of a database that restarts it cannot be said whether they may; the next minute says.
    if (error instanceof Error && 'code' in error && error.code === 'unavailable') return;
  }
  watched.end();
}
