import { businessMsBetween } from '../../language/index.ts';
import type { CountedClock } from './clock.ts';

/** Office time that a clock has counted until now, without its pauses. */
export function usedMsAt(clock: CountedClock, now: Date): number {
  if (clock.state === 'paused') return clock.usedMs;
  const since = clock.resumedAt ?? clock.startedAt;
  // A clock of the house that was set back counts nothing twice.
  return clock.usedMs + Math.max(0, businessMsBetween(clock.calendar, since.getTime(), now.getTime()));
}
