import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createElement } from 'react';
import { api, client } from '../../../web/api.ts';
import { asProblem } from '../../../web/problem.ts';
import { UndoNotice } from '../../people/ui/undo-notice.tsx';
import type { Conversation } from '../contract.ts';
import type { Draft } from './draft.ts';
import { inputOf, localTime } from './draft-input.ts';
import { namesInWords, wordsOf } from './words.ts';

const undoShownMs = 12_000;

/** Everything that shows conversations is asked for anew. */
export function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    const keys = [
      api.conversations.key(),
      api.interactions.key(),
      api.timeline.key(),
      api.people.contacts.key(),
    ];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}

/** Shows what was done, with the way back. */
export function noticeWithUndo(words: string, undo: () => Promise<unknown>, done: string): void {
  const goBack = async () => {
    try {
      await undo();
      notifications.show({ message: done });
    } catch (error) {
      notifications.show({ color: 'late', message: asProblem(error).detail });
    }
  };
  const id = notifications.show({
    message: createElement(UndoNotice, { words, onUndo: goBack, onDone: () => notifications.hide(id) }),
    autoClose: undoShownMs,
  });
}

/** Saves the form: a new conversation, or the correction of one. `onUndone` gets back what was typed. */
export function useSaveConversation(options: {
  conversation: Conversation | null;
  onSaved: () => void;
  onUndone: (draft: Draft) => void;
}) {
  const { conversation } = options;
  const refresh = useRefresh();
  return useMutation({
    // Without a network it is said at once that nothing was saved, instead of waiting for it in silence.
    networkMode: 'always',
    mutationFn: (draft: Draft) => (conversation ? correct(conversation, draft) : log(draft)),
    onSuccess: async (saved, draft) => {
      options.onSaved();
      if (conversation) notifications.show({ message: 'Corrected. The log keeps both versions.' });
      else {
        const undo = async () => {
          await client.conversations.withdraw({
            conversationId: saved.id,
            reason: 'Undone right after it was logged',
          });
          options.onUndone(draft);
          await refresh();
        };
        noticeWithUndo(savedWords(saved), undo, 'Taken back. What you typed is kept: press L to see it.');
      }
      await refresh();
    },
  });
}

function savedWords(saved: Conversation): string {
  const names = saved.participants.flatMap(({ contact }) => contact?.name ?? []);
  return `Logged ${wordsOf(saved.type)} with ${namesInWords(names)}.`;
}

/** The key makes a repeat after a lost answer find what the first try logged; then the rest is a correction. */
async function log(draft: Draft): Promise<Conversation> {
  const input = inputOf(draft);
  const { outcome, conversation } = await client.conversations.log({
    ...input,
    source: 'hand',
    externalId: draft.key,
  });
  const saved =
    outcome === 'created'
      ? conversation
      : await client.conversations.correct({ ...input, conversationId: conversation.id });
  await recordStage(draft, saved);
  return saved;
}

async function correct(before: Conversation, draft: Draft): Promise<Conversation> {
  const { occurredAt, ...input } = inputOf(draft);
  // The form holds no seconds: a time left as it was is not sent.
  const moved = draft.at === localTime(new Date(before.occurredAt)) ? {} : { occurredAt };
  const saved = await client.conversations.correct({
    ...input,
    ...moved,
    conversationId: before.id,
    expectedUpdatedAt: before.updatedAt,
  });
  await recordStage(draft, saved);
  return saved;
}

/** The conversation is logged already: a stage that cannot be recorded is said, and fails nothing. */
async function recordStage({ stage }: Draft, saved: Conversation): Promise<void> {
  if (stage === null) return;
  const contactId = saved.participants.find(({ contact }) => contact)?.contact?.id;
  const whose = saved.opportunity
    ? { opportunityId: saved.opportunity.id }
    : contactId
      ? { contactId }
      : null;
  if (!whose) return;
  try {
    await client.timeline.buyingStages.record({ ...whose, stage, at: saved.occurredAt });
  } catch (error) {
    notifications.show({
      color: 'late',
      message: `The buying stage was not recorded. ${asProblem(error).detail}`,
    });
  }
}
