import { expect, test } from 'vitest';
import type { Conversation } from '../contract.ts';
import { emptyDraft, openDrafts } from './draft.ts';
import { dayFrom, draftOf, inputOf, itemsOf } from './draft-input.ts';

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('lines keep the ids of what they say, or stand in for, and new ones have none', () => {
  const before = [
    { id: 'a', text: 'one' },
    { id: 'b', text: 'two' },
  ];
  expect(itemsOf('two\none', before)).toEqual([
    { id: 'b', text: 'two' },
    { id: 'a', text: 'one' },
  ]);
  expect(itemsOf('one\ntwo and a half', before)).toEqual([
    { id: 'a', text: 'one' },
    { id: 'b', text: 'two and a half' },
  ]);
  expect(itemsOf(' one \n\nthree\nfour', before)).toEqual([
    { id: 'a', text: 'one' },
    { text: 'three' },
    { text: 'four' },
  ]);
});

test('the quick form sends who, what type and what was said; the time is the server’s', () => {
  const input = inputOf(
    emptyDraft({
      people: [
        { id: 'c1', name: 'Ada' },
        { id: null, name: 'bo@holm-works.com' },
      ],
      note: 'asked for the price',
    }),
  );
  expect(input).toMatchObject({
    type: 'call',
    contactIds: ['c1'],
    newPeople: [{ email: 'bo@holm-works.com' }],
    body: 'asked for the price',
    nextStep: null,
  });
  expect(input).not.toHaveProperty('occurredAt');
  expect(input).not.toHaveProperty('teammateIds');
});

test('a conversation goes through the form unchanged', () => {
  const conversation: Conversation = {
    id: 'x',
    interactionId: 'x',
    type: 'demo',
    occurredAt: '2026-06-03T10:15:00.000Z',
    direction: 'outbound',
    durationMinutes: 30,
    account: null,
    opportunity: { id: 'o', name: 'Line 2' },
    participants: [
      {
        side: 'theirs',
        contact: { id: 'c', name: 'Ada' },
        teammate: null,
        name: null,
        email: null,
        role: null,
      },
      {
        side: 'ours',
        contact: null,
        teammate: { id: 't', name: 'Sally' },
        name: null,
        email: null,
        role: null,
      },
    ],
    private: true,
    readable: true,
    subject: 'Demo',
    body: 'went well',
    outcome: 'they want an offer',
    exchanged: [
      {
        id: 'q',
        what: 'question',
        from: 'them',
        text: 'how long?',
        asset: null,
        how: null,
        answers: null,
        answered: null,
      },
      {
        id: 's',
        what: 'asset',
        from: 'us',
        text: null,
        asset: { id: 'as', title: 'Prices', url: null },
        how: 'sent',
        answers: null,
        answered: null,
      },
      {
        id: 'w',
        what: 'answer',
        from: 'us',
        text: 'soon',
        asset: null,
        how: null,
        answers: { id: 'q0', text: 'when?' },
        answered: null,
      },
    ],
    nextStep: { text: 'offer', on: '2026-06-05', doneAt: null, doneBy: null },
    loggedBy: 'Sally',
    source: 'hand',
    externalId: null,
    threadId: null,
    createdAt: '',
    updatedAt: '',
    withdrawn: null,
    changes: [],
  };
  expect(inputOf(draftOf(conversation))).toEqual({
    type: 'demo',
    occurredAt: conversation.occurredAt,
    direction: 'outbound',
    contactIds: ['c'],
    newPeople: [],
    teammateIds: ['t'],
    opportunityId: 'o',
    subject: 'Demo',
    body: 'went well',
    private: true,
    durationMinutes: 30,
    outcome: 'they want an offer',
    exchanged: {
      topics: [],
      questions: [{ id: 'q', text: 'how long?', from: 'them' }],
      answers: [{ id: 'w', questionId: 'q0', text: 'soon' }],
      assets: [{ id: 's', assetId: 'as', how: 'sent' }],
      learned: [],
    },
    nextStep: { text: 'offer', on: '2026-06-05' },
  });
});

test('drafts are kept by page and person, only where something was typed, the latest twenty', () => {
  const storage = memoryStorage();
  const drafts = openDrafts('me', storage);
  drafts.keep('contact:1', emptyDraft({ people: [{ id: '1', name: 'Ada' }] }));
  expect(drafts.list()).toEqual([]);
  for (let n = 0; n < 25; n += 1)
    drafts.keep(`page:${n}`, emptyDraft({ note: `note ${n}` }), new Date(2026, 0, 1, 0, n));
  expect(drafts.list()).toHaveLength(20);
  expect(drafts.get('page:24')?.draft.note).toBe('note 24');
  expect(drafts.get('page:0')).toBeNull();
  expect(openDrafts('another', storage).list()).toEqual([]);
  drafts.drop('page:24');
  expect(drafts.get('page:24')).toBeNull();
});

test('a storage that holds something else, or nothing at all, is an empty one', () => {
  const broken = { ...memoryStorage(), getItem: () => '{"page":{"draft":1}}' };
  expect(openDrafts('me', broken).list()).toEqual([]);
});

test('days are counted in the reader’s calendar', () => {
  expect(dayFrom(new Date(2026, 11, 31, 23, 30), 1)).toBe('2027-01-01');
});
