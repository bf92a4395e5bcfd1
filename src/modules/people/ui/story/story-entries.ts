import type { Interaction } from '../api-types.ts';
import { titleOf, wordsOf } from './interaction-words.ts';
import type { Moment } from './place-story.ts';

/** A change of stage, in the words the list shows. */
export type StoryMark = {
  id: string;
  at: string;
  /** On the picture: "MQL". */
  label: string;
  /** In the list: "Reached MQL". */
  words: string;
  reason: string | null;
  by: string | null;
};

export type StoryEntry =
  | { what: 'interaction'; at: string; first: Interaction; times: number; ids: string[] }
  | { what: 'mark'; at: string; mark: StoryMark };
export type StoryDay = { day: string; entries: StoryEntry[] };

const dayKey = (at: string): string => {
  const local = new Date(at);
  return `${local.getFullYear()}-${local.getMonth() + 1}-${local.getDate()}`;
};

/**
 * The story by the reader's days, latest first. The same again in a row on the same day is one entry that says how
 * often. Marks older than the oldest interaction loaded wait until those are there too, unless the list is complete.
 */
export function daysOf(options: {
  interactions: readonly Interaction[];
  marks: readonly StoryMark[];
  complete: boolean;
}): StoryDay[] {
  const { interactions, marks, complete } = options;
  const oldest = interactions.at(-1)?.occurredAt ?? '';
  const shown = marks.filter((mark) => complete || mark.at >= oldest);
  const entries: StoryEntry[] = [
    ...shown.map((mark): StoryEntry => ({ what: 'mark', at: mark.at, mark })),
    ...interactions.map(
      (first): StoryEntry => ({
        what: 'interaction',
        at: first.occurredAt,
        first,
        times: 1,
        ids: [first.id],
      }),
    ),
  ].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const days: StoryDay[] = [];
  for (const entry of entries) {
    const key = dayKey(entry.at);
    const open = days.at(-1);
    if (!open || open.day !== key) {
      days.push({ day: key, entries: [entry] });
      continue;
    }
    const last = open.entries.at(-1);
    if (last?.what === 'interaction' && entry.what === 'interaction' && isRepeat(last.first, entry.first)) {
      last.times += 1;
      last.ids.push(entry.first.id);
    } else open.entries.push(entry);
  }
  return days;
}

function isRepeat(a: Interaction, b: Interaction): boolean {
  return (
    a.kind === 'content' &&
    a.type === b.type &&
    titleOf(a) === titleOf(b) &&
    a.contact?.id === b.contact?.id &&
    a.verified === b.verified
  );
}

export function momentsOf(interactions: readonly Interaction[]): Moment[] {
  return interactions.map((one) => ({
    id: one.id,
    atMs: Date.parse(one.occurredAt),
    lane: one.kind,
    label: dotLabel(one),
    title: [wordsOf(one.type).did, titleOf(one)].filter((part) => part !== null).join(' '),
  }));
}

const longestLabel = 18;

/** A short title says more than "page". */
function dotLabel(one: Interaction): string {
  const title = titleOf(one);
  const named = one.kind === 'content' && title !== null && title.length <= longestLabel;
  return named ? title.toLowerCase() : wordsOf(one.type).noun;
}
