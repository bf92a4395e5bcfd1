import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { newId } from '../../platform/ids.ts';
import { sql } from '../../platform/postgres/database.ts';
import { appendInteractions } from '../interactions/index.ts';
import { answerQuestion, withdrawAnswer } from './answer-question.ts';
import type { Context } from './conversation.ts';
import { newTalks, startOfTest } from './conversations.test-support.ts';
import { correctConversation } from './correct-conversation.ts';
import { restoreConversation, withdrawConversation } from './withdraw-conversation.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

test('the ledger says what they know from us and what we know from them, of a contact and of its account', async () => {
  const talks = await newTalks(services);
  const sally = await talks.member('sales', 'Sally');
  await talks.log(sally, {
    contactIds: [talks.ada, talks.bo],
    exchanged: {
      topics: [
        { text: 'the new pump', from: 'us' },
        { text: 'energy cost', from: 'them' },
      ],
      questions: [
        { text: 'how long does it take?', from: 'them' },
        { text: 'who signs?', from: 'us' },
      ],
      assets: [{ assetId: talks.prices, how: 'sent' }],
      learned: [{ text: 'budget in March' }],
    },
    nextStep: { text: 'send the offer', on: '2026-06-01' },
  });
  const ledger = await talks.ledger(sally, talks.bo);
  expect(ledger).toMatchObject({
    fromUs: {
      assets: [
        { asset: { title: 'Price list' }, read: null, given: { how: 'sent', teammate: { name: 'Sally' } } },
      ],
      topics: [{ text: 'the new pump' }],
      answers: [],
    },
    fromThem: {
      openQuestions: [{ text: 'how long does it take?', answer: null, contact: { name: 'ada' } }],
      answeredQuestions: [],
      topics: [{ text: 'energy cost' }],
      learned: [{ text: 'budget in March' }],
    },
    openQuestionsOfOurs: [{ text: 'who signs?' }],
    nextSteps: [{ text: 'send the offer', late: true }],
    withheld: 0,
  });
  expect(await talks.accountLedger(sally)).toEqual(ledger);
  expect((await talks.ledger(sally, talks.cy)).fromUs.topics).toEqual([]);
});

test('what they read counts through their devices while these were theirs; flagged and replaced rows do not', async () => {
  const talks = await newTalks(services);
  const sally = await talks.member('sales');
  const profileId = newId();
  const at = (day: number) => new Date(Date.UTC(2026, 4, day, 9));
  const seen = (fields: object) => ({
    id: newId(),
    kind: 'content' as const,
    type: 'asset_viewed',
    source: 'tracking',
    assetId: talks.prices,
    occurredAt: at(10),
    ...fields,
  });
  const wrong = seen({ contactId: talks.ada, occurredAt: at(29) });
  await talks.within(async (tx) => {
    const { workspaceId, ada } = talks;
    await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
      values (${profileId}, ${workspaceId}, 'laptop', ${at(1)}, ${at(20)})`);
    await tx.run(sql`insert into profile_binding (id, workspace_id, profile_id, contact_id, from_at, to_at)
      values (${newId()}, ${workspaceId}, ${profileId}, ${ada}, ${at(5)}, ${at(15)})`);
    await appendInteractions({
      tx,
      workspaceId,
      now: startOfTest,
      rows: [
        seen({ contactId: ada, occurredAt: at(2), completion: 0.25, engagedSeconds: 60 }),
        seen({ profileId, completion: 0.5, engagedSeconds: 30 }),
        seen({ profileId, occurredAt: at(16) }),
        seen({ contactId: ada, occurredAt: at(28), verified: false, flagReason: 'bot' }),
        wrong,
        seen({ contactId: ada, type: 'withdrawn', assetId: null, replacesId: wrong.id }),
        seen({
          profileId,
          type: 'form_submitted',
          assetId: null,
          subject: 'Ask for a quote',
          properties: { machines: 4, wish: 'less noise', nested: { no: 1 }, blank: '' },
        }),
      ],
    });
  });
  const ledger = await talks.ledger(sally);
  expect(ledger.fromUs.assets).toMatchObject([
    {
      asset: { title: 'Price list' },
      read: { times: 2, completion: 0.5, engagedSeconds: 90, lastAt: at(10).toISOString() },
      given: null,
    },
  ]);
  expect(ledger.fromThem.forms).toMatchObject([
    { subject: 'Ask for a quote', contact: { name: 'ada' }, answers: { machines: '4', wish: 'less noise' } },
  ]);
  expect((await talks.accountLedger(sally)).fromUs).toEqual(ledger.fromUs);
});

test('a question answered in place is closed, says by whom, and opens again when the answer is taken back', async () => {
  const talks = await newTalks(services);
  const sally = await talks.member('sales', 'Sally');
  const asked = await talks.log(sally, { exchanged: { questions: [{ text: 'how long?', from: 'them' }] } });
  const questionId = asked.exchanged[0]?.id ?? '';
  const answer = () =>
    talks.as(sally, (context) => answerQuestion({ ...context, questionId, text: 'two days' }));
  expect(await answer()).toMatchObject({
    answer: { text: 'two days', from: 'us', teammate: { name: 'Sally' } },
  });
  await expect(answer()).rejects.toMatchObject({ code: 'conflict' });
  const { fromUs, fromThem } = await talks.ledger(sally);
  expect(fromThem.openQuestions).toEqual([]);
  expect(fromUs.answers).toMatchObject([{ text: 'two days', question: 'how long?' }]);
  await talks.as(sally, (context) => withdrawAnswer({ ...context, questionId }));
  expect((await talks.ledger(sally)).fromThem.openQuestions).toHaveLength(1);
});

test('an edited conversation keeps its questions, and with them their answers', async () => {
  const talks = await newTalks(services);
  const sally = await talks.member('sales');
  const asked = await talks.log(sally, { exchanged: { questions: [{ text: 'how long?', from: 'them' }] } });
  const id = asked.exchanged[0]?.id ?? '';
  await talks.as(sally, (context) => answerQuestion({ ...context, questionId: id, text: 'two days' }));
  const questions = [
    { id, text: 'how long exactly?', from: 'them' as const },
    { text: 'and then?', from: 'them' as const },
  ];
  await talks.as(sally, (context) =>
    correctConversation({ ...context, conversationId: asked.id, input: { exchanged: { questions } } }),
  );
  const { fromThem } = await talks.ledger(sally);
  expect(fromThem.answeredQuestions).toMatchObject([
    { id, text: 'how long exactly?', answer: { text: 'two days' } },
  ]);
  expect(fromThem.openQuestions).toMatchObject([{ text: 'and then?' }]);
});

/** What the model of the law knows of one conversation. */
type Told = { id: string; standing: boolean; asked: string[]; answers: string[] };

const step = fc.record({
  do: fc.constantFrom('ask', 'ask', 'answer', 'answer', 'withdraw', 'restore', 'answerInPlace', 'takeBack'),
  pick: fc.nat(),
});

test('law: a question is open exactly while it stands and nothing that stands answers it', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const talks = await newTalks(services);
      const told: Told[] = [];
      const inPlace = new Set<string>();
      const standing = () => told.filter((one) => one.standing);
      const questions = () => standing().flatMap((one) => one.asked);
      const isAnswered = (id: string) =>
        inPlace.has(id) || standing().some((one) => one.answers.includes(id));
      const act = <T>(work: (context: Context) => Promise<T>) => talks.as(talks.token, work);
      for (const { do: what, pick } of steps) {
        const one = told[pick % Math.max(told.length, 1)];
        const question = questions()[pick % Math.max(questions().length, 1)];
        if (what === 'ask') {
          const { id, exchanged } = await talks.log(talks.token, {
            exchanged: { questions: [{ text: `question ${told.length}`, from: 'them' }] },
          });
          told.push({ id, standing: true, asked: exchanged.map((item) => item.id), answers: [] });
        } else if (what === 'answer' && question) {
          const { id } = await talks.log(talks.token, {
            exchanged: { answers: [{ questionId: question, text: null }] },
          });
          told.push({ id, standing: true, asked: [], answers: [question] });
        } else if (what === 'withdraw' && one?.standing) {
          await act((context) => withdrawConversation({ ...context, conversationId: one.id }));
          one.standing = false;
        } else if (what === 'restore' && one && !one.standing) {
          await act((context) => restoreConversation({ ...context, conversationId: one.id }));
          one.standing = true;
        } else if (what === 'answerInPlace' && question && !isAnswered(question)) {
          await act((context) => answerQuestion({ ...context, questionId: question, text: 'so' }));
          inPlace.add(question);
        } else if (what === 'takeBack' && question && inPlace.delete(question)) {
          await act((context) => withdrawAnswer({ ...context, questionId: question }));
        }
      }
      const { fromThem } = await talks.ledger(talks.token);
      const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).sort();
      expect(ids(fromThem.openQuestions)).toEqual(
        questions()
          .filter((id) => !isAnswered(id))
          .sort(),
      );
      expect(ids(fromThem.answeredQuestions)).toEqual(questions().filter(isAnswered).sort());
    }),
    { numRuns: 25 },
  );
});
