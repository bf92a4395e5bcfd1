/** A stage change as far as it says where somebody is. */
export type LifecycleChange = {
  outcome: 'reached' | 'returned' | 'left';
  stage: string;
  at: Date;
  reason: string | null;
};

export type LifecycleState = {
  stage: string | null;
  status: 'open' | 'left';
  since: Date | null;
  reason: string | null;
  /** When each stage was first reached, in stage order. */
  reachedAt: (Date | null)[];
};

const outcomeOrder = { returned: 0, reached: 1, left: 2 } as const;

/**
 * Where a person is, from all that was recorded of them, in whatever order it was recorded and however often.
 *
 * Changes are taken in the order they happened (then by stage, then returned before reached before left):
 * - `reached` moves on to its stage. It never sends back: people who are open in a later stage stay there, for the
 *   earlier stage's date is merely one that was entered late. Someone who had left is open again, in that stage.
 * - `returned` sends back to its stage.
 * - `left` ends the way at its stage, unless the person is open in a later one: a customer whose second deal is lost
 *   is still a customer.
 * Stages that the workspace does not have say nothing.
 */
export function foldLifecycle(
  changes: readonly LifecycleChange[],
  stages: readonly string[],
): LifecycleState {
  const positions = new Map(stages.map((stage, position) => [stage, position]));
  const positionOf = (change: LifecycleChange) => positions.get(change.stage) ?? -1;
  const known = changes.filter((change) => positions.has(change.stage));
  const ordered = known.toSorted(
    (left, right) =>
      left.at.getTime() - right.at.getTime() ||
      positionOf(left) - positionOf(right) ||
      outcomeOrder[left.outcome] - outcomeOrder[right.outcome] ||
      (left.reason ?? '').localeCompare(right.reason ?? '', 'en'),
  );
  const reachedAt: (Date | null)[] = stages.map(() => null);
  let state: Omit<LifecycleState, 'reachedAt'> = { stage: null, status: 'open', since: null, reason: null };
  let current = -1;
  for (const change of ordered) {
    const position = positionOf(change);
    if (change.outcome === 'reached') reachedAt[position] ??= change.at;
    if (!moves(change, position, state.status, current)) continue;
    current = position;
    const status = change.outcome === 'left' ? 'left' : 'open';
    state = { stage: change.stage, status, since: change.at, reason: change.reason };
  }
  return { ...state, reachedAt };
}

function moves(change: LifecycleChange, position: number, status: 'open' | 'left', current: number): boolean {
  if (change.outcome === 'reached') return status === 'left' || position > current;
  if (change.outcome === 'left') return status === 'left' ? position > current : position >= current;
  return status === 'left' || position !== current;
}
