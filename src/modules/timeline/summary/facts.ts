import type { SummaryPart } from '../contract.ts';

export type Opens = Extract<SummaryPart, { part: 'figure' }>['opens'];
export type Person = { id: string; name: string; title: string | null };

/** Something of ours that one of theirs took in. */
export type Reading = {
  at: Date;
  type: string;
  person: Person | null;
  /** The asset's or page's title; null where nothing says what it was. */
  title: string | null;
  assetId: string | null;
};

/** One of us and one of theirs, in person. */
export type Talk = {
  at: Date;
  type: string;
  person: Person | null;
  teammate: string | null;
  /** Nobody answered: a try, no conversation. */
  answered: boolean;
  /** What they asked and nobody has answered yet; the first. */
  openQuestion: string | null;
  nextStep: { text: string; dueOn: string | null } | null;
};

/** All that the sentence on top of a contact's, company's or deal's timeline is made of. Lists are latest first. */
export type Facts = {
  scope: 'contact' | 'account' | 'opportunity';
  /** The person, on their own page. */
  self: Person | null;
  readings: readonly Reading[];
  talks: readonly Talk[];
  owner: string | null;
  closed: { status: 'won' | 'lost'; at: Date | null } | null;
  now: Date;
  /** YYYY-MM-DD where the workspace is. */
  today: string;
};

export const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;

export const text = (words: string): SummaryPart => ({ part: 'text', text: words });
/** `3 June`, where a word such as `since` stands before it. */
export const day = (at: Date): SummaryPart => ({ part: 'day', at, on: false });
/** `on 3 June`. */
export const onDay = (at: Date): SummaryPart => ({ part: 'day', at, on: true });
export const figure = (words: string, opens: Opens): SummaryPart => ({ part: 'figure', text: words, opens });
export const contact = (person: Person, words = person.name): SummaryPart => ({
  part: 'contact',
  id: person.id,
  text: words,
});

/** `once`, `twice`, `3 times`. */
export function timesWords(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

const longestTitle = 90;

export function quoted(words: string): string {
  const short =
    words.length <= longestTitle
      ? words
      : `${words
          .slice(0, longestTitle - 1)
          .toWellFormed()
          .trimEnd()}…`;
  return `“${short}”`;
}
