import type { Tx } from '../../../platform/postgres/database.ts';
import { suggestDecisions } from './suggest-decisions.ts';

/** The navigation of every page asks: the count is worked out at most so often. */
const freshMs = 5 * 60_000;
const mostKept = 1_000;

const counts = new Map<string, { atMs: number; waiting: number }>();

export async function countWaiting(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Date },
): Promise<number> {
  const held = counts.get(workspaceId);
  if (held && Math.abs(now.getTime() - held.atMs) < freshMs) return held.waiting;
  const { items } = await suggestDecisions(tx, { workspaceId, now });
  keepCount(workspaceId, { now, waiting: items.length });
  return items.length;
}

export function keepCount(workspaceId: string, { now, waiting }: { now: Date; waiting: number }): void {
  if (counts.size >= mostKept) counts.clear();
  counts.set(workspaceId, { atMs: now.getTime(), waiting });
}

/** After a decision it is counted anew. */
export function forgetCount(workspaceId: string): void {
  counts.delete(workspaceId);
}
