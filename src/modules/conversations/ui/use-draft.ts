import { useEffect, useMemo, useRef, useState } from 'react';
import { useMe, useWorkspace } from '../../../web/session.ts';
import type { Conversation } from '../contract.ts';
import { type Draft, emptyDraft, openDrafts, type StoredDraft } from './draft.ts';
import { draftOf } from './draft-input.ts';
import { usePagePeople } from './use-page-people.ts';

const correctionPrefix = 'conversation:';

/** What stands in the form: begun on this page, kept on this device until it is saved. */
export function useDraft(conversation: Conversation | null, contactId?: string) {
  const about = usePagePeople(contactId);
  const { person } = useMe();
  const reader = person?.id ?? 'nobody';
  const workspace = useWorkspace();
  const drafts = useMemo(() => openDrafts(`${workspace.id}:${reader}`), [workspace.id, reader]);
  const [page, setPage] = useState(conversation ? `${correctionPrefix}${conversation.id}` : about.page);
  const [found, setFound] = useState<StoredDraft | null>(() => drafts.get(page));
  const begin = () =>
    conversation ? draftOf(conversation) : emptyDraft({ people: about.people, deal: about.deal });
  const [draft, setDraft] = useState<Draft>(() => found?.draft ?? begin());
  const touched = useRef(found !== null);
  // The page may still be loading whom it is about.
  const fromPage = about.people.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the page says later counts.
  useEffect(() => {
    if (!touched.current && conversation === null)
      setDraft((now) => ({ ...now, people: about.people, deal: about.deal }));
  }, [fromPage, about.deal?.id]);
  const change = (fields: Partial<Draft>) => {
    touched.current = true;
    setDraft((now) => {
      const next = { ...now, ...fields };
      drafts.keep(page, next);
      return next;
    });
  };
  return {
    draft,
    change,
    about,
    /** When the draft that stands here was begun, where it is one of before. */
    keptSince: found?.at ?? null,
    /** Drafts of other pages, to go on with. */
    others: drafts.list().filter((one) => one.page !== page && !one.page.startsWith(correctionPrefix)),
    goOnWith: (other: StoredDraft & { page: string }) => {
      touched.current = true;
      setPage(other.page);
      setFound(other);
      setDraft(other.draft);
    },
    startOver: () => {
      touched.current = false;
      drafts.drop(page);
      setFound(null);
      setDraft(begin());
    },
    /** Saved: nothing is left to lose. */
    drop: () => drafts.drop(page),
    /** Taken back: it is there again to be saved anew. */
    restore: (saved: Draft) => drafts.keep(page, { ...saved, key: emptyDraft().key }),
  };
}

export type DraftState = ReturnType<typeof useDraft>;
