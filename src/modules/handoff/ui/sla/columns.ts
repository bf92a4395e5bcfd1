import type { CommitmentKey } from '../../measures/contract.ts';

/** What splits show, in the order in which a hand-off goes. */
export const comparedColumns = [
  'completeness',
  'acceptance',
  'response',
  'disposition',
  'attempts',
  'expired',
] as const satisfies readonly CommitmentKey[];
