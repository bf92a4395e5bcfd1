import { v4 } from 'uuid';
import { z } from 'zod';
import type { ConversationType } from '../contract.ts';
import { typeWords } from './words.ts';

const chosen = z.object({ id: z.string().nullable(), name: z.string() });
/** A record chosen in the form; without an id it is one that saving makes: an address, or the title of an asset. */
export type Chosen = z.infer<typeof chosen>;

const item = z.object({ id: z.string(), text: z.string() });

/** What stands in the form. Lists are text with a line each, for nothing is typed quicker. */
const draft = z.object({
  /** Sent along, so that saving again after a lost answer does not log it twice. */
  key: z.string(),
  type: z.custom<ConversationType>((word) => typeWords.some(({ type }) => type === word)),
  people: z.array(chosen),
  note: z.string(),
  more: z.boolean(),
  /** `YYYY-MM-DDTHH:mm` where the reader is; empty is now. */
  at: z.string(),
  direction: z.enum(['inbound', 'outbound']).nullable(),
  subject: z.string(),
  durationMinutes: z.string(),
  outcome: z.string(),
  /** null: whoever is signed in. */
  ours: z.array(chosen).nullable(),
  deal: chosen.nullable(),
  private: z.boolean(),
  told: z.string(),
  raised: z.string(),
  asked: z.string(),
  weAsked: z.string(),
  learned: z.string(),
  answers: z.array(
    z.object({
      itemId: z.string().nullable(),
      questionId: z.string(),
      question: z.string(),
      text: z.string(),
    }),
  ),
  assets: z.array(chosen.extend({ itemId: z.string().nullable(), how: z.enum(['shown', 'sent']) })),
  stepText: z.string(),
  stepOn: z.string(),
  stage: z.string().nullable(),
  /** Of a conversation that is corrected: its items as they were, to keep their ids. */
  before: z
    .object({
      told: z.array(item),
      raised: z.array(item),
      asked: z.array(item),
      weAsked: z.array(item),
      learned: z.array(item),
    })
    .nullable(),
});
export type Draft = z.infer<typeof draft>;

export function emptyDraft(start: Partial<Draft> = {}): Draft {
  return {
    key: v4(),
    type: 'call',
    people: [],
    note: '',
    more: false,
    at: '',
    direction: null,
    subject: '',
    durationMinutes: '',
    outcome: '',
    ours: null,
    deal: null,
    private: false,
    told: '',
    raised: '',
    asked: '',
    weAsked: '',
    learned: '',
    answers: [],
    assets: [],
    stepText: '',
    stepOn: '',
    stage: null,
    before: null,
    ...start,
  };
}

/** Whether anything was typed that would be a loss; people chosen by the page alone are none. */
function holdsWords(one: Draft): boolean {
  const texts = [
    one.note,
    one.subject,
    one.outcome,
    one.told,
    one.raised,
    one.asked,
    one.weAsked,
    one.learned,
    one.stepText,
  ];
  return texts.some((text) => text.trim() !== '') || one.answers.length > 0 || one.assets.length > 0;
}

const stored = z.record(z.string(), z.object({ at: z.string(), draft }));
export type StoredDraft = z.infer<typeof stored>[string];

const maxDrafts = 20;

/** Drafts on this device, by the page they were begun on; of this person and workspace alone. */
export function openDrafts(
  owner: string,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
) {
  const name = `liaison-conversation-drafts:${owner}`;
  const read = (): z.infer<typeof stored> => {
    try {
      return stored.parse(JSON.parse(storage.getItem(name) ?? '{}'));
    } catch {
      return {};
    }
  };
  const write = (all: z.infer<typeof stored>) => {
    try {
      const kept = Object.entries(all)
        .toSorted(([, a], [, b]) => b.at.localeCompare(a.at))
        .slice(0, maxDrafts);
      if (kept.length === 0) storage.removeItem(name);
      else storage.setItem(name, JSON.stringify(Object.fromEntries(kept)));
    } catch {
      // A full or forbidden storage loses the draft on leaving the page, not before.
    }
  };
  return {
    get: (page: string): StoredDraft | null => read()[page] ?? null,
    list: () => Object.entries(read()).map(([page, one]) => ({ page, ...one })),
    keep: (page: string, one: Draft, now = new Date()) => {
      const { [page]: _before, ...others } = read();
      write(holdsWords(one) ? { ...others, [page]: { at: now.toISOString(), draft: one } } : others);
    },
    drop: (page: string) => {
      const { [page]: _gone, ...others } = read();
      write(others);
    },
  };
}
