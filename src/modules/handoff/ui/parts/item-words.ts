import type { HandoffRow } from './api-types.ts';

/** What a packet may hold, as people say it. */
export const itemWords: Record<HandoffRow['packetItems'][number], string> = {
  who: 'who they are and which company',
  tests: 'the three tests',
  ledger: 'the score with its ledger',
  read: 'what they read',
  told: 'what was said',
  brief: 'the campaign’s brief',
  questions: 'open questions',
  next_asset: 'a next asset',
  talking_points: 'talking points',
};
