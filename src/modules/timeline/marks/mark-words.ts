/** What a mark says, with the names of what it speaks of. */
export type MarkFacts = {
  mark: 'lifecycle' | 'buying_stage' | 'opportunity_stage' | 'owner';
  outcome: string | null;
  /** The stage's or new owner's name. */
  what: string | null;
  /** The earlier owner's name. */
  was: string | null;
};

/** A mark in a few words; whose it is stands beside it. */
export function markWords({ mark, outcome, what, was }: MarkFacts): string {
  if (mark === 'lifecycle') return lifecycleWords(outcome, what ?? 'a stage');
  if (mark === 'buying_stage') return `Buying stage: ${what ?? 'unknown'}`;
  if (mark === 'opportunity_stage') return dealWords(outcome, what);
  if (what === null) return was === null ? 'Owner removed' : `No longer looked after by ${was}`;
  return was === null ? `Owner: ${what}` : `Owner: ${what}, before ${was}`;
}

function lifecycleWords(outcome: string | null, stage: string): string {
  if (outcome === 'returned') return `Back to ${stage}`;
  return outcome === 'left' ? `Left at ${stage}` : `Reached ${stage}`;
}

function dealWords(outcome: string | null, stage: string | null): string {
  if (outcome === 'won') return 'Deal won';
  if (outcome === 'lost') return 'Deal lost';
  return stage === null ? 'Deal opened' : `Deal in ${stage}`;
}
