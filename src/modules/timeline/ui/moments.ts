import type { Interaction, Item, Mark, Scope } from './api-types.ts';
import { timeOf } from './fold.ts';
import type { Moment, StageMark } from './place-picture.ts';
import { titleOf, wordsOf } from './words.ts';

/** What the picture draws: everything as a dot, and the stages of whose page it is as lines. */
export function momentsOf(items: readonly Item[]): Moment[] {
  return items.flatMap((item) => (item.what === 'mark' ? [] : [momentOf(item)]));
}

const privateWords = 'private';

function momentOf(one: Interaction): Moment {
  const hidden = one.conversation !== null && !one.conversation.readable;
  const title = hidden ? privateWords : titleOf(one);
  return {
    id: one.id,
    atMs: Date.parse(one.occurredAt),
    lane: one.kind,
    label: dotLabel(one, hidden ? null : title),
    title: [wordsOf(one.type).did, title].filter((part) => part !== null).join(' '),
  };
}

const longestLabel = 18;

/** A short title says more than "page". */
function dotLabel(one: Interaction, title: string | null): string {
  const named = one.kind === 'content' && title !== null && title.length <= longestLabel;
  return named ? title.toLowerCase() : wordsOf(one.type).noun;
}

/** Owners change too often to be drawn; other people's stages say little on a company's page, nothing on everybody's. */
export function marksOf(items: readonly Item[], scope: Scope): StageMark[] {
  const drawn = new Set<Mark['mark']>(['buying_stage', 'opportunity_stage']);
  if (scope.contactId) drawn.add('lifecycle');
  const isAll = !scope.contactId && !scope.accountId && !scope.opportunityId;
  if (isAll) return [];
  return items.flatMap((item) =>
    item.what === 'mark' && drawn.has(item.mark)
      ? [{ id: item.id, atMs: Date.parse(timeOf(item)), label: markLabel(item.words) }]
      : [],
  );
}

/** "Reached MQL" stands as "MQL": the line says the rest. */
export function markLabel(words: string): string {
  return words.replace(/^(reached|deal (?:moved to|in)|buyer (?:is )?(?:now )?in|buying stage:?)\s+/i, '');
}
