import { AppError } from '../../../platform/errors.ts';
import { announceStream, type RequestContext, streamWhileAllowed } from '../../workspace/index.ts';
import type { NoticesLiveEvent } from '../contract.ts';
import { noticeHubOf } from './notice-hub.ts';

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
  announceStream(context);
  const watched = await noticeHubOf(context.services).subscribe({ workspaceId, userId });
  return streamWhileAllowed<NoticesLiveEvent>({
    context,
    watched,
    permission: 'notices:own',
    signal,
    recheckMs,
  });
}
