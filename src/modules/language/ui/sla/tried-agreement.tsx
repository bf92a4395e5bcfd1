import { useDebouncedValue } from '@mantine/hooks';
import { TrialCard } from './trial-card.tsx';
import type { Policy } from './words.ts';

const pauseMs = 700;

/** The agreement that is being written, tried on the last hand-offs as soon as the writer stops for a moment. */
export function TriedAgreement({ policy, ready }: { policy: Policy; ready: boolean }) {
  const [settled] = useDebouncedValue(policy, pauseMs);
  return ready ? <TrialCard subject={{ policy: settled }} /> : null;
}
