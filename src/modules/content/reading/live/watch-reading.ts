import { AppError } from '../../../../platform/errors.ts';
import { announceStream, streamWhileAllowed, type WorkspaceContext } from '../../../workspace/index.ts';
import type { ReadingLiveEvent } from '../contract.ts';
import { watchingOf } from '../watching-of.ts';
import { readingHubOf } from './reading-hub.ts';

/** Who reads, as it happens. The stream ends when whoever watches may no longer read it, or the program stops. */
export async function watchReading(options: {
  context: WorkspaceContext;
  signal: AbortSignal | undefined;
  /** How often it is asked again whether they may. */
  recheckMs: number;
}): Promise<AsyncIteratorObject<ReadingLiveEvent, undefined, undefined>> {
  const { context, signal, recheckMs } = options;
  const { workspaceId, caller, services } = context;
  if (caller.userId === null)
    throw new AppError('not_found', 'A token is nobody and shared nothing. Sign in as a person.');
  announceStream(context);
  const watching = await context.inWorkspace((tx) => watchingOf(tx, caller.userId));
  const watched = await readingHubOf(services).subscribe({ workspaceId, watching });
  return streamWhileAllowed<ReadingLiveEvent>({
    context,
    watched,
    permission: 'content:read',
    signal,
    recheckMs,
  });
}
