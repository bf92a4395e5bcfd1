import type { LifecycleStage, SimulatedAccountStory } from './types.ts';

/** For tests of the simulator and of its loaders: what a funnel over these stories must show. */
export const LIFECYCLE_ORDER: readonly LifecycleStage[] = [
  'inquiry',
  'mql',
  'sal',
  'sql',
  'opportunity',
  'customer',
];

/** How many people reached each stage or a later one, each once. */
export function reachedCounts(stories: Iterable<SimulatedAccountStory>): number[] {
  const counts = LIFECYCLE_ORDER.map(() => 0);
  for (const story of stories) {
    const furthest = new Map<string, number>();
    for (const move of story.stageMoves) {
      if (move.to === 'left') continue;
      furthest.set(
        move.contactId,
        Math.max(LIFECYCLE_ORDER.indexOf(move.to), furthest.get(move.contactId) ?? 0),
      );
    }
    for (const rank of furthest.values()) {
      for (let stage = 0; stage <= rank; stage++) counts[stage] = (counts[stage] ?? 0) + 1;
    }
  }
  return counts;
}
