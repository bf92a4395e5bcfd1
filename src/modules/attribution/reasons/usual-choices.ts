import type { Outcome } from './contract.ts';

type Usual = { key: string; label: string };

/**
 * Reasons that a workspace begins with. The keys never change: what the data says of a reason goes by its key
 * (`against-data/rules.ts`), whatever it is called.
 */
export const usualChoices: Record<Outcome, readonly Usual[]> = {
  won: [
    { key: 'proof', label: 'Proof or a reference' },
    { key: 'relationship', label: 'Relationship' },
    { key: 'fit', label: 'Fits what they need' },
    { key: 'price', label: 'Price or payback' },
    { key: 'timing', label: 'Timing' },
    { key: 'service', label: 'Fast, good answers' },
    { key: 'content', label: 'What they read' },
    { key: 'recommendation', label: 'Recommended to them' },
  ],
  lost: [
    { key: 'price', label: 'Price' },
    { key: 'no_decision', label: 'No decision' },
    { key: 'competitor', label: 'Competitor' },
    { key: 'timing', label: 'Timing' },
    { key: 'missing_function', label: 'Missing function' },
    { key: 'need_gone', label: 'Need went away' },
    { key: 'proof', label: 'Too little proof' },
    { key: 'relationship', label: 'Relationship' },
    { key: 'inside_no', label: 'Somebody inside said no' },
  ],
};
