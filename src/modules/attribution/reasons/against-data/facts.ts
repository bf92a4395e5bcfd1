/** What the data knows of a closed deal, as far as a reason can be held against it. */
export type DealFacts = {
  openedMs: number;
  closedMs: number;
  touches: readonly FactTouch[];
  /** As it was written over time, earliest first; null: it came from elsewhere with its past left behind. */
  amounts: readonly number[] | null;
  currency: string | null;
  discount: boolean;
  /** Words of talks that are open to everybody, lower case; a talk without words is none. */
  talkWords: readonly TalkWords[];
  competitors: readonly string[];
  /** Part of the credit that person-to-person touchpoints have, by the model in use; null without a journey. */
  talkShare: number | null;
};

export type FactTouch = {
  id: string;
  atMs: number;
  kind: string;
  type: string;
  channel: string;
  personId: string;
  asset: { id: string; title: string; type: string } | null;
  /** Address or subject, lower case, where it was looked up. */
  about: string;
};

export type TalkWords = { interactionId: string; atMs: number; words: string };
