import { notFound } from '../../../../platform/errors.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { announceStream, streamWhileAllowed, type WorkspaceContext } from '../../../workspace/index.ts';
import { liveHubOf } from './live-hub.ts';
import type { LiveEvent } from './subscription.ts';

/** Hand-offs as they change. The stream ends when whoever watches may no longer read, or the program stops. */
export async function watchHandoffs(options: {
  context: WorkspaceContext;
  /** The only one that is watched; null: all. */
  handoffId: string | null;
  signal: AbortSignal | undefined;
}): Promise<AsyncIteratorObject<LiveEvent, undefined, undefined>> {
  const { context, handoffId, signal } = options;
  if (handoffId !== null) await requireHandoff(context, handoffId);
  announceStream(context);
  const watched = liveHubOf(context.services).subscribe(context.workspaceId, handoffId);
  return streamWhileAllowed<LiveEvent>({ context, watched, permission: 'handoffs:read', signal });
}

async function requireHandoff(context: WorkspaceContext, id: string): Promise<void> {
  const found = await context.inWorkspace((tx) => tx.first(sql`select id from handoff where id = ${id}`));
  if (found === null) throw notFound('hand-off');
}
