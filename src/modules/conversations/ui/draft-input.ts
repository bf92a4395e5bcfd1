import type { Conversation, ExchangedItem } from '../contract.ts';
import { type Draft, emptyDraft } from './draft.ts';

type Item = { id: string; text: string };
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Lines as items; one that says the same as before, or stands where an altered one stood, keeps its id. */
export function itemsOf(text: string, before: readonly Item[] = []): { id?: string; text: string }[] {
  const said = lines(text);
  const same = new Map<number, string>();
  const left = [...before];
  for (const [index, line] of said.entries()) {
    const found = left.findIndex((item) => item.text === line);
    if (found < 0) continue;
    same.set(index, left[found]?.id ?? '');
    left.splice(found, 1);
  }
  const altered = said.length === before.length ? left : [];
  return said.map((line, index) => {
    const id = same.get(index) ?? altered.shift()?.id;
    return id === undefined ? { text: line } : { id, text: line };
  });
}

/** What the form sends: the words of the API, from what was typed. */
export function inputOf(draft: Draft) {
  const { before } = draft;
  const from = (who: 'us' | 'them', items: { id?: string; text: string }[]) =>
    items.map((one) => ({ ...one, from: who }));
  const minutes = Number.parseInt(draft.durationMinutes, 10);
  return {
    type: draft.type,
    ...(draft.at === '' ? {} : { occurredAt: new Date(draft.at).toISOString() }),
    direction: draft.direction,
    contactIds: draft.people.flatMap(({ id }) => id ?? []),
    newPeople: draft.people.flatMap(({ id, name }) => (id === null ? { email: name } : [])),
    ...(draft.ours === null ? {} : { teammateIds: draft.ours.flatMap(({ id }) => id ?? []) }),
    opportunityId: draft.deal?.id ?? null,
    subject: draft.subject,
    body: draft.note,
    private: draft.private,
    durationMinutes: Number.isNaN(minutes) ? null : minutes,
    outcome: draft.outcome,
    exchanged: {
      topics: [
        ...from('us', itemsOf(draft.told, before?.told)),
        ...from('them', itemsOf(draft.raised, before?.raised)),
      ],
      questions: [
        ...from('them', itemsOf(draft.asked, before?.asked)),
        ...from('us', itemsOf(draft.weAsked, before?.weAsked)),
      ],
      answers: draft.answers.map(({ itemId, questionId, text }) => ({
        ...(itemId ? { id: itemId } : {}),
        questionId,
        text,
      })),
      assets: draft.assets.map(({ itemId, id, name, how }) => ({
        ...(itemId ? { id: itemId } : {}),
        ...(id === null ? { title: name } : { assetId: id }),
        how,
      })),
      learned: itemsOf(draft.learned, before?.learned),
    },
    nextStep:
      draft.stepText.trim() === ''
        ? null
        : { text: draft.stepText, on: draft.stepOn === '' ? null : draft.stepOn },
  };
}

/** A conversation as the form shows it, to be corrected. */
export function draftOf(conversation: Conversation): Draft {
  const told = (what: ExchangedItem['what'], from?: ExchangedItem['from']): Item[] =>
    conversation.exchanged.flatMap((item) =>
      item.what === what && (from === undefined || item.from === from)
        ? { id: item.id, text: item.text ?? '' }
        : [],
    );
  const before = {
    told: told('topic', 'us'),
    raised: told('topic', 'them'),
    asked: told('question', 'them'),
    weAsked: told('question', 'us'),
    learned: told('learned'),
  };
  const text = (items: readonly Item[]) => items.map((item) => item.text).join('\n');
  return emptyDraft({
    type: conversation.type,
    people: conversation.participants.flatMap(({ contact }) => contact ?? []),
    note: conversation.body ?? '',
    more: true,
    at: localTime(new Date(conversation.occurredAt)),
    direction: conversation.direction,
    subject: conversation.subject ?? '',
    durationMinutes: conversation.durationMinutes === null ? '' : String(conversation.durationMinutes),
    outcome: conversation.outcome ?? '',
    ours: conversation.participants.flatMap(({ teammate }) => teammate ?? []),
    deal: conversation.opportunity,
    private: conversation.private,
    told: text(before.told),
    raised: text(before.raised),
    asked: text(before.asked),
    weAsked: text(before.weAsked),
    learned: text(before.learned),
    answers: conversation.exchanged.flatMap(({ id, what, answers, text: answer }) =>
      what === 'answer' && answers
        ? { itemId: id, questionId: answers.id, question: answers.text ?? '', text: answer ?? '' }
        : [],
    ),
    assets: conversation.exchanged.flatMap(({ id, asset, how }) =>
      asset && how ? { itemId: id, id: asset.id, name: asset.title, how } : [],
    ),
    stepText: conversation.nextStep?.text ?? '',
    stepOn: conversation.nextStep?.on ?? '',
    before,
  });
}

const pad = (part: number): string => String(part).padStart(2, '0');

/** A time as `<input type="datetime-local">` holds it. */
export function localTime(at: Date): string {
  return `${localDay(at)}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

function localDay(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The day so many days from now, in the reader's calendar. */
export function dayFrom(now: Date, days: number): string {
  return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}
